import { expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import {
  CLOSE_TRACK_SESSION,
  closeFunctionOf,
  READ_DISC_INFORMATION,
  SYNCHRONIZE_CACHE,
  TEST_UNIT_READY,
} from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { checkCondition, good, on } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

test('TEST UNIT READY with GOOD while the drive is closing does not end the wait', async () => {
  let busyAnswers = 0;
  const { drive, transport } = tamperedDrive((request, next) => {
    if (request.cdb[0] === TEST_UNIT_READY) return good();
    if (
      request.cdb[0] === READ_DISC_INFORMATION &&
      transport.opcodes.includes(CLOSE_TRACK_SESSION) &&
      busyAnswers < 5
    ) {
      busyAnswers++;
      return checkCondition(2, 0x04, 0x07, { progress: busyAnswers / 10 });
    }
    return next();
  });
  const { yielded, result } = await burn(drive);
  expect(result.disc.status).toBe('complete');
  expect(busyAnswers).toBe(5);
  const fractions = yielded.flatMap((each) =>
    each.phase === 'closing the session' && each.fraction ? [each.fraction] : [],
  );
  expect(fractions.length).toBeGreaterThanOrEqual(5);
});

test('a close that never ends is abandoned with a message, not waited for forever', async () => {
  const { drive, transport } = tamperedDrive((request, next) =>
    request.cdb[0] === TEST_UNIT_READY && transport.opcodes.includes(CLOSE_TRACK_SESSION)
      ? checkCondition(2, 0x04, 0x07)
      : next(),
  );
  expect((await rejectionOf(burn(drive), BurnError)).message).toMatch(/still closing the session after 484 s/);
});

test('Immed refused: the command is sent again without it', async () => {
  const { drive } = tamperedDrive((request, next) => {
    const immediate = request.cdb[0] === CLOSE_TRACK_SESSION ? request.cdb[1] === 1 : request.cdb[1] === 2;
    const long = request.cdb[0] === CLOSE_TRACK_SESSION || request.cdb[0] === SYNCHRONIZE_CACHE;
    return long && immediate ? checkCondition(5, 0x24, 0x00) : next();
  });
  expect((await burn(drive)).result.disc.status).toBe('complete');
});

test('a track that is still open after the flush is closed by CLOSE TRACK', async () => {
  const { drive, transport } = tamperedDrive(on(SYNCHRONIZE_CACHE, () => good()));
  expect((await burn(drive)).result.disc.status).toBe('complete');
  expect(transport.sent(CLOSE_TRACK_SESSION).map(closeFunctionOf)).toEqual([1, 2]);
});
