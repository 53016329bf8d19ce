import type { PersonalityData } from '../personality.ts';

export const beforeMmc2: PersonalityData = {
  name: 'before-mmc-2',
  summary:
    'Commands of MMC-2 and later do not exist: GET CONFIGURATION, GET EVENT STATUS NOTIFICATION, GET PERFORMANCE, SET STREAMING, READ BUFFER CAPACITY.',
  source: 'MMC (1997) does not have them; recorders of that time.',
  writeSpeeds: [1, 2, 4],
  bufferBytes: 524_288,
  habits: [
    {
      habit: 'refuses',
      commands: [
        'GET CONFIGURATION',
        'GET EVENT STATUS NOTIFICATION',
        'GET PERFORMANCE',
        'SET STREAMING',
        'READ BUFFER CAPACITY',
        'SEND OPC INFORMATION',
      ],
      sense: '5/20/00',
    },
  ],
};
