import type { PersonalityData } from '../personality.ts';

export const noUnderrunProtection: PersonalityData = {
  name: 'no-underrun-protection',
  summary: 'Page 05h with BUFE set is refused: a drive from before buffer-underrun protection.',
  source:
    'MMC-3 introduced BUFE; earlier drives have a reserved bit there. libburn and cdrecord set it only if the drive reports it.',
  writeSpeeds: [1, 2, 4],
  habits: [
    {
      habit: 'mode-page',
      page: 0x05,
      startsAs: { bufferUnderrunFree: false },
      refuses: [{ values: { bufferUnderrunFree: true } }],
    },
  ],
};
