import type { PersonalityData } from '../personality.ts';

export const lgGsa4081b: PersonalityData = {
  name: 'lg-gsa-4081b',
  summary: 'SET STREAMING fails with an address out of range.',
  source: 'The revision history of growisofs 5.19: an LG GSA-4081B answers so with DVD+RW media, not with DVD-R.',
  habits: [{ habit: 'refuses', commands: ['SET STREAMING'], profiles: ['DvdPlusRw'], sense: '5/21/00' }],
};
