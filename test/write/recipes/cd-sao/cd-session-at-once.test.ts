import { describe, expect, test } from '@jest/globals';
import { decodeCdText } from '../../../../src/cd/cd-text/index.ts';
import { readCdText } from '../../../../src/mmc/commands/read-cd-text.ts';
import { readDiscTexts } from '../../../../src/read/disc-texts.ts';
import { readAudioBlocks } from '../../../../src/read/read-blocks.ts';
import { burn } from '../../../../src/write/burn.ts';
import { TrackFormats } from '../../../../src/write/engine/track-format.ts';
import type { TrackSource } from '../../../../src/write/engine/track-source.ts';
import { cdRaw } from '../../../../src/write/recipes/cd-raw/cd-raw.ts';
import { cdSessionAtOnce } from '../../../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { cdTrackAtOnce } from '../../../../src/write/recipes/cd-tao/cd-track-at-once.ts';
import { closeDisc } from '../../../../src/write/repair/close-disc.ts';
import { blocksOfNoise, noise, sourceOf } from '../../../support/sources.ts';
import { checkCondition, drainGenerator, on } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';
import { rawDrive } from '../cd-raw/support.ts';
import { CD_TEXT, sessions, sheetsOf, write, writesOf } from './support.ts';

describe('a session in one go', () => {
  test('has no gap between its tracks, and needs no CLOSE SESSION', async () => {
    const { drive, transport } = tamperedDrive();
    const { result } = await write(drive, [blocksOfNoise(375, 1), blocksOfNoise(525, 2), blocksOfNoise(338, 3)], {
      verify: 'full',
    });
    expect(result).toMatchObject({ cancelled: false, warnings: [], disc: { status: 'complete' } });
    expect(result.comparisons.map(({ comparedBytes }) => comparedBytes / 2_352)).toEqual([375, 525, 338]);
    expect(sheetsOf(transport)).toEqual([
      [
        '0100000100000000',
        '0101000000000000',
        '0101010000000200',
        '0102010000000700',
        '0103010000000e00',
        '01aa010100001226',
      ],
    ]);
    expect(writesOf(transport)[0]).toMatchObject({ lba: -150 });
    expect(writesOf(transport).reduce((sum, { blocks }) => sum + blocks, 0)).toBe(150 + 375 + 525 + 338);
    expect(transport.sent(0x5b)).toEqual([]);
    expect(transport.sent(0x35)).toHaveLength(1);
  });

  test('carries a hidden track, pregaps, indexes, codes and bits', async () => {
    const { drive } = tamperedDrive();
    const sources: TrackSource[] = [
      { ...blocksOfNoise(500, 1), isrc: 'GBAYE6800011', pregapBlocks: 100, indexBlocks: [75, 300], preEmphasis: true },
      { ...blocksOfNoise(400, 2), isrc: 'USRC17607839', pregapBlocks: 50, copyPermitted: true },
      { ...blocksOfNoise(310, 3), serialCopy: true },
    ];
    const { result } = await write(drive, sources, { catalogueNumber: '4006381333931', verify: 'full' });
    expect(result.warnings).toEqual([]);
    const [session] = await sessions(drive);
    expect(session).toMatchObject({
      leadOutLba: 1_210,
      tracks: [
        { number: 1, startLba: 100, preEmphasis: true, copyPermitted: false },
        { number: 2, startLba: 550, preEmphasis: false, copyPermitted: true },
        { number: 3, startLba: 900 },
      ],
    });
    expect(await readDiscTexts(drive, result.disc.tracks, [])).toMatchObject({
      catalogNumber: '4006381333931',
      isrcs: new Map([
        [1, 'GBAYE6800011'],
        [2, 'USRC17607839'],
      ]),
    });
    const hidden = await readAudioBlocks(drive, { startLba: 0, lengthBlocks: 20 });
    expect(Buffer.compare(hidden, noise(20 * 2_352, 1))).toBe(0);
    expect(result.tracks.map(({ startLba, pregapBlocks = 0 }) => [startLba, pregapBlocks])).toEqual([
      [0, 100],
      [500, 50],
      [900, 0],
    ]);
  });

  test('writes CD-TEXT in two languages to the lead-in, from where the ATIP says that it begins', async () => {
    const { drive, transport } = tamperedDrive();
    const { result, yielded } = await write(drive, [blocksOfNoise(310, 1), blocksOfNoise(310, 2)], { cdText: CD_TEXT });
    expect(result.warnings).toEqual([]);
    expect(sheetsOf(transport)[0]?.[0]).toBe('0100004100000000');
    const [first] = writesOf(transport);
    expect(first).toEqual({ lba: -11_634, blocks: 672 });
    const { entries } = await drive.execute(readCdText({ allocationLength: 4_000 }));
    expect(decodeCdText(entries)).toMatchObject({ damagedPacks: 0, blocks: CD_TEXT });
    expect(yielded).toContainEqual(expect.objectContaining({ phase: 'writing', part: 'lead-in', startLba: -11_634 }));
    expect(result.tracks).toHaveLength(2);
  });

  test('data first, then audio: 150 blocks of silence between them', async () => {
    const { drive, transport } = tamperedDrive();
    const data: TrackSource = { ...sourceOf(noise(400 * 2_048)), format: TrackFormats.mode1 };
    const { result } = await write(drive, [data, blocksOfNoise(310, 2)], { verify: 'full' });
    expect(result.warnings).toEqual([]);
    expect(result.comparisons.map(({ comparedBytes }) => comparedBytes)).toEqual([400 * 2_048, 310 * 2_352]);
    expect(sheetsOf(transport)[0]).toEqual([
      '4100001400000000',
      '4101001000000000',
      '4101011000000200',
      '0102000000000719',
      '0102010000000919',
      '01aa01010000' + '0d23',
    ]);
    expect((await sessions(drive))[0]?.tracks).toMatchObject([
      { kind: 'data', startLba: 0 },
      { kind: 'audio', startLba: 550 },
    ]);
  });

  test('leaves room for another session, which can be data and is written where the drive says', async () => {
    const { drive, transport } = tamperedDrive();
    await write(drive, [blocksOfNoise(310)], { ending: 'close-session' });
    const data: TrackSource = { ...sourceOf(noise(400 * 2_048)), format: TrackFormats.mode1 };
    const { result } = await write(drive, [data], { verify: 'full', cdText: CD_TEXT.slice(0, 1) });
    expect(result.disc).toMatchObject({ status: 'complete', sessions: 2 });
    expect(await sessions(drive)).toMatchObject([
      { number: 1, leadOutLba: 310 },
      { number: 2, tracks: [{ number: 2, kind: 'data', startLba: 310 + 11_250 + 150 }] },
    ]);
    expect(writesOf(transport)).toContainEqual({ lba: 310 + 6_750, blocks: 672 });
  });

  test('a test write goes through everything, and the disc stays blank', async () => {
    const { drive, transport } = tamperedDrive();
    const { result } = await write(drive, [blocksOfNoise(310), blocksOfNoise(310)], {
      testWrite: true,
      cdText: CD_TEXT,
    });
    expect(result.disc.status).toBe('blank');
    expect(transport.sent(0x54)).toEqual([]);
    expect(sheetsOf(transport)).toHaveLength(1);
  });

  test('a last track of less than four seconds is made longer; before another track it is written as it is', async () => {
    const { drive } = tamperedDrive();
    const { result } = await write(drive, [{ ...blocksOfNoise(150), pregapBlocks: 50 }, blocksOfNoise(200, 2)], {
      verify: 'full',
    });
    expect(result.warnings).toEqual([
      'preparing: track 1 is shorter than 4 seconds, the least that the standard allows: it is written as it is, and some players may skip it',
      'preparing: track 2 is shorter than 4 seconds: 100 blocks of silence are added at its end',
    ]);
    expect((await sessions(drive))[0]).toMatchObject({
      leadOutLba: 450,
      tracks: [{ startLba: 50 }, { startLba: 150 }],
    });
  });
});

describe('a session that is cut off', () => {
  test('by the signal: it is closed where it is, and says what is missing', async () => {
    const { drive } = tamperedDrive();
    const controller = new AbortController();
    const stopping = blocksOfNoise(4_000, 2, { onRead: (at) => void (at > 400 * 2_352 && controller.abort()) });
    const { result } = await write(drive, [blocksOfNoise(310), stopping, blocksOfNoise(310)], {
      signal: controller.signal,
      fifoBytes: 0,
    });
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' } });
    expect(result.disc.tracks.map(({ number }) => number)).toEqual([1, 2]);
    expect(result.warnings).toContainEqual(expect.stringMatching(/stopped before all of it was written/));
    expect((await sessions(drive))[0]?.tracks).toHaveLength(2);
  });

  test('by the signal in the first pregap: no track is on the disc', async () => {
    const controller = new AbortController();
    const { drive } = tamperedDrive((request, next) => {
      if (request.cdb[0] === 0x2a) controller.abort();
      return next();
    });
    const { result } = await write(drive, [blocksOfNoise(310)], { signal: controller.signal, fifoBytes: 0 });
    expect(result).toMatchObject({ cancelled: true, tracks: [], disc: { tracks: [] } });
  });

  test('by an error: the first unsafe block, the disc as it is and what to do; `close` then makes it play', async () => {
    const { drive } = tamperedDrive(on(0x2a, (count, next) => (count === 30 ? checkCondition(3, 0x0c, 0) : next())));
    const error: unknown = await write(drive, [blocksOfNoise(310), blocksOfNoise(600, 2)]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      phase: 'writing',
      track: 2,
      code: 'WRITE_FAILED',
      disc: { status: 'appendable', lastSession: 'incomplete' },
      message: expect.stringMatching(/writing track 2 at LBA \d+.*discwright close/),
    });
    const { result } = await drainGenerator(closeDisc(drive));
    expect(result).toMatchObject({ status: 'complete' });
    expect((await sessions(drive))[0]?.tracks).toMatchObject([{ number: 1 }, { number: 2 }]);
  });

  test('in the first pregap, by an error: `close` makes a disc of it that plays', async () => {
    const { drive } = tamperedDrive(on(0x2a, (count, next) => (count === 2 ? checkCondition(7, 0x27, 0) : next())));
    await expect(write(drive, [blocksOfNoise(310), blocksOfNoise(310, 2)])).rejects.toMatchObject({ phase: 'writing' });
    const { result } = await drainGenerator(closeDisc(drive));
    expect(result).toMatchObject({ status: 'complete', tracks: [{ startLba: 0, lengthBlocks: 300 }] });
  });

  test('a WRITE that was refused without harm is sent again', async () => {
    const { drive } = tamperedDrive(on(0x2a, (count, next) => (count === 3 ? checkCondition(5, 0x2c, 0) : next())));
    const { result } = await write(drive, [blocksOfNoise(310), blocksOfNoise(600, 2)], { verify: 'full' });
    expect(result.disc.status).toBe('complete');
    expect(result.warnings).toEqual([expect.stringMatching(/continued at LBA -/)]);
  });
});

describe('track numbers', () => {
  test('the texts of a later session have the numbers of the disc', async () => {
    const { drive } = tamperedDrive();
    await write(drive, [blocksOfNoise(310, 1), blocksOfNoise(310, 2)], { ending: 'close-session' });
    const { result } = await write(drive, [blocksOfNoise(310, 3), blocksOfNoise(310, 4)], { cdText: CD_TEXT });
    expect(result.tracks.map(({ number }) => number)).toEqual([3, 4]);
    expect(result.warnings).toEqual([]);
    const { entries } = await drive.execute(readCdText({ allocationLength: 4_000 }));
    expect([...new Set(entries.filter(({ packType }) => packType === 0x80).map(({ track }) => track))]).toEqual([
      0, 3, 4,
    ]);
    // Sizes: character code, first track, last track (MMC-3 annex J).
    const sizes = entries.find(({ packType, track }) => packType === 0x8f && track === 0);
    expect([...(sizes?.payload.subarray(0, 3) ?? [])]).toEqual([0, 3, 4]);
    expect(decodeCdText(entries).blocks.map(({ firstTrack, tracks }) => [firstTrack, tracks])).toEqual(
      CD_TEXT.map(({ tracks }) => [3, tracks]),
    );
  });

  test('texts that have the numbers of the disc already are kept', async () => {
    const { drive } = tamperedDrive();
    await write(drive, [blocksOfNoise(310, 1)], { ending: 'close-session' });
    const cdText = CD_TEXT.map((block) => ({ ...block, firstTrack: 2 }));
    await write(drive, [blocksOfNoise(310, 3), blocksOfNoise(310, 4)], { cdText });
    const { entries } = await drive.execute(readCdText({ allocationLength: 4_000 }));
    expect(decodeCdText(entries).blocks).toMatchObject(cdText);
  });

  test.each([
    ['Session-At-Once', cdSessionAtOnce],
    ['RAW 96', cdRaw],
  ])('%s begins with the track that is asked for', async (_name, recipe) => {
    const { drive } = rawDrive();
    const sources = [{ ...blocksOfNoise(310, 1), isrc: 'GBAYE6800011' }, blocksOfNoise(310, 2)];
    const burning = burn(drive, recipe, sources, { firstTrack: 98, cdText: CD_TEXT, verify: 'full' });
    const { result } = await drainGenerator(burning);
    expect(result.warnings).toEqual([]);
    expect(result.disc.tracks.map(({ number }) => number)).toEqual([98, 99]);
    expect(result.comparisons).toHaveLength(2);
    const [session] = await sessions(drive);
    expect(session?.tracks.map(({ number }) => number)).toEqual([98, 99]);
    const { entries } = await drive.execute(readCdText({ allocationLength: 4_000 }));
    expect(decodeCdText(entries).blocks.map(({ firstTrack }) => firstTrack)).toEqual([98, 98]);
    expect((await readDiscTexts(drive, result.disc.tracks, [])).isrcs).toEqual(new Map([[98, 'GBAYE6800011']]));
  });

  test('the cue sheet has the number', async () => {
    const { drive, transport } = tamperedDrive();
    await write(drive, [blocksOfNoise(310, 1)], { firstTrack: 2 });
    expect(sheetsOf(transport)[0]?.[1]).toBe('0102000000000000');
  });

  test('Track-At-Once, and a disc with tracks, cannot: nothing is written', async () => {
    const { drive, transport } = tamperedDrive();
    const refused = drainGenerator(burn(drive, cdTrackAtOnce, [blocksOfNoise(310, 1)], { firstTrack: 2 }));
    await expect(refused).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(/number 2, but in Track-At-Once the drive numbers the tracks.*Session-At-Once/),
    });
    expect(transport.sent(0x2a)).toEqual([]);
    await write(drive, [blocksOfNoise(310, 1)], { ending: 'close-session' });
    await expect(write(drive, [blocksOfNoise(310, 1)], { firstTrack: 5 })).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(/number 5, but the next one on this disc has number 2/),
    });
  });
});
