import type { PersonalityData } from '../personality.ts';

export const pioneerBdr205: PersonalityData = {
  name: 'pioneer-bdr-205',
  summary: 'The next writable address of a blank disc is -150, though writing begins at 0.',
  source: 'libburn 1.5.4, comment on the drive: an address below the start of the track on a blank disc is not used.',
  identity: { vendor: 'PIONEER', product: 'BD-RW   BDR-205', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [
    {
      habit: 'tells',
      in: 'READ TRACK INFORMATION',
      disc: 'blank',
      where: { blank: true, nextWritableValid: true },
      set: { nextWritableLba: -150 },
    },
  ],
};
