import { expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { SEND_OPC, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { checkCondition, good, on } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

test('a drive without SEND OPC is not an error; a failed calibration is, before anything is written', async () => {
  const without = tamperedDrive(on(SEND_OPC, () => checkCondition(5, 0x20, 0x00)));
  expect((await burn(without.drive)).result.disc.status).toBe('complete');
  const failing = tamperedDrive(on(SEND_OPC, () => checkCondition(3, 0x73, 0x03)));
  const error = await rejectionOf(burn(failing.drive), BurnError);
  expect(error.phase).toBe('calibrating');
  expect(failing.transport.sent(WRITE)).toEqual([]);
});

test.each([
  ['a medium error', () => checkCondition(3, 0x73, 0x03), /Clean the disc, use another one/, 'CALIBRATION_FAILED'],
  ['a hardware error', () => checkCondition(4, 0x44, 0x00), /Power-cycle the drive/, 'CALIBRATION_FAILED'],
  [
    'a drive that stays busy',
    () => checkCondition(2, 0x04, 0x08),
    /The drive stayed busy for longer than it should/,
    'CALIBRATION_FAILED',
  ],
  [
    'BUSY for ever',
    () => ({ ...good(), status: 0x08 }),
    /The drive stayed busy for longer than it should/,
    'CALIBRATION_FAILED',
  ],
])('the remedy for %s fits it', async (_, answer, words, code) => {
  const { drive } = tamperedDrive(on(SEND_OPC, answer));
  const error = await rejectionOf(burn(drive), BurnError);
  expect(error).toMatchObject({ phase: 'calibrating', code });
  expect(error.remedy).toMatch(/^Nothing was written\. /);
  expect(error.remedy).toMatch(words);
  if (!words.source.startsWith('Clean')) expect(error.message).not.toMatch(/Clean the disc/);
});
