import type { PersonalityData } from '../personality.ts';

export const staleInformation: PersonalityData = {
  name: 'stale-information',
  summary: 'For 15 s after a flush or a close, disc and track information are as before.',
  source: 'No known drive does this; it exists to check that a host copes.',
  habits: [
    {
      habit: 'repeats-itself',
      commands: ['READ DISC INFORMATION', 'READ TRACK INFORMATION'],
      after: ['SYNCHRONIZE CACHE(10)', 'CLOSE TRACK/SESSION'],
      forMs: 15_000,
    },
  ],
};
