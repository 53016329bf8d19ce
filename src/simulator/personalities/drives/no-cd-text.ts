import type { PersonalityData } from '../personality.ts';

export const noCdText: PersonalityData = {
  name: 'no-cd-text',
  summary: 'A cue sheet is refused if it announces CD-TEXT for the lead-in.',
  source: 'libburn asks feature 002Eh for R-W sub-channels before it sends CD-TEXT, since not all recorders write it.',
  habits: [{ habit: 'refuses-cue-sheet', entries: [{ track: 0, subChannelForm: [1, 2, 3] }] }],
};
