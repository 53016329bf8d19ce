import type { PersonalityData } from '../personality.ts';

export const sonyMinimalBlank: PersonalityData = {
  name: 'sony-minimal-blank',
  summary:
    'Feature 0021h is said to be in effect although a DVD-RW was blanked minimally: incremental recording then fails.',
  source:
    'The revision history of growisofs 5.9: with some Sony firmware minimally and fully blanked media cannot be told apart, so that the user must ask for DAO.',
  habits: [{ habit: 'claims-feature', code: 0x0021, current: true }],
};
