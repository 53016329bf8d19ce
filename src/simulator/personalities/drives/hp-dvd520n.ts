import type { PersonalityData } from '../personality.ts';

export const hpDvd520n: PersonalityData = {
  name: 'hp-dvd520n',
  summary: 'CLOSE TRACK/SESSION function 6 is refused; a DVD+R is finalized by function 5.',
  source: "growisofs 7.1 sends function 5 to HP's dvd520n for DVD+R DL. The sense is not named; 5/24/00 is used here.",
  habits: [
    {
      habit: 'refuses',
      commands: ['CLOSE TRACK/SESSION'],
      profiles: ['DvdPlusR', 'DvdPlusRDualLayer'],
      when: { closeFunction: 6 },
      sense: '5/24/00',
    },
  ],
};
