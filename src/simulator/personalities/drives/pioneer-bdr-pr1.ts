import type { PersonalityData } from '../personality.ts';

export const pioneerBdrPr1: PersonalityData = {
  name: 'pioneer-bdr-pr1',
  summary: 'The spare areas of a disc that is not formatted cannot be asked for: medium not formatted.',
  source:
    'dvd+rw-mediainfo with a blank BD-R XL in a Pioneer BDR-PR1NZA, firmware 1.13 (osvault.blogspot.com, August 2014): READ BD SPARE INFORMATION fails with 5/30/10.',
  habits: [
    { habit: 'refuses', commands: ['READ DISC STRUCTURE'], when: { format: 0x0a }, disc: 'blank', sense: '5/30/10' },
  ],
};
