import type { PersonalityData } from '../personality.ts';

export const opcAreaNearlyFull: PersonalityData = {
  name: 'opc-area-nearly-full',
  summary: 'SEND OPC INFORMATION succeeds with 1/73/01 (power calibration area almost full).',
  source: 'cdrecord 3.01 tolerates this sense to this command.',
  habits: [{ habit: 'refuses', commands: ['SEND OPC INFORMATION'], when: { doOpc: true }, sense: '1/73/01' }],
};
