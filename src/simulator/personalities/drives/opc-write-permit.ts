import type { PersonalityData } from '../personality.ts';

export const opcWritePermit: PersonalityData = {
  name: 'opc-write-permit',
  summary: 'SEND OPC INFORMATION is answered 6/5A/03 (operator selected write permit) without any problem.',
  source: 'cdrecord 3.01 tolerates this sense to this command.',
  habits: [{ habit: 'refuses', commands: ['SEND OPC INFORMATION'], when: { doOpc: true }, sense: '6/5A/03' }],
};
