import type { PersonalityData } from '../personality.ts';

export const matsushitaSessionFormat: PersonalityData = {
  name: 'matsushita-session-format',
  summary: 'Page 05h begins with an illegal session format, and is refused when sent back with it.',
  source: 'cdrecord 3.01 sets safe defaults first, naming Matsushita. The value is not named; 30h is used here.',
  identity: { vendor: 'MATSHITA', product: 'VIRTUAL CD-RW', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [
    {
      habit: 'mode-page',
      page: 0x05,
      startsAs: { sessionFormat: 0x30 },
      refuses: [{ values: { sessionFormat: 0x30 } }],
    },
  ],
};
