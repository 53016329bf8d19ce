import { expect, test } from '@jest/globals';
import { AUDIO_BLOCK_BYTES } from '../../../src/cd/geometry.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { lbaOf, READ_CD } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise, noise } from '../../support/sources.ts';
import { good, on, type Tamper } from '../../support/tampered-transport.ts';
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
