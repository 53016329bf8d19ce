import type { PersonalityData } from '../personality.ts';

export const backwardTracks: PersonalityData = {
  name: 'backward-tracks',
  summary: 'READ DISC INFORMATION says that the first track comes after the last one.',
  source: 'No known drive: made to check that a host survives it.',
  habits: [
    {
      habit: 'tells',
      in: 'READ DISC INFORMATION',
      set: { firstTrack: 7, firstTrackInLastSession: 7, lastTrackInLastSession: 1 },
    },
  ],
};
