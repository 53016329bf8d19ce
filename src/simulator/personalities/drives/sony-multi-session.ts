import type { PersonalityData } from '../personality.ts';

export const sonyMultiSession: PersonalityData = {
  name: 'sony-multi-session',
  summary:
    'Page 05h with another multi-session value is refused while the block type changes too: one after the other.',
  source: 'cdrecord 3.01 sets the block type before multi-session, naming Sony.',
  identity: { vendor: 'SONY', product: 'VIRTUAL CD-RW', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [
    {
      habit: 'mode-page',
      page: 0x05,
      startsAs: { dataBlockType: 8, trackMode: 4 },
      refuses: [{ values: { multiSession: [1, 3] }, changed: ['dataBlockType'] }],
    },
  ],
};
