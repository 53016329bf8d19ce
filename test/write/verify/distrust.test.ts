import { expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { CLOSE_TRACK_SESSION, SYNCHRONIZE_CACHE, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { good } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

test('a liar that says GOOD to every WRITE and writes nothing is caught', async () => {
  const { drive } = tamperedDrive((request, next) => {
    const opcode = request.cdb[0];
    return opcode === WRITE || opcode === SYNCHRONIZE_CACHE || opcode === CLOSE_TRACK_SESSION ? good() : next();
  });
  const error = await rejectionOf(burn(drive), BurnError);
  expect(error.phase).toBe('verifying');
  expect(error.message).toMatch(/reported success/);
});

test('a burn that is faster than any drive writes is not believed', async () => {
  const { drive, transport } = tamperedDrive();
  const frozen = { now: () => 0, sleep: (milliseconds: number) => transport.clock.sleep(milliseconds) };
  Object.defineProperty(drive, 'clock', { value: frozen });
  expect((await rejectionOf(burn(drive), BurnError)).message).toMatch(/faster than any drive/);
});
