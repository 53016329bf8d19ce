import type { PersonalityData } from '../personality.ts';

export const readsLate: PersonalityData = {
  name: 'reads-late',
  summary:
    'READ CD returns audio from 1164 samples too late, and nothing before LBA 0 nor after the last track can be read.',
  source:
    'EAC has negative read offset corrections, and asks whether a drive can overread into lead-in and lead-out because many cannot; the amount, about two blocks, is an example.',
  habits: [{ habit: 'reads-displaced', offsetSamples: -1164, firstLba: 0 }],
};
