import type { PersonalityData } from '../personality.ts';

export const busyAtFirst: PersonalityData = {
  name: 'busy-at-first',
  summary: 'Every command is answered BUSY for the first 20 s.',
  source: 'SAM-3 5.3.1 allows it; drives in USB enclosures after power-on.',
  habits: [{ habit: 'busy-at-first', forMs: 20_000 }],
};
