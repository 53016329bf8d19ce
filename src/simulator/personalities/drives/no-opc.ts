import type { PersonalityData } from '../personality.ts';

export const noOpc: PersonalityData = {
  name: 'no-opc',
  summary: 'SEND OPC INFORMATION does not exist: 5/20/00.',
  source:
    'cdrecord and libburn tolerate every 5/xx/xx to this command; drives calibrate by themselves at the first WRITE.',
  habits: [{ habit: 'refuses', commands: ['SEND OPC INFORMATION'], when: { doOpc: true }, sense: '5/20/00' }],
};
