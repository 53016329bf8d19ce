import type { PersonalityData } from '../personality.ts';

export const lgAudioPause: PersonalityData = {
  name: 'lg-audio-pause',
  summary: 'Page 05h begins with an illegal audio pause, and is refused when sent back with it.',
  source: 'cdrecord 3.01 sets safe defaults first, naming LG. The value is not named; 0 is used here.',
  identity: { vendor: 'HL-DT-ST', product: 'VIRTUAL CD-RW', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [
    {
      habit: 'mode-page',
      page: 0x05,
      startsAs: { audioPauseBlocks: 0 },
      refuses: [{ values: { audioPauseBlocks: 0 } }],
    },
  ],
};
