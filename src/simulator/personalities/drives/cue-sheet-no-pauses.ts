import type { PersonalityData } from '../personality.ts';

export const cueSheetNoPauses: PersonalityData = {
  name: 'cue-sheet-no-pauses',
  summary: 'A cue sheet is refused if a track after the first has an index 0.',
  source: 'No such drive is known by name; cdrecord sends its cue sheet with other pregaps after a refusal.',
  habits: [
    { habit: 'refuses-cue-sheet', entries: [{ track: Array.from({ length: 98 }, (_, index) => index + 2), index: 0 }] },
  ],
};
