import type { PersonalityData } from '../personality.ts';

export const liar: PersonalityData = {
  name: 'liar',
  summary: 'Every command that writes is immediately GOOD, and nothing is written.',
  source:
    'What counterfeit and defective drives, and broken bridges, amount to; a driver that believes GOOD reports a success.',
  habits: [
    {
      habit: 'ignores',
      commands: [
        'WRITE(10)',
        'SYNCHRONIZE CACHE(10)',
        'CLOSE TRACK/SESSION',
        'SEND OPC INFORMATION',
        'BLANK',
        'RESERVE TRACK',
      ],
    },
  ],
};
