import type { PersonalityData } from '../personality.ts';

export const pioneer2009: PersonalityData = {
  name: 'pioneer-2009',
  summary: 'READ BUFFER CAPACITY discards the data in the buffer if it has never been full.',
  source: 'cdrecord 3.01, comment on Pioneer firmware of November 2009, also sold as Plextor and TEAC.',
  identity: { vendor: 'PIONEER', product: 'VIRTUAL CD-RW', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [{ habit: 'loses-buffer' }],
};
