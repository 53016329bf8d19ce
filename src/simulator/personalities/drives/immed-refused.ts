import type { PersonalityData } from '../personality.ts';

export const immedRefused: PersonalityData = {
  name: 'immed-refused',
  summary: 'The Immed bit is refused with 5/24/00.',
  source: 'MMC-1 has Immed for some of these commands only.',
  habits: [
    {
      habit: 'refuses',
      commands: ['SYNCHRONIZE CACHE(10)', 'CLOSE TRACK/SESSION', 'BLANK', 'START STOP UNIT'],
      when: { immediate: true },
      sense: '5/24/00',
    },
  ],
};
