import type { PersonalityData } from '../personality.ts';

export const impossiblyFast: PersonalityData = {
  name: 'impossibly-fast',
  summary: 'Tracks and sessions are recorded, but faster than any disc turns, and the audio is silence.',
  source: 'Like the liar: what took no time was not done.',
  habits: [{ habit: 'takes-no-time' }, { habit: 'writes-silence' }],
};
