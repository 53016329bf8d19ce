import { describe, expect, test } from '@jest/globals';
import {
  blankDisc,
  closeDisc,
  formatDisc,
  type Recovery,
  readDiscState,
  recoverDisc,
} from '../../../../../src/index.ts';
import { finished } from '../support.ts';
import { type Bench, benchWith, burned, differingBlocks, isOverwritten } from './bench.ts';
import { isToldTruthfully } from './cells.ts';
import { MATRIX } from './matrix.ts';

const [FORMAT_UNIT, WRITE, FLUSH, CLOSE, BLANK] = [0x04, 0x2a, 0x35, 0x5b, 0xa1];

/** When the power fails: as a command arrives, or while the drive carries it out. */
interface Moment {
  readonly opcode: number;
  readonly nth: number;
  readonly during: boolean;
}

const OF_A_BURN: readonly (readonly [string, Moment])[] = [
  ['at the first WRITE', { opcode: WRITE, nth: 1, during: false }],
  ['after the first WRITE', { opcode: WRITE, nth: 1, during: true }],
  ['in the middle of the WRITEs', { opcode: WRITE, nth: 30, during: false }],
  ['at the flush', { opcode: FLUSH, nth: 1, during: false }],
  ['during the flush', { opcode: FLUSH, nth: 1, during: true }],
  ['at the first CLOSE', { opcode: CLOSE, nth: 1, during: false }],
  ['during the first CLOSE', { opcode: CLOSE, nth: 1, during: true }],
  ['at the second CLOSE', { opcode: CLOSE, nth: 2, during: false }],
  ['during the second CLOSE', { opcode: CLOSE, nth: 2, during: true }],
];

/** @returns whether the moment came */
function losePower({ simulated, transport }: Bench, { opcode, nth, during }: Moment): () => boolean {
  let count = 0;
  transport.tamper = async (request, next) => {
    if (request.cdb[0] !== opcode || ++count !== nth) return next();
    if (!during) simulated.inject({ does: { powerLoss: 'restart' } });
    const reply = await next();
    if (during) simulated.inject({ does: { powerLoss: 'restart' } });
    return reply;
  };
  return () => count >= nth;
}

const recovered = async (bench: Bench): Promise<Recovery> => {
  const recovery = await finished(recoverDisc(bench.drive, { ending: 'close-session' }));
  expect(recovery.unlocked).toBe(true);
  await isToldTruthfully(bench);
  expect(recovery.disc).toEqual(await readDiscState(bench.drive));
  return recovery;
};

const EARLIER = { blocks: 320, seed: 1 };
/** More than the drive's buffer holds. */
const BLOCKS = 2560;

describe.each(Object.keys(MATRIX.media))('%s: the power fails', (name) => {
  test.each(OF_A_BURN)('%s of a burn, and the disc is recovered', async (_, moment) => {
    await using bench = await benchWith(name);
    await burned(bench, EARLIER.blocks, EARLIER.seed, { ending: 'close-session' });
    const overwrites = await isOverwritten(bench);
    // On an overwritable disc, what is past the end of the second burn is from the first.
    if (overwrites) await burned(bench, BLOCKS + EARLIER.blocks, EARLIER.seed, { overwrite: true });
    const came = losePower(bench, moment);
    const options = { append: !overwrites, overwrite: overwrites, verify: 'full', ending: 'close-session' } as const;
    const result = await burned(bench, BLOCKS, 2, options).catch((error: unknown) => error);
    // What failed before it had done anything is sent again.
    if (result instanceof Error) expect(result).toMatchObject({ name: 'BurnError', disc: expect.anything() });
    else expect(result).toMatchObject({ comparisons: [expect.anything()] });
    if (moment.opcode === WRITE) expect([came(), result instanceof Error]).toEqual([true, true]);
    const { disc, losses } = await recovered(bench);
    if (overwrites) {
      expect(losses).toEqual([]);
      const rest = { blocks: BLOCKS + EARLIER.blocks, seed: EARLIER.seed };
      const differing = await differingBlocks(bench, 0, rest);
      expect(Math.max(-1, ...differing)).toBeLessThan(BLOCKS);
      expect((await burned(bench, BLOCKS, 3, { overwrite: true, verify: 'full' })).comparisons).toHaveLength(1);
      return;
    }
    expect(await differingBlocks(bench, 0, EARLIER)).toEqual([]);
    expect(disc?.status).toBe('appendable');
    expect((await burned(bench, 320, 3, { append: true, verify: 'full' })).comparisons).toHaveLength(1);
    expect(await differingBlocks(bench, 0, EARLIER)).toEqual([]);
  });

  test.each([
    ['at', false],
    ['during', true],
  ] as const)('%s a format, and the disc is formatted again', async (_, during) => {
    await using bench = await benchWith(name);
    if (MATRIX.media[name]?.format !== 'yes') return;
    const came = losePower(bench, { opcode: FORMAT_UNIT, nth: 1, during });
    const error = await finished(formatDisc(bench.drive)).catch((failure: unknown) => failure);
    // A FORMAT UNIT that failed before it had done anything is sent again.
    if (during || error instanceof Error) expect(error).toMatchObject({ name: 'BurnError', disc: expect.anything() });
    expect(came()).toBe(true);
    const { disc, losses } = await recovered(bench);
    if (!(error instanceof Error)) return;
    if (during && (await isOverwritten(bench))) {
      expect(disc?.medium?.formatted).toBe(false);
      expect(losses).toEqual([expect.stringMatching(/^A format of this disc was interrupted/)]);
    }
    await finished(formatDisc(bench.drive));
    expect((await burned(bench, 320, 3, { verify: 'full' })).comparisons).toHaveLength(1);
  });

  test('during a format, and the disc is written: that formats it', async () => {
    await using bench = await benchWith(name);
    if (MATRIX.media[name]?.format !== 'yes') return;
    losePower(bench, { opcode: FORMAT_UNIT, nth: 1, during: true });
    await expect(finished(formatDisc(bench.drive))).rejects.toMatchObject({ name: 'BurnError', code: 'RESET' });
    expect((await burned(bench, 320, 3, { verify: 'full' })).comparisons).toHaveLength(1);
  });

  test('while it is closed later, and it is closed again', async () => {
    await using bench = await benchWith(name);
    if (MATRIX.media[name]?.close !== 'yes') return;
    await burned(bench, EARLIER.blocks, EARLIER.seed, { ending: 'leave-open' });
    const came = losePower(bench, { opcode: CLOSE, nth: 1, during: true });
    const error = await finished(closeDisc(bench.drive)).catch((failure: unknown) => failure);
    if (error instanceof Error) expect(error).toMatchObject({ name: 'BurnError', disc: expect.anything() });
    expect(came()).toBe(true);
    await recovered(bench);
    expect(await differingBlocks(bench, 0, EARLIER)).toEqual([]);
  });

  test.each([
    ['at', false],
    ['during', true],
  ] as const)('%s BLANK, and the disc is erased again', async (_, during) => {
    await using bench = await benchWith(name);
    if (MATRIX.media[name]?.blank !== 'yes') return;
    await burned(bench, EARLIER.blocks, EARLIER.seed);
    losePower(bench, { opcode: BLANK, nth: 1, during });
    const error = await finished(blankDisc(bench.drive, { type: 'full' })).catch((failure: unknown) => failure);
    if (during || error instanceof Error) expect(error).toMatchObject({ name: 'BurnError', disc: expect.anything() });
    const { losses } = await recovered(bench);
    if (!(error instanceof Error)) return;
    if (during) expect(losses).toEqual([expect.stringMatching(/^An erase of this disc was interrupted/)]);
    else expect(await differingBlocks(bench, 0, EARLIER)).toEqual([]);
    expect(await finished(blankDisc(bench.drive, { type: 'full' }))).toMatchObject({ status: 'blank' });
    expect((await burned(bench, 320, 3, { verify: 'full' })).comparisons).toHaveLength(1);
  });
});
