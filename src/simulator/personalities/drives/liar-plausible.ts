import type { PersonalityData } from '../personality.ts';

export const liarPlausible: PersonalityData = {
  name: 'liar-plausible',
  summary:
    'Every command claims success, and tracks, sessions and table of contents are recorded. The audio is silence.',
  source: 'Like the liar, but cleverer: only reading the audio back shows it.',
  habits: [{ habit: 'writes-silence' }],
};
