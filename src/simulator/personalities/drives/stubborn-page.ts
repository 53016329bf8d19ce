import type { PersonalityData } from '../personality.ts';

export const stubbornPage: PersonalityData = {
  name: 'stubborn-page',
  summary: 'Page 05h is refused if it is the drive’s own page with changes, and accepted if the host made all of it.',
  source:
    'cdrecord 3.01 sends a second version with application code and link size valid cleared when the first is refused; no drive is named.',
  habits: [
    {
      habit: 'mode-page',
      page: 0x05,
      startsAs: { hostApplicationCode: 0x3f, linkSizeValid: true },
      refuses: [{ values: { hostApplicationCode: 0x3f } }, { values: { linkSizeValid: true } }],
    },
  ],
};
