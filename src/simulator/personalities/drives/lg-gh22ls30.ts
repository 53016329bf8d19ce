import type { PersonalityData } from '../personality.ts';

export const lgGh22ls30: PersonalityData = {
  name: 'lg-gh22ls30',
  summary: 'CLOSE TRACK after the flush, which has closed the track already, is an error.',
  source:
    'libburn 0.7.4 stopped sending it because of this drive. Its sense is not named; 5/2C/00 (sequence error) is used here.',
  identity: { vendor: 'HL-DT-ST', product: 'DVDRAM GH22LS30', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [
    {
      habit: 'refuses',
      commands: ['CLOSE TRACK/SESSION'],
      when: { closeFunction: 1 },
      trackOpen: false,
      sense: '5/2C/00',
    },
  ],
};
