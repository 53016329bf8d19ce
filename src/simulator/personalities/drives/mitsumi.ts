import type { PersonalityData } from '../personality.ts';

export const mitsumi: PersonalityData = {
  name: 'mitsumi',
  summary: 'CLOSE SESSION is answered 6/2E/00 (insufficient time for operation) immediately, and continues.',
  source: 'cdrecord 3.01 calls it the early return from fixating of Mitsumi drives, and waits by the clock.',
  identity: { vendor: 'MITSUMI', product: 'VIRTUAL CD-RW', revision: '1.00', serialNumber: 'DWSIM0000001' },
  writeSpeeds: [2, 4],
  habits: [
    { habit: 'ignores', commands: ['TEST UNIT READY'], drive: 'busy' },
    { habit: 'complains', commands: ['CLOSE TRACK/SESSION'], when: { closeFunction: 2 }, sense: '6/2E/00' },
  ],
};
