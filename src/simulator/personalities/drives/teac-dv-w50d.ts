import type { PersonalityData } from '../personality.ts';

export const teacDvW50d: PersonalityData = {
  name: 'teac-dv-w50d',
  summary: 'SET CD SPEED does nothing: only SET STREAMING sets a speed.',
  source:
    'The revision history of growisofs 5.14: TEAC DV-W50D and Lite-On LDW-811S failed to set the recording velocity until SET STREAMING was sent.',
  habits: [{ habit: 'ignores', commands: ['SET CD SPEED'] }],
};
