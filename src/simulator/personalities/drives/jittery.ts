import type { PersonalityData } from '../personality.ts';

export const jittery: PersonalityData = {
  name: 'jittery',
  summary:
    'About one READ CD in four returns audio that begins up to 500 samples too early or too late, and page 2Ah says that the stream is not accurate.',
  source:
    'The documentation of cdparanoia describes such drives, and reads with overlaps because of them; MMC-3 has the bit CD-DA Stream is Accurate in page 2Ah for the others.',
  habits: [
    { habit: 'mode-page', page: 0x2a, startsAs: { cdDaStreamAccurate: false } },
    { habit: 'reads-displaced', jitter: { samples: 500, chance: 0.25 } },
  ],
};
