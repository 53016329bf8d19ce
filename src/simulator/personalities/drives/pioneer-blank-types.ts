import type { PersonalityData } from '../personality.ts';

export const pioneerBlankTypes: PersonalityData = {
  name: 'pioneer-blank-types',
  summary: 'BLANK accepts only types 0 (disc), 1 (minimal) and 4 (track tail).',
  source: 'Pioneer SCSI manuals, BLANK command.',
  identity: { vendor: 'PIONEER', product: 'VIRTUAL CD-RW', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [{ habit: 'refuses', commands: ['BLANK'], when: { blankingType: [2, 3, 5, 6] }, sense: '5/24/00' }],
};
