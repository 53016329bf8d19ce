import type { PersonalityData } from '../personality.ts';

export const pioneer2009: PersonalityData = {
  name: 'pioneer-2009',
  summary: 'READ BUFFER CAPACITY before the buffer has been full once throws its data away.',
  source: 'cdrecord 3.01, comment on Pioneer firmware of November 2009, also sold as Plextor and TEAC.',
  identity: { vendor: 'PIONEER', product: 'VIRTUAL CD-RW', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [{ habit: 'loses-buffer' }],
};
