import type { PersonalityData } from '../personality.ts';

export const backwardTracks: PersonalityData = {
  name: 'backward-tracks',
  summary: 'READ DISC INFORMATION says that the first track comes after the last one.',
  source: 'No known drive does this; it exists to check that a host copes.',
  habits: [
    {
      habit: 'tells',
      in: 'READ DISC INFORMATION',
      set: { firstTrack: 7, firstTrackInLastSession: 7, lastTrackInLastSession: 1 },
    },
  ],
};
