import { expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { GET_CONFIGURATION, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { good, on } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

test('for a drive that does not write CDs, the error does not ask for a blank disc', async () => {
  // A CD-ROM drive with a CD-ROM in it: profile 0008h, which is the only one in its list.
  const configuration = Uint8Array.of(0, 0, 0, 12, 0, 0, 0, 8, 0, 0, 3, 4, 0, 8, 1, 0);
  const { drive, transport } = tamperedDrive(on(GET_CONFIGURATION, () => good(configuration)));
  const error = await rejectionOf(burn(drive), BurnError);
  expect(error).toMatchObject({
    phase: 'planning',
    message: expect.stringMatching(/this drive does not write CDs.*recorder/s),
  });
  expect(transport.sent(WRITE)).toEqual([]);
});

test('a recorded CD-RW is not burned, and the error names discwright blank', async () => {
  const { drive } = tamperedDrive(undefined, 'CD-RW');
  await burn(drive);
  const error = await rejectionOf(burn(drive), BurnError);
  expect(error).toMatchObject({ phase: 'planning', remedy: expect.stringContaining('discwright blank') });
});
