import type { PersonalityData } from '../personality.ts';

export const hidesSense: PersonalityData = {
  name: 'hides-sense',
  summary: 'CHECK CONDITION comes without sense data, which REQUEST SENSE then returns.',
  source: 'SAM-2 without autosense; some USB bridges lose sense data.',
  habits: [{ habit: 'hides-sense' }],
};
