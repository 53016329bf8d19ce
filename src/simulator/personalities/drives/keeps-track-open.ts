import type { PersonalityData } from '../personality.ts';

export const keepsTrackOpen: PersonalityData = {
  name: 'keeps-track-open',
  summary: 'SYNCHRONIZE CACHE does not end a track: CLOSE TRACK must, else CLOSE SESSION fails with 5/72/03.',
  source:
    'MMC-5 6.3 has the command for it; libburn sent it after every Track-At-Once track up to 0.7.3; 5/72/03 is from the Pioneer manuals.',
  habits: [{ habit: 'keeps-track-open' }],
};
