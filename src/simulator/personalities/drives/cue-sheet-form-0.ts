import type { PersonalityData } from '../personality.ts';

export const cueSheetForm0: PersonalityData = {
  name: 'cue-sheet-form-0',
  summary: 'A cue sheet is refused if lead-in or lead-out have the data form of a pause (01h).',
  source: 'cdrdao sends its cue sheet in other forms after a refusal, for such drives; no single drive is named.',
  habits: [{ habit: 'refuses-cue-sheet', entries: [{ track: [0x00, 0xaa], dataForm: 0x01 }] }],
};
