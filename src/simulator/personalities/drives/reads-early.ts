import type { PersonalityData } from '../personality.ts';

export const readsEarly: PersonalityData = {
  name: 'reads-early',
  summary: 'READ CD returns audio from 667 samples too early, and up to 4 blocks of the lead-out can be read.',
  source:
    'AccurateRip lists a read offset correction of +667 for the Pioneer BDR-S12U and other BDR drives; EAC and cdparanoia have options for it and for reading into the lead-out.',
  habits: [{ habit: 'reads-displaced', offsetSamples: 667, leadOutBlocks: 4 }],
};
