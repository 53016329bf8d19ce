import type { PersonalityData } from '../personality.ts';

export const progressStandsStill: PersonalityData = {
  name: 'progress-stands-still',
  summary: 'The progress of a long command is the same from its beginning to its end.',
  source: 'Reports of percentages that do not move while a disc is blanked or closed.',
  habits: [{ habit: 'stands-still', progress: 0 }],
};
