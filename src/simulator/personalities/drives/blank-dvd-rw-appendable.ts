import type { PersonalityData } from '../personality.ts';

export const blankDvdRwAppendable: PersonalityData = {
  name: 'blank-dvd-rw-appendable',
  summary: 'A blank DVD-RW is reported as appendable, its session as incomplete, its tracks as 0.',
  source:
    'dvd+rw-mediainfo with a new TDK601saku disc in a drive of revision LL01, on the Ubuntu forums in September 2009; the drive is not named.',
  habits: [
    {
      habit: 'tells',
      in: 'READ DISC INFORMATION',
      profiles: ['DvdRwSequential', 'DvdRwRestrictedOverwrite'],
      where: { discStatus: 0 },
      set: { discStatus: 1, lastSessionState: 1, firstTrackInLastSession: 0, lastTrackInLastSession: 0 },
    },
  ],
};
