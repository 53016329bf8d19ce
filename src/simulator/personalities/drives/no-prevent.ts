import type { PersonalityData } from '../personality.ts';

export const noPrevent: PersonalityData = {
  name: 'no-prevent',
  summary: 'PREVENT ALLOW MEDIUM REMOVAL does not exist: the tray cannot be locked.',
  source: 'The Removable Medium feature (0003h) has a Lock bit, which not every drive sets.',
  habits: [{ habit: 'refuses', commands: ['PREVENT/ALLOW MEDIUM REMOVAL'], sense: '5/20/00' }],
};
