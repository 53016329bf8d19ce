import type { PersonalityData } from '../personality.ts';

export const pioneer: PersonalityData = {
  name: 'pioneer',
  summary: 'TEST UNIT READY is GOOD while the drive writes or closes; other commands answer 2/04/07.',
  source:
    'Pioneer SCSI manuals R8 and R11; growisofs 7.1 waits with READ DISC INFORMATION for that reason. The manual of the BDR-203 says that TEST UNIT READY may be used again.',
  identity: { vendor: 'PIONEER', product: 'VIRTUAL CD-RW', revision: '1.00', serialNumber: 'DWSIM0000001' },
  habits: [{ habit: 'ignores', commands: ['TEST UNIT READY'], drive: 'busy' }],
};
