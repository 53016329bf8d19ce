import type { PersonalityData } from '../personality.ts';

export const cueSheetLeadIn: PersonalityData = {
  name: 'cue-sheet-lead-in',
  summary: 'A cue sheet is refused if it has the lead-in at 00:00:00 instead of at its own address.',
  source:
    'A public report (Psysonic#1538): a drive accepted the cue sheet once the lead-in was announced at another address.',
  habits: [{ habit: 'refuses-cue-sheet', entries: [{ track: 0, minute: 0, second: 0, frame: 0 }] }],
};
