import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readFullToc } from '../../src/mmc/commands/read-toc.ts';
import { DataBlockType, MultiSession, writeParametersPage } from '../../src/mmc/mode-pages/write-parameters.ts';
import { readMultisession } from '../../src/read/multisession.ts';
import { readUserData } from '../../src/read/read-blocks.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { burnData } from '../../src/write/burn-data.ts';
import type { BurnDataOptions, DataSource } from '../../src/write/data-request.ts';
import { TrackFormats } from '../../src/write/engine/track-format.ts';
import type { TrackSource } from '../../src/write/engine/track-source.ts';
import { closeFunctionOf } from '../support/cdb.ts';
import { blocksOfNoise, noise, sourceOf } from '../support/sources.ts';
import { checkCondition, drainGenerator } from '../support/tampered-transport.ts';
import { tamperedDrive } from './support.ts';

const dataOf = (blocks: number, seed = 1): TrackSource => sourceOf(noise(blocks * 2_048, seed));

const write = async (drive: Drive, data: DataSource, options: BurnDataOptions = {}) =>
  (await drainGenerator(burnData(drive, data, options))).result;

/** Two tracks of audio in one session. */
const audioSession = (drive: Drive, ending: 'leave-open' | 'close-session' | 'finalize') =>
  drainGenerator(burnAudio(drive, [blocksOfNoise(320, 1), blocksOfNoise(400, 2)], { ending }));

const WRITES = new Set([0x2a, 0x54, 0x5b, 0x5d]);

describe('data on a blank disc', () => {
  test('is one track of Mode 1 with 150 empty blocks after it, compared byte for byte', async () => {
    const { drive, transport } = tamperedDrive();
    const result = await write(drive, dataOf(500), { verify: 'full' });
    expect(result.disc).toMatchObject({
      status: 'complete',
      sessions: 1,
      tracks: [{ number: 1, kind: 'data', dataMode: 1, startLba: 0, lengthBlocks: 650 }],
    });
    expect(result.comparisons).toEqual([{ track: 1, offsetSamples: 0, comparedBytes: 650 * 2_048 }]);
    const [page] = transport.selectedPages(0x05).map((bytes) => writeParametersPage.decode(bytes));
    expect(page).toMatchObject({ dataBlockType: DataBlockType.Mode1, multiSession: MultiSession.NoNextSession });
    expect(await readUserData(drive, TrackFormats.mode1, 499, 2)).toEqual(
      Uint8Array.from([...noise(500 * 2_048).subarray(499 * 2_048), ...new Uint8Array(2_048)]),
    );
  });

  test.each([
    ['tao', 0],
    ['sao', 0],
    ['tao', 15],
  ] as const)('%s with %i empty blocks', async (writeType, padBlocks) => {
    const { drive } = tamperedDrive();
    const result = await write(drive, dataOf(400), { writeType, padBlocks, verify: 'full' });
    expect(result.disc.tracks).toMatchObject([{ startLba: 0, lengthBlocks: 400 + padBlocks }]);
    expect(result.comparisons).toMatchObject([{ comparedBytes: (400 + padBlocks) * 2_048 }]);
  });

  test('a function gets the place of the track, and is called once', async () => {
    const { drive } = tamperedDrive();
    const places: unknown[] = [];
    await write(drive, (place) => {
      places.push(place);
      return dataOf(300);
    });
    expect(places).toEqual([{ lastSessionStartLba: null, nextWritableLba: 0, sessionOpen: false }]);
  });

  test('a test write leaves it blank', async () => {
    const { drive } = tamperedDrive();
    await write(drive, dataOf(300), { testWrite: true });
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank' });
  });

  test('Mode 2 form 1 is in a session of CD-ROM XA', async () => {
    const { drive } = tamperedDrive();
    const source = { ...dataOf(300), format: TrackFormats.mode2Form1 };
    const result = await write(drive, source, { verify: 'full', ending: 'close-session' });
    expect(result.disc).toMatchObject({ status: 'appendable', tracks: [{ dataMode: 2, lengthBlocks: 450 }] });
    const { entries } = await drive.execute(readFullToc({ allocationLength: 2_048 }));
    expect(entries.find(({ point }) => point === 0xa0)).toMatchObject({ pointMinute: 1, pointSecond: 0x20 });
  });
});

describe('data after audio', () => {
  /** Track 2 ends at LBA 320 + 152 + 400, and has two run-out blocks. */
  const LEAD_OUT = 320 + 152 + 400 + 2;

  test('in a closed session: begins 11,400 blocks after its lead-out, and another session can follow', async () => {
    const { drive } = tamperedDrive();
    await audioSession(drive, 'close-session');
    expect(await readMultisession(drive)).toEqual({
      lastSessionStartLba: 0,
      nextWritableLba: LEAD_OUT + 11_400,
      sessionOpen: false,
    });
    const result = await write(drive, dataOf(300), { append: true, verify: 'full', ending: 'close-session' });
    expect(result.disc).toMatchObject({ status: 'appendable', sessions: 2 });
    expect(result.disc.tracks.at(-1)).toMatchObject({ number: 3, session: 2, startLba: LEAD_OUT + 11_400 });
    const after = await readMultisession(drive);
    expect(after).toMatchObject({
      lastSessionStartLba: LEAD_OUT + 11_400,
      nextWritableLba: LEAD_OUT + 11_400 + 450 + 2 + 6_900,
    });
    const { entries } = await drive.execute(readFullToc({ allocationLength: 2_048 }));
    expect(entries.filter(({ point }) => point === 0xb0)).toHaveLength(2);
  });

  test('in an open session: that is closed first, so that another can follow', async () => {
    const { drive, transport } = tamperedDrive();
    await audioSession(drive, 'leave-open');
    const place = await readMultisession(drive);
    expect(place).toEqual({ lastSessionStartLba: null, nextWritableLba: LEAD_OUT + 11_400, sessionOpen: true });
    transport.cdbs.length = 0;
    transport.parameters.length = 0;
    const places: unknown[] = [];
    const make = (each: { nextWritableLba: number | null }) => {
      places.push(each.nextWritableLba);
      return dataOf(300);
    };
    const result = await write(drive, make, { append: true, verify: 'full' });
    expect(places).toEqual([LEAD_OUT + 11_400, LEAD_OUT + 11_400]);
    const pages = transport.selectedPages(0x05).map((bytes) => writeParametersPage.decode(bytes).multiSession);
    expect(pages[0]).toBe(MultiSession.NextSessionAllowed);
    expect(pages.at(-1)).toBe(MultiSession.NoNextSession);
    expect(transport.sent(0x5b).filter((cdb) => closeFunctionOf(cdb) === 2)).toHaveLength(2);
    expect(result.disc).toMatchObject({ status: 'complete', sessions: 2 });
    expect(result.disc.tracks.map(({ kind, session }) => [kind, session])).toEqual([
      ['audio', 1],
      ['audio', 1],
      ['data', 2],
    ]);
  });

  test('Session-At-Once writes it too', async () => {
    const { drive } = tamperedDrive();
    await audioSession(drive, 'close-session');
    const result = await write(drive, dataOf(300), { append: true, writeType: 'sao', verify: 'full' });
    expect(result.disc.tracks.at(-1)).toMatchObject({ session: 2, startLba: LEAD_OUT + 11_400, dataMode: 1 });
  });
});

describe('while page 05h still says Session-At-Once, and the drive reports the start of the pregap', () => {
  const START = 800 + 11_400;
  const saoSession = async (drive: Drive) => {
    const sources = [blocksOfNoise(400, 1), blocksOfNoise(400, 2)];
    await drainGenerator(burnAudio(drive, sources, { writeType: 'sao', gapless: true, ending: 'close-session' }));
    expect(await readDiscState(drive)).toMatchObject({ nextWritableLba: START - 150 });
  };

  test('readMultisession says where the track begins, and the data is made for that', async () => {
    const { drive } = tamperedDrive();
    await saoSession(drive);
    expect(await readMultisession(drive)).toMatchObject({ nextWritableLba: START });
    const made = (place: { nextWritableLba: number | null }) => ({
      ...dataOf(300),
      placeProblem: (lba: number) => (lba === place.nextWritableLba ? undefined : 'it was made for another'),
    });
    const result = await write(drive, made, { append: true, verify: 'full' });
    expect(result.disc.tracks.at(-1)).toMatchObject({ startLba: START });
  });

  test('data made for the pregap is refused before a WRITE', async () => {
    const { drive, transport } = tamperedDrive();
    await saoSession(drive);
    const wrong = { ...dataOf(300), placeProblem: (lba: number) => (lba === START - 150 ? undefined : 'not here') };
    transport.cdbs.length = 0;
    await expect(write(drive, wrong, { append: true })).rejects.toThrow(/does not fit at LBA 12200, .* not here/);
    expect(transport.sent(0x2a)).toEqual([]);
    expect(await readDiscState(drive)).toMatchObject({ status: 'appendable', lastSession: 'empty' });
  });
});

describe('what is refused before anything is written', () => {
  test.each<[string, DataSource, BurnDataOptions, RegExp]>([
    ['a length that is not whole blocks', sourceOf(noise(3_000)), {}, /3000 bytes, which is not a multiple of 2048/],
    ['audio', { ...dataOf(300), format: TrackFormats.audio }, {}, /test is audio/],
    ['nothing', sourceOf(new Uint8Array()), {}, /has a lengthBytes of 0/],
    ['more than fits', { ...dataOf(1), lengthBytes: 400_000 * 2_048 }, {}, /400152 blocks .*: 08:57:30 too long/],
    [
      'an image for another address',
      { ...dataOf(300), placeProblem: (lba) => `it is for another address than ${lba}` },
      {},
      /test does not fit at LBA 0, where it would be: it is for another address than 0\. .* Make it for that address/,
    ],
  ])('%s', async (_what, data, options, message) => {
    const { drive, transport } = tamperedDrive();
    await expect(write(drive, data, options)).rejects.toThrow(message);
    expect(transport.cdbs.filter(([opcode]) => WRITES.has(opcode ?? 0))).toEqual([]);
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank' });
  });

  test('a path, or an unknown option', async () => {
    const { drive } = tamperedDrive();
    await expect(write(drive, 'x.iso' as never)).rejects.toThrow(/the data is the string 'x.iso', not a track source/);
    await expect(write(drive, dataOf(300), { writeType: 'raw' as never })).rejects.toThrow(
      /writeType is the string 'raw'/,
    );
    await expect(write(drive, dataOf(300), { padBlocks: -1 })).rejects.toThrow(/padBlocks is -1/);
    await expect(write(drive, dataOf(300), { appendd: true } as never)).rejects.toThrow(/no option 'appendd'/);
  });

  test('a disc that is not blank, unless a session is to be added', async () => {
    const { drive, transport } = tamperedDrive();
    await audioSession(drive, 'leave-open');
    transport.cdbs.length = 0;
    await expect(write(drive, dataOf(300))).rejects.toThrow(
      /the disc is not blank\. .* Add a session to what is on it/,
    );
    expect(transport.cdbs.filter(([opcode]) => WRITES.has(opcode ?? 0))).toEqual([]);
  });

  test('data that would not fit once the open session is closed: it stays open', async () => {
    const { drive } = tamperedDrive();
    await audioSession(drive, 'leave-open');
    const { freeBlocks } = await readDiscState(drive);
    const data = { ...dataOf(1), lengthBytes: ((freeBlocks ?? 0) - 5_000) * 2_048 };
    await expect(write(drive, data, { append: true })).rejects.toThrow(/too long/);
    expect(await readDiscState(drive)).toMatchObject({ lastSession: 'incomplete' });
  });

  test('a test write that would have to close a session first', async () => {
    const { drive } = tamperedDrive();
    await audioSession(drive, 'leave-open');
    await expect(write(drive, dataOf(300), { append: true, testWrite: true })).rejects.toThrow(
      /a test write cannot close it/,
    );
  });

  test('a finished disc', async () => {
    const { drive } = tamperedDrive();
    await audioSession(drive, 'finalize');
    await expect(write(drive, dataOf(300), { append: true })).rejects.toThrow(/cannot be written to any more/);
  });
});

describe('a failure after the open session was closed', () => {
  test('says that it was closed, and that nothing of the data was written', async () => {
    const { drive, transport } = tamperedDrive();
    await audioSession(drive, 'leave-open');
    // Calibration: no area left.
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x54 ? checkCondition(3, 0x73, 0x03) : next());
    await expect(write(drive, dataOf(300), { append: true })).rejects.toThrow(
      /The open session was closed; no data was written\./,
    );
    expect(await readDiscState(drive)).toMatchObject({ status: 'appendable', lastSession: 'empty', sessions: 1 });
  });

  test('is a BurnError with the state of the disc, whatever failed', async () => {
    const { drive, transport } = tamperedDrive();
    await audioSession(drive, 'leave-open');
    let closed = false;
    // The disc is looked at again before the data is planned.
    transport.tamper = ({ cdb }, next) => {
      closed ||= cdb[0] === 0x5b;
      return closed && cdb[0] === 0x46 ? checkCondition(4, 0x44, 0x00) : next();
    };
    await expect(write(drive, dataOf(300), { append: true })).rejects.toMatchObject({
      name: 'BurnError',
      phase: 'preparing',
      message: expect.stringContaining('The open session was closed; no data was written.'),
      disc: { status: 'appendable', lastSession: 'empty', sessions: 1 },
      cause: { name: 'SenseError' },
    });
    expect(drive.exclusiveOwner).toBe('');
  });

  test('a session that cannot be closed is reported as such', async () => {
    const { drive, transport } = tamperedDrive();
    await audioSession(drive, 'leave-open');
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x5b ? checkCondition(3, 0x0c, 0x00) : next());
    const failure = write(drive, dataOf(300), { append: true });
    await expect(failure).rejects.toThrow(/The data was not written\. Try `discwright close` again/);
    expect(await readDiscState(drive)).toMatchObject({ lastSession: 'incomplete' });
  });
});

test('a source that ends early is an error, not zeros on the disc', async () => {
  const drive = new Drive(new SimulatedDrive());
  const short = { ...dataOf(400), lengthBytes: 500 * 2_048 };
  await expect(write(drive, short)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
});
