import type { PersonalityData } from '../personality.ts';

export const pioneerDvrX05: PersonalityData = {
  name: 'pioneer-dvr-x05',
  summary: 'SYNCHRONIZE CACHE with Immed is answered GOOD, and nothing is done.',
  source:
    "The revision history of growisofs 5.3: Pioneer's DVR-x05 does not digest an immediate one, which is why growisofs sends another without Immed.",
  habits: [{ habit: 'ignores', commands: ['SYNCHRONIZE CACHE(10)'], when: { immediate: true } }],
};
