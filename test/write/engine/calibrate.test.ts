import { expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { SEND_OPC, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { checkCondition, on } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

test('a drive without SEND OPC is not an error; a failed calibration is, before anything is written', async () => {
  const without = tamperedDrive(on(SEND_OPC, () => checkCondition(5, 0x20, 0x00)));
  expect((await burn(without.drive)).result.disc.status).toBe('complete');
  const failing = tamperedDrive(on(SEND_OPC, () => checkCondition(3, 0x73, 0x03)));
  const error = await rejectionOf(burn(failing.drive), BurnError);
  expect(error.phase).toBe('calibrating');
  expect(failing.transport.sent(WRITE)).toEqual([]);
});
