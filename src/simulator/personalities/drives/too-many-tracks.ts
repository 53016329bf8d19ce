import type { PersonalityData } from '../personality.ts';

export const tooManyTracks: PersonalityData = {
  name: 'too-many-tracks',
  summary: 'READ DISC INFORMATION says that the disc has 255 tracks.',
  source: 'No known drive does this; it exists to check that a host copes.',
  habits: [{ habit: 'tells', in: 'READ DISC INFORMATION', set: { lastTrackInLastSession: 255 } }],
};
