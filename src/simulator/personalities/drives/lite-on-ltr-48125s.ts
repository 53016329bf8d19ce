import type { PersonalityData } from '../personality.ts';

export const liteOnLtr48125s: PersonalityData = {
  name: 'lite-on-ltr-48125s',
  summary: 'The next writable address of a blank disc is -150, though writing begins at 0.',
  source: 'libburn 1.5.4, comment on the drive.',
  identity: { vendor: 'LITE-ON', product: 'LTR-48125S', revision: '1.00', serialNumber: 'DWSIM0000001' },
  writeSpeeds: [4, 8, 12, 16, 24, 32, 40, 48],
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
