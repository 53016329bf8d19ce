import type { PersonalityData } from '../personality.ts';

export const backwardTracks: PersonalityData = {
  name: 'backward-tracks',
  summary: 'READ DISC INFORMATION says that the first track is behind the last one.',
  source: 'No drive that is known by name: made to see that a host survives it.',
  habits: [
    {
      habit: 'tells',
      in: 'READ DISC INFORMATION',
      set: { firstTrack: 7, firstTrackInLastSession: 7, lastTrackInLastSession: 1 },
    },
  ],
};
