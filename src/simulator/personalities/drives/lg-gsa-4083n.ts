import type { PersonalityData } from '../personality.ts';

export const lgGsa4083n: PersonalityData = {
  name: 'lg-gsa-4083n',
  summary: 'A DVD-RW is reported as complete, with two sessions of which the last is damaged.',
  source:
    "dvd+rw-mediainfo with a DVD-RW in an HL-DT-ST GSA-4083N, firmware 1.00, as Wikipedia's article Media Identification Code quotes it.",
  habits: [
    {
      habit: 'tells',
      in: 'READ DISC INFORMATION',
      profiles: ['DvdRwSequential', 'DvdRwRestrictedOverwrite'],
      where: { discStatus: 0 },
      set: { discStatus: 2, lastSessionState: 2, sessions: 2 },
    },
  ],
};
