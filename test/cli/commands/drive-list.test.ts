import { describe, expect, test } from '@jest/globals';
import { drivesInWords } from '../../../src/cli/commands/drives.ts';
import type { DriveListing } from '../../../src/index.ts';

const drive = (changes: Partial<DriveListing>): DriveListing => ({
  path: '/dev/sr0',
  vendor: 'MAKER',
  product: 'CD-RW 1',
  revision: '1.00',
  accessible: true,
  ...changes,
});

describe('drivesInWords', () => {
  test('says for each drive what it writes and whether it can be used', () => {
    const capabilities = {
      profiles: ['CD-R'],
      writesCdR: true,
      writesCdRw: false,
      trackAtOnce: true,
      sessionAtOnce: false,
      testWrite: true,
      bufferUnderrunFree: true,
    };
    const lines = drivesInWords([
      drive({ capabilities, alternativePath: '/dev/sg1' }),
      drive({ path: '/dev/sr1', capabilities: { ...capabilities, writesCdR: false } }),
      drive({ path: '/dev/sr2', busy: 'its disc is mounted on /media/cd' }),
      drive({ path: '/dev/sr3', accessible: false, problem: 'you are not in the group cdrom' }),
    ]);
    expect(lines).toEqual([
      expect.stringMatching(/^Path +Vendor +Product +Revision +Writes +State$/),
      expect.stringMatching(/^\/dev\/sr0 .* CD-R +ready \(also \/dev\/sg1\)$/),
      expect.stringMatching(/^\/dev\/sr1 .* no CDs +ready$/),
      expect.stringMatching(/^\/dev\/sr2 .* its disc is mounted on \/media\/cd$/),
      expect.stringMatching(/^\/dev\/sr3 .* you are not in the group cdrom$/),
    ]);
  });

  test('says how to get a drive if there is none', () => {
    expect(drivesInWords([]).join('\n')).toMatch(/no optical drive[\s\S]*--device sim:/);
  });
});
