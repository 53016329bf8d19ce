import type { PersonalityData } from '../personality.ts';

export const liteOnIhbs112: PersonalityData = {
  name: 'lite-on-ihbs112',
  summary: 'WRITE at address 0 fails with an address out of range once a BD-R is formatted for pseudo-overwrite.',
  source:
    'A report on the Ubuntu forums of March 2011 (Blu-ray burning problems): growisofs pre-formats a BD-R in an iHBS112, firmware CL04, and its first WRITE fails so.',
  habits: [
    {
      habit: 'refuses',
      commands: ['WRITE(10)', 'WRITE(12)'],
      profiles: ['BdRSequential'],
      when: { lba: 0 },
      sense: '5/21/00',
    },
  ],
};
