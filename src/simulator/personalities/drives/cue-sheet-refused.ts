import type { PersonalityData } from '../personality.ts';

export const cueSheetRefused: PersonalityData = {
  name: 'cue-sheet-refused',
  summary: 'Every cue sheet is refused.',
  source:
    'A public report (Psysonic#1538): 5/26/00 was taken for acceptance, the burn ended after 12.4 s, and the disc was blank. ImgBurn logs show the same refusal (psxtract#17).',
  habits: [{ habit: 'refuses-cue-sheet', entries: [{ track: 0 }] }],
};
