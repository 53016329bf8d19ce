import type { PersonalityData } from '../personality.ts';

export const asusDrw24b1st: PersonalityData = {
  name: 'asus-drw-24b1st',
  summary: 'The background format of a DVD+RW is reported as stopped although it is complete.',
  source:
    'dvd+rw-mediainfo with a DVD+RW (PHILIPS/041) that holds files, in an ASUS DRW-24B1ST, firmware 1.00, on the Ubuntu forums: status suspended, all 2,295,104 blocks formatted.',
  habits: [
    {
      habit: 'tells',
      in: 'READ DISC INFORMATION',
      profiles: ['DvdPlusRw'],
      where: { backgroundFormat: 3 },
      set: { backgroundFormat: 1 },
    },
  ],
};
