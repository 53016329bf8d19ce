import { describe, expect, test } from '@jest/globals';
import { hasSucceeded, ScsiStatus, TRANSIENT_STATUSES } from '../../src/transport/sam.ts';

/** Fixed format sense data, 70h, or 71h for a deferred error. */
const fixed = (key: number, responseCode = 0x70) =>
  Uint8Array.from([responseCode, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x17, 0, 0, 0, 0, 0]);
const descriptors = (key: number, responseCode = 0x72) => Uint8Array.from([responseCode, key, 0x17, 0, 0, 0, 0, 0]);
const none = new Uint8Array();

test('the codes of SAM-3 table 21', () => {
  expect(ScsiStatus).toEqual({
    Good: 0x00,
    CheckCondition: 0x02,
    ConditionMet: 0x04,
    Busy: 0x08,
    ReservationConflict: 0x18,
    TaskSetFull: 0x28,
    AcaActive: 0x30,
    TaskAborted: 0x40,
  });
  expect(TRANSIENT_STATUSES).toEqual([0x08, 0x28]);
});

describe('a command has succeeded', () => {
  test.each([
    ['GOOD', 0x00, none, true],
    ['GOOD, whatever sense data comes with it', 0x00, fixed(0x6), true],
    ['CONDITION MET', 0x04, none, true],
    ['CHECK CONDITION, no sense', 0x02, fixed(0x0), true],
    ['CHECK CONDITION, recovered error', 0x02, fixed(0x1), true],
    ['CHECK CONDITION, recovered error in descriptor format', 0x02, descriptors(0x1), true],
    ['CHECK CONDITION, not ready', 0x02, fixed(0x2), false],
    ['CHECK CONDITION, completed (reserved before SPC-4)', 0x02, fixed(0xf), false],
    ['CHECK CONDITION, not ready in descriptor format', 0x02, descriptors(0x2), false],
    ['CHECK CONDITION, a deferred recovered error', 0x02, fixed(0x1, 0x71), false],
    ['CHECK CONDITION, a deferred recovered error in descriptor format', 0x02, descriptors(0x1, 0x73), false],
    ['CHECK CONDITION without sense data', 0x02, none, false],
    ['CHECK CONDITION, sense data of zeros', 0x02, new Uint8Array(18), false],
    ['CHECK CONDITION, sense data cut off before the key', 0x02, fixed(0x0).subarray(0, 2), false],
    ['BUSY', 0x08, none, false],
    ['RESERVATION CONFLICT', 0x18, none, false],
    ['TASK SET FULL', 0x28, none, false],
    ['ACA ACTIVE', 0x30, none, false],
    ['TASK ABORTED', 0x40, none, false],
    ['a reserved code', 0x7e, none, false],
  ])('%s', (_, status, sense, succeeded) => {
    expect(hasSucceeded({ status, sense })).toBe(succeeded);
  });
});
