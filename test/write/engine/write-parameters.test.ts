import { expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { MODE_SELECT, MODE_SENSE, PREVENT_ALLOW, SYNCHRONIZE_CACHE, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { checkCondition, good, on } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

test('a page 05h that is accepted but not kept stops the burn before anything is written', async () => {
  const { drive, transport } = tamperedDrive(on(MODE_SELECT, () => good()));
  const error = await rejectionOf(burn(drive, undefined, { ending: 'leave-open' }), BurnError);
  expect(error.message).toMatch(/multiSession is 0 instead of 3/);
  expect(transport.sent(WRITE)).toEqual([]);
  expect(transport.sent(PREVENT_ALLOW).at(-1)?.[4]).toBe(0);
});

test('a page 05h that reads back differently once is read again', async () => {
  let pages = 0;
  const { drive } = tamperedDrive(async ({ cdb }, next) => {
    const reply = await next();
    // The second one is read back after MODE SELECT.
    if (cdb[0] !== MODE_SENSE || cdb[2] !== 0x05 || reply.outcome !== 'answered' || ++pages !== 2) return reply;
    return { ...reply, data: reply.data.fill(0, 12) };
  });
  expect((await burn(drive)).result.disc.status).toBe('complete');
  expect(pages).toBeGreaterThan(2);
});

test('if the edited page is refused, one made from zeros is sent', async () => {
  const { drive } = tamperedDrive(
    on(MODE_SELECT, (count, next) => (count === 1 ? checkCondition(5, 0x26, 0x00) : next())),
  );
  expect((await burn(drive)).result.disc.status).toBe('complete');
});

test('a page 05h that is refused with a command sequence error is sent again after a flush', async () => {
  let flushes = 0;
  let refusals = 0;
  const { drive, transport } = tamperedDrive(({ cdb }, next) => {
    if (cdb[0] === SYNCHRONIZE_CACHE) flushes++;
    // The drive has not finished track 1, whatever it answered to its flush.
    if (cdb[0] !== MODE_SELECT || flushes !== 1) return next();
    refusals++;
    return checkCondition(5, 0x2c, 0x00);
  });
  const { result } = await burn(drive, [blocksOfNoise(300), blocksOfNoise(310, 2)]);
  expect(refusals).toBe(1);
  expect(result).toMatchObject({ disc: { status: 'complete', tracks: [{}, {}] }, warnings: [] });
  // The same page, and not one of the variants for drives that refuse a field.
  expect(transport.selectedPages(0x05)[1]).toEqual(transport.selectedPages(0x05)[2]);
});
