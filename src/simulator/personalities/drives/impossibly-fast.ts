import type { PersonalityData } from '../personality.ts';

export const impossiblyFast: PersonalityData = {
  name: 'impossibly-fast',
  summary: 'Books are kept, but the data go faster than any disc turns.',
  source: 'Like the liar: what is done in no time was not done.',
  habits: [{ habit: 'takes-no-time' }, { habit: 'writes-silence' }],
};
