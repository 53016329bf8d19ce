import { expect, test } from '@jest/globals';
import { AUDIO_BLOCK_BYTES } from '../../../src/cd/geometry.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { burn as burnWith } from '../../../src/write/burn.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { cdSessionAtOnce } from '../../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { lbaOf, READ_CD } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise, noise, sourceOf } from '../../support/sources.ts';
import { drainGenerator, good, on, type Tamper } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

const OFFSET_BLOCKS = 333;

/** Answers READ CD with the audio of `blocksOfNoise(333)` at LBA 0, delayed by that many bytes, like a drive with an offset. */
function shifted(bytes: number): Tamper {
  const audio = noise(OFFSET_BLOCKS * AUDIO_BLOCK_BYTES);
  return (request, next) => {
    if (request.cdb[0] !== READ_CD || request.data.direction !== 'in') return next();
    const first = lbaOf(request.cdb) * AUDIO_BLOCK_BYTES - bytes;
    return good(Uint8Array.from({ length: request.data.lengthBytes }, (_, index) => audio[first + index] ?? 0));
  };
}

test('the write offset of a drive is not a difference; one wrong sample is', async () => {
  for (const shift of [0, 48, -120, 2_940]) {
    const { drive, transport } = tamperedDrive();
    transport.tamper = shifted(shift);
    const { result } = await burn(drive, [blocksOfNoise(OFFSET_BLOCKS)], { verify: 'full' });
    expect(result.comparisons[0]?.offsetSamples).toBeCloseTo(shift / 4);
  }
  const { drive } = tamperedDrive(async (request, next) => {
    const reply = await next();
    const isFourth = request.cdb[0] === READ_CD && lbaOf(request.cdb) === 3 * 27;
    if (reply.outcome === 'answered' && isFourth) reply.data[5_000] = (reply.data[5_000] ?? 0) ^ 1;
    return reply;
  });
  const error = await rejectionOf(burn(drive, [blocksOfNoise(OFFSET_BLOCKS)], { verify: 'full' }), BurnError);
  expect(error).toMatchObject({ phase: 'verifying', track: 1, lba: 3 * 27 + 2 });
});

test('a sample that is wrong in one reply only is not a difference: it came up on the way', async () => {
  const { drive } = tamperedDrive(
    on(READ_CD, async (count, next) => {
      const reply = await next();
      if (reply.outcome === 'answered' && count === 4) reply.data[5_000] = (reply.data[5_000] ?? 0) ^ 1;
      return reply;
    }),
  );
  const { result } = await burn(drive, [blocksOfNoise(OFFSET_BLOCKS)], { verify: 'full' });
  expect(result.comparisons).toMatchObject([{ offsetSamples: 0, comparedBytes: OFFSET_BLOCKS * 2_352 }]);
});

test('zeros in one reply only do not accuse the drive', async () => {
  const { drive } = tamperedDrive(
    on(READ_CD, async (count, next) => {
      const reply = await next();
      if (reply.outcome === 'answered' && count === 1) reply.data.fill(0);
      return reply;
    }),
  );
  expect((await burn(drive, [blocksOfNoise(400)], { verify: 'quick' })).result.disc.status).toBe('complete');
});

/** Some reads, numbered from 1, begin so many bytes too late, as those of a drive whose stream is not accurate. */
function jittery(isDisplaced: (count: number) => boolean, bytes: number): Tamper {
  const [plain, displaced] = [shifted(0), shifted(bytes)];
  let reads = 0;
  return (request, next) =>
    request.cdb[0] === READ_CD ? (isDisplaced(++reads) ? displaced : plain)(request, next) : next();
}

test.each([
  ['the first', (count: number) => count === 1],
  ['every third', (count: number) => count % 3 === 0],
  ['the first three', (count: number) => count <= 3],
])('%s read that begins at another place by chance is not a difference', async (_, isDisplaced) => {
  for (const bytes of [48, -2_000]) {
    const { drive, transport } = tamperedDrive();
    transport.tamper = jittery(isDisplaced, bytes);
    const { result } = await burn(drive, [blocksOfNoise(OFFSET_BLOCKS)], { verify: 'full' });
    expect(result.comparisons).toMatchObject([{ offsetSamples: 0 }]);
  }
});

test('samples that are missing on the disc from some place onward are a difference', async () => {
  const { drive, transport } = tamperedDrive();
  const [before, after] = [shifted(0), shifted(-48)];
  transport.tamper = (request, next) =>
    request.cdb[0] === READ_CD && lbaOf(request.cdb) >= 5 * 27 ? after(request, next) : before(request, next);
  const error = await rejectionOf(burn(drive, [blocksOfNoise(OFFSET_BLOCKS)], { verify: 'full' }), BurnError);
  expect(error).toMatchObject({ code: 'DIFFERENT', track: 1 });
  expect(error.lba).toBeGreaterThanOrEqual(5 * 26);
});

/** Digital silence of that many blocks, then noise to block 333. */
const silenceThenNoise = (blocks: number) =>
  noise(OFFSET_BLOCKS * AUDIO_BLOCK_BYTES).fill(0, 0, Math.round(blocks * AUDIO_BLOCK_BYTES));

const BLOCKS_PER_READ = 27;
const AROUND_READS = [1, 2].flatMap((reads) =>
  Array.from({ length: 17 }, (_, at) => reads * BLOCKS_PER_READ - 4 + at / 2),
);

test('silence at the start of a track may end anywhere around the edge of a read', async () => {
  for (const blocks of AROUND_READS) {
    const { drive } = tamperedDrive();
    const { result } = await burn(drive, [sourceOf(silenceThenNoise(blocks))], { verify: 'full' });
    expect([blocks, result.comparisons[0]?.offsetSamples]).toEqual([blocks, 0]);
  }
});

test('a disc with nothing recorded is found out however long the silence is at the start', async () => {
  for (const blocks of AROUND_READS.filter(Number.isInteger)) {
    const { drive } = tamperedDrive(async (request, next) => {
      const reply = await next();
      if (reply.outcome === 'answered' && request.cdb[0] === READ_CD) reply.data.fill(0);
      return reply;
    });
    const burning = burn(drive, [sourceOf(silenceThenNoise(blocks))], { verify: 'full' });
    expect(await rejectionOf(burning, BurnError)).toMatchObject({ code: 'NOTHING_RECORDED', track: 1 });
  }
});

test.each(['reads-late', 'reads-early'])(
  '%s: the last samples of a gapless track may be the next one',
  async (name) => {
    const drive = new Drive(await openSimulatedDrive('', { personality: name }));
    const sources = [blocksOfNoise(OFFSET_BLOCKS, 1), blocksOfNoise(OFFSET_BLOCKS, 2)];
    const { result } = await drainGenerator(burnWith(drive, cdSessionAtOnce, sources, { verify: 'full' }));
    const offsets = result.comparisons.map(({ offsetSamples }) => offsetSamples);
    expect(offsets[0]).not.toBe(0);
    expect(offsets[1]).toBe(offsets[0]);
    const outside = Math.abs(offsets[0] ?? 0) * 4;
    expect(result.comparisons[0]?.comparedBytes).toBe(OFFSET_BLOCKS * AUDIO_BLOCK_BYTES - outside);
  },
);

test('silence at the start of a track after which the drive’s offset shows the end of the track before', async () => {
  for (const sounding of [8, 48, 400]) {
    const { drive, transport } = tamperedDrive();
    const before = noise(OFFSET_BLOCKS * AUDIO_BLOCK_BYTES, 2).fill(
      0,
      (OFFSET_BLOCKS - 1) * AUDIO_BLOCK_BYTES + sounding,
    );
    const silent = silenceThenNoise(40);
    const all = Buffer.concat([before, silent]);
    transport.tamper = (request, next) => {
      if (request.cdb[0] !== READ_CD || request.data.direction !== 'in') return next();
      const first = lbaOf(request.cdb) * AUDIO_BLOCK_BYTES - 2 * AUDIO_BLOCK_BYTES;
      return good(Uint8Array.from({ length: request.data.lengthBytes }, (_, index) => all[first + index] ?? 0));
    };
    const burning = burnWith(drive, cdSessionAtOnce, [sourceOf(before), sourceOf(silent)], { verify: 'full' });
    const { result } = await drainGenerator(burning);
    expect(result.comparisons.map(({ offsetSamples }) => offsetSamples)).toEqual([1_176, 1_176]);
  }
});
