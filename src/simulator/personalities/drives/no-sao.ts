import type { PersonalityData } from '../personality.ts';

export const noSao: PersonalityData = {
  name: 'no-sao',
  summary: 'Page 05h with Session-At-Once is refused, though feature 002Eh lists it.',
  source:
    'wodim finds out by MODE SELECT what a drive writes, since what drives list and what they accept differ; no single drive is named.',
  habits: [{ habit: 'mode-page', page: 0x05, refuses: [{ values: { writeType: 2 } }] }],
};
