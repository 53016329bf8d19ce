import type { PersonalityData } from '../personality.ts';

export const liarStale: PersonalityData = {
  name: 'liar-stale',
  summary:
    'Every command that writes is GOOD and nothing is written; disc information stays forever as it was when first read.',
  source: 'Like the liar, with information from a cache.',
  habits: [
    {
      habit: 'ignores',
      commands: [
        'WRITE(10)',
        'SYNCHRONIZE CACHE(10)',
        'CLOSE TRACK/SESSION',
        'SEND OPC INFORMATION',
        'BLANK',
        'RESERVE TRACK',
      ],
    },
    {
      habit: 'repeats-itself',
      commands: ['READ DISC INFORMATION', 'READ TRACK INFORMATION', 'READ TOC'],
    },
  ],
};
