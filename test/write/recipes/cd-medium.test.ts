import { expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { GET_CONFIGURATION, READ_DISC_INFORMATION, READ_TRACK_INFORMATION, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { checkCondition, good, on } from '../../support/tampered-transport.ts';
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

test('nor does it if the drive does not know READ TRACK INFORMATION', async () => {
  const configuration = Uint8Array.of(0, 0, 0, 12, 0, 0, 0, 8, 0, 0, 3, 4, 0, 8, 1, 0);
  const complete = Uint8Array.of(0, 32, 0x0e, 1, 1, 1, 1, ...new Array(27).fill(0));
  const { drive } = tamperedDrive(({ cdb }, next) => {
    if (cdb[0] === READ_DISC_INFORMATION) return good(complete);
    if (cdb[0] === READ_TRACK_INFORMATION) return checkCondition(5, 0x20, 0x00);
    return cdb[0] === GET_CONFIGURATION ? good(configuration) : next();
  });
  expect(await rejectionOf(burn(drive), BurnError)).toMatchObject({ code: 'UNSUITABLE_DRIVE' });
});

test('a recorded CD-RW is not burned, and the error names discwright blank', async () => {
  const { drive } = tamperedDrive(undefined, 'CD-RW');
  await burn(drive);
  const error = await rejectionOf(burn(drive), BurnError);
  expect(error).toMatchObject({ phase: 'planning', remedy: expect.stringContaining('discwright blank') });
});

test('a disc that is called complete and has no track is to be taken out and read again', async () => {
  const complete = Uint8Array.of(0, 32, 0x0e, 1, 1, 1, 1, ...new Array(27).fill(0));
  const blankTrack = Uint8Array.of(0, 34, 1, 1, 0, 4, 0x4f, 0, ...new Array(28).fill(0));
  const { drive, transport } = tamperedDrive(({ cdb }, next) => {
    if (cdb[0] === READ_DISC_INFORMATION) return good(complete);
    return cdb[0] === READ_TRACK_INFORMATION ? good(blankTrack) : next();
  });
  const error = await rejectionOf(burn(drive), BurnError);
  expect(error).toMatchObject({
    code: 'DISC_COMPLETE',
    remedy: expect.stringMatching(/^Take the disc out, insert it again/),
  });
  expect(transport.sent(WRITE)).toEqual([]);
});

test('a profile that cannot be is asked about again', async () => {
  const { drive } = tamperedDrive(
    on(GET_CONFIGURATION, (count, next) => (count === 1 ? good(new Uint8Array(8)) : next())),
  );
  expect((await burn(drive)).result.disc.status).toBe('complete');
});
