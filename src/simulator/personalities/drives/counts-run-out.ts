import type { PersonalityData } from '../personality.ts';

export const countsRunOut: PersonalityData = {
  name: 'counts-run-out',
  summary: 'The length of a track includes its two run-out blocks.',
  source: 'Pioneer manual: READ CAPACITY of a Track-At-Once disc includes them; libburn’s remarks on padding.',
  habits: [
    {
      habit: 'tells',
      in: 'READ TRACK INFORMATION',
      where: { blank: false, nextWritableValid: false },
      add: { lengthBlocks: 2 },
    },
  ],
};
