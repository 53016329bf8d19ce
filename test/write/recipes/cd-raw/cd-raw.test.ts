import { describe, expect, test } from '@jest/globals';
import { decodeCdText } from '../../../../src/cd/cd-text/index.ts';
import type { Drive } from '../../../../src/drive/drive.ts';
import { readCd, SectorType, SubChannelSelection, WHOLE_MAIN_CHANNEL } from '../../../../src/mmc/commands/read-cd.ts';
import { readCdText } from '../../../../src/mmc/commands/read-cd-text.ts';
import type { ScsiReply } from '../../../../src/transport/transport.ts';
import { type BurnOptions, burn } from '../../../../src/write/burn.ts';
import { TrackFormats } from '../../../../src/write/engine/track-format.ts';
import type { TrackSource } from '../../../../src/write/engine/track-source.ts';
import type { Recipe } from '../../../../src/write/recipe.ts';
import { cdRaw } from '../../../../src/write/recipes/cd-raw/cd-raw.ts';
import { cdSessionAtOnce } from '../../../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { lbaOf, READ_CD, READ_TOC, WRITE } from '../../../support/cdb.ts';
import { blocksOfNoise, noise, sourceOf } from '../../../support/sources.ts';
import { drainGenerator, on, type Tamper } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';
import { CD_TEXT, sessions } from '../cd-sao/support.ts';
import { burnRaw, LEAD_IN_LBA, rawDrive } from './support.ts';

/** @param blank a drive with a blank disc; the lead-in of a raw burn is short, since all of it is sent */
const burnWith = async (
  recipe: Recipe,
  sources: readonly TrackSource[],
  options: BurnOptions,
  blank: () => Pick<ReturnType<typeof rawDrive>, 'drive' | 'transport'> = recipe === cdRaw ? rawDrive : tamperedDrive,
) => {
  const { drive, transport } = blank();
  const { result, yielded } = await drainGenerator(burn(drive, recipe, sources, options));
  return { drive, transport, result, yielded };
};

/** Main channel and Q of blocks. */
async function blocksOf(drive: Drive, from: number, to: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let lba = from; lba < to; lba += 20) {
    const selection = { ...WHOLE_MAIN_CHANNEL, subChannel: SubChannelSelection.Q, sectorType: SectorType.Any };
    parts.push(await drive.execute(readCd({ ...selection, startLba: lba, lengthBlocks: Math.min(20, to - lba) })));
  }
  return Buffer.concat(parts);
}

/** Answers READ ATIP, which is READ TOC/PMA/ATIP with format 4. */
function whenAtip(answer: (count: number, next: () => Promise<ScsiReply>) => Promise<ScsiReply>): Tamper {
  let count = 0;
  return (request, next) =>
    request.cdb[0] === READ_TOC && (request.cdb[2] ?? 0) % 16 === 4 ? answer(++count, next) : next();
}

const LOST = /lists tracks that are not there.*probably unusable/;

const ALBUM: readonly TrackSource[] = [
  { ...blocksOfNoise(500, 1), isrc: 'GBAYE6800011', pregapBlocks: 100, indexBlocks: [75, 300], preEmphasis: true },
  { ...blocksOfNoise(400, 2), isrc: 'USRC17607839', pregapBlocks: 50, copyPermitted: true },
  blocksOfNoise(310, 3),
];

describe('a disc that is written raw', () => {
  test('is the same as one written Session-At-Once: every main-channel byte and every Q frame', async () => {
    const options: BurnOptions = { catalogueNumber: '4006381333931', cdText: CD_TEXT, verify: 'full' };
    const raw = await burnWith(cdRaw, ALBUM, options);
    const sao = await burnWith(cdSessionAtOnce, ALBUM, options);
    expect(raw.result.warnings).toEqual([]);
    expect(raw.result.disc).toEqual(sao.result.disc);
    expect(await sessions(raw.drive)).toEqual(await sessions(sao.drive));
    const [mine, theirs] = [await blocksOf(raw.drive, 0, 1_210), await blocksOf(sao.drive, 0, 1_210)];
    expect(mine.equals(theirs)).toBe(true);
    const texts = async (drive: Drive) =>
      decodeCdText((await drive.execute(readCdText({ allocationLength: 4_000 }))).entries);
    expect(await texts(raw.drive)).toEqual(await texts(sao.drive));
    expect(raw.result.comparisons).toEqual(sao.result.comparisons);
  });

  test('with data first: whole, scrambled sectors', async () => {
    const data: TrackSource = { ...sourceOf(noise(400 * 2_048)), format: TrackFormats.mode1 };
    const raw = await burnWith(cdRaw, [data, blocksOfNoise(310, 2)], { verify: 'full' });
    const sao = await burnWith(cdSessionAtOnce, [data, blocksOfNoise(310, 2)], { verify: 'full' });
    expect(raw.result.comparisons.map(({ comparedBytes }) => comparedBytes)).toEqual([400 * 2_048, 310 * 2_352]);
    const [mine, theirs] = [await blocksOf(raw.drive, 0, 390), await blocksOf(sao.drive, 0, 390)];
    expect(mine.equals(theirs)).toBe(true);
    expect(await sessions(raw.drive)).toEqual(await sessions(sao.drive));
  });

  test('begins with the lead-in, ends with 90 seconds of lead-out, and has blocks of 2,448 bytes', async () => {
    const { transport, yielded, result } = await burnWith(cdRaw, [blocksOfNoise(310)], {}, tamperedDrive);
    const writes = transport.sent(0x2a).map((cdb) => {
      const view = new DataView(cdb.buffer, cdb.byteOffset);
      return { lba: view.getInt32(2), blocks: view.getUint16(7) };
    });
    expect(writes[0]).toEqual({ lba: -11_634, blocks: 26 });
    const last = writes.at(-1);
    expect((last?.lba ?? 0) + (last?.blocks ?? 0)).toBe(310 + 6_750);
    expect(transport.sent(0x5d)).toEqual([]);
    expect(result.tracks).toMatchObject([{ startLba: 0, lengthBlocks: 310, format: { name: 'audio' } }]);
    expect(new Set(yielded.map((step) => (step.phase === 'writing' ? step.part : undefined)))).toEqual(
      new Set(['lead-in', 'pregap', undefined, 'lead-out']),
    );
  });

  test.each([
    ['of zeros', (data: Uint8Array) => data.fill(0)],
    ['of another reply from its sixth byte onward', (data: Uint8Array) => data.fill(0x41, 5)],
    ['without the bits that are always set', (data: Uint8Array) => data.fill(0, 4, 7)],
    ['that is cut off', (data: Uint8Array) => data.subarray(0, 12)],
  ])('READ ATIP is sent again after one reply %s', async (_name, spoil) => {
    const { drive, transport } = rawDrive(
      whenAtip(async (count, next) => {
        const reply = await next();
        return count === 1 && reply.outcome === 'answered' ? { ...reply, data: spoil(reply.data) } : reply;
      }),
    );
    const { result } = await burnRaw(drive, [blocksOfNoise(310)]);
    expect(result.disc.status).toBe('complete');
    expect(transport.sent(WRITE).map(lbaOf)[0]).toBe(LEAD_IN_LBA);
  });

  test('a drive whose ATIP is never plausible is believed the second time: the lead-in begins a minute before the session', async () => {
    let asked = 0;
    const { drive, transport } = rawDrive(
      whenAtip(async (count, next) => {
        asked = count;
        const reply = await next();
        return reply.outcome === 'answered' ? { ...reply, data: reply.data.fill(0, 8) } : reply;
      }),
    );
    await expect(burnRaw(drive, [blocksOfNoise(310)])).rejects.toMatchObject({ phase: 'writing', part: 'lead-in' });
    expect(asked).toBe(2);
    expect(transport.sent(WRITE).map(lbaOf)[0]).toBe(-150 - 4_500);
  });

  test('cannot be left open, and is the whole disc', async () => {
    await expect(burnWith(cdRaw, [blocksOfNoise(310)], { ending: 'close-session' })).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(/to which nothing can be added/),
    });
    const { drive } = await burnWith(cdSessionAtOnce, [blocksOfNoise(310)], { ending: 'close-session' });
    await expect(drainGenerator(burn(drive, cdRaw, [blocksOfNoise(310)]))).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(/has a session already/),
    });
  });

  test.each([
    ['audio', [blocksOfNoise(310)]],
    ['data', [{ ...sourceOf(noise(400 * 2_048)), format: TrackFormats.mode1 }]],
  ])('quick verification of %s reports a drive that records nothing', async (_name, sources) => {
    const { drive } = rawDrive(async (request, next) => {
      const reply = await next();
      if (reply.outcome === 'answered' && request.cdb[0] === READ_CD) reply.data.fill(0);
      return reply;
    });
    await expect(drainGenerator(burn(drive, cdRaw, sources))).rejects.toMatchObject({
      code: 'NOTHING_RECORDED',
      phase: 'verifying',
      track: 1,
    });
  });

  test('quick verification reports a drive that keeps the sub-channels and loses the sound', async () => {
    const { drive } = rawDrive((request, next) => {
      if (request.cdb[0] === 0x2a && request.data.direction === 'out') {
        const { bytes } = request.data;
        for (let at = 0; at < bytes.length; at += 2_448) bytes.subarray(at, at + 2_352).fill(0);
      }
      return next();
    });
    await expect(drainGenerator(burn(drive, cdRaw, [blocksOfNoise(310)]))).rejects.toMatchObject({
      code: 'NOTHING_RECORDED',
      track: 1,
    });
  });

  test('silence, and empty data, are not taken for a drive that records nothing', async () => {
    const empty: TrackSource = { ...sourceOf(new Uint8Array(400 * 2_048)), format: TrackFormats.mode1 };
    const { result } = await burnWith(cdRaw, [empty, sourceOf(new Uint8Array(310 * 2_352))], {});
    expect(result.tracks.map(({ sampleLba }) => sampleLba)).toEqual([undefined, undefined]);
    expect(result.disc.status).toBe('complete');
  });

  test('a track of less than a hundred blocks has its ISRC all the same', async () => {
    const sources = [{ ...blocksOfNoise(60), isrc: 'GBAYE6800011' }, blocksOfNoise(310, 2)];
    const { result } = await burnWith(cdRaw, sources, {});
    expect(result.warnings).toEqual([expect.stringMatching(/track 1 is shorter than 4 seconds/)]);
  });

  test('a last track of less than four seconds is made longer, with a warning', async () => {
    const { result } = await burnWith(cdRaw, [blocksOfNoise(310), blocksOfNoise(200, 2)], {});
    expect(result.warnings).toEqual([
      'preparing: track 2 is shorter than 4 seconds: 100 blocks of silence are added at its end',
    ]);
    expect(result.tracks[1]).toMatchObject({ lengthBlocks: 300 });
  });

  test('cut off in the lead-in, is probably lost, and the warning says so', async () => {
    const controller = new AbortController();
    const { drive } = rawDrive(
      on(0x2a, (count, next) => {
        if (count === 3) controller.abort();
        return next();
      }),
    );
    const burning = burn(drive, cdRaw, [blocksOfNoise(310)], { signal: controller.signal, fifoBytes: 0 });
    const { result } = await drainGenerator(burning);
    expect(result).toMatchObject({ cancelled: true, warnings: [expect.stringMatching(LOST)] });
  });

  test('cut off in a track, is closed, and the warning says that it is probably lost', async () => {
    const { drive } = rawDrive();
    const controller = new AbortController();
    const stopping = blocksOfNoise(4_000, 2, { onRead: (at) => void (at > 400 * 2_352 && controller.abort()) });
    const { result } = await drainGenerator(
      burn(drive, cdRaw, [blocksOfNoise(310), stopping], { signal: controller.signal, fifoBytes: 0 }),
    );
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' } });
    expect(result.disc.tracks.map(({ number }) => number)).toEqual([1, 2]);
    expect(result.warnings).toEqual([expect.stringMatching(LOST)]);
  });
});
