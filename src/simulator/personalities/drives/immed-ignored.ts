import type { PersonalityData } from '../personality.ts';

export const immedIgnored: PersonalityData = {
  name: 'immed-ignored',
  summary: 'The Immed bit is ignored: a command is answered when it has finished.',
  source: 'growisofs 7.1 sends SYNCHRONIZE CACHE with and without; libburn’s time-outs of 3,600 s are for such drives.',
  habits: [
    {
      habit: 'takes-for',
      commands: ['SYNCHRONIZE CACHE(10)', 'CLOSE TRACK/SESSION', 'BLANK'],
      set: { immediate: false },
    },
  ],
};
