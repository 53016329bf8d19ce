import type { PersonalityData } from '../personality.ts';

export const opcAreaNearlyFullError: PersonalityData = {
  name: 'opc-area-nearly-full-error',
  summary: 'SEND OPC INFORMATION says that the power calibration area is almost full as an error: 3/73/01.',
  source: 'cdrecord 3.01 tolerates this sense to this command.',
  habits: [{ habit: 'refuses', commands: ['SEND OPC INFORMATION'], when: { doOpc: true }, sense: '3/73/01' }],
};
