import { expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { MODE_SELECT, PREVENT_ALLOW, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { checkCondition, good, on } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

test('a page 05h that is accepted but not kept stops the burn before anything is written', async () => {
  const { drive, transport } = tamperedDrive(on(MODE_SELECT, () => good()));
  const error = await rejectionOf(burn(drive, undefined, { ending: 'leave-open' }), BurnError);
  expect(error.message).toMatch(/multiSession is 0 instead of 3/);
  expect(transport.sent(WRITE)).toEqual([]);
  expect(transport.sent(PREVENT_ALLOW).at(-1)?.[4]).toBe(0);
});

test('if the edited page is refused, one made from zeros is sent', async () => {
  const { drive } = tamperedDrive(
    on(MODE_SELECT, (count, next) => (count === 1 ? checkCondition(5, 0x26, 0x00) : next())),
  );
  expect((await burn(drive)).result.disc.status).toBe('complete');
});
