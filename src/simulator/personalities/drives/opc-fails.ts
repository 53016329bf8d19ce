import type { PersonalityData } from '../personality.ts';

export const opcFails: PersonalityData = {
  name: 'opc-fails',
  summary: 'SEND OPC INFORMATION fails with 3/73/03 (power calibration area error): dirty disc, worn laser.',
  source: 'MMC-5 6.36 and SPC-3 annex D; users’ reports of bad blanks.',
  habits: [{ habit: 'refuses', commands: ['SEND OPC INFORMATION'], when: { doOpc: true }, sense: '3/73/03' }],
};
