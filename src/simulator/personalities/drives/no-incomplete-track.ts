import type { PersonalityData } from '../personality.ts';

export const noIncompleteTrack: PersonalityData = {
  name: 'no-incomplete-track',
  summary: 'READ TRACK INFORMATION does not accept track number FFh: 5/24/00.',
  source: 'cdrdao and older drives: the next track must be asked for by its own number.',
  habits: [
    {
      habit: 'refuses',
      commands: ['READ TRACK INFORMATION'],
      when: { addressType: 1, address: 255 },
      sense: '5/24/00',
    },
  ],
};
