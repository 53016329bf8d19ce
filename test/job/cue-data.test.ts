import { beforeEach, describe, expect, test } from '@jest/globals';
import { sessionsOf } from '../../src/cd/toc.ts';
import { ask } from '../../src/drive/ask.ts';
import { JobError } from '../../src/job/job-error.ts';
import { planJob } from '../../src/job/plan-job.ts';
import { readFullToc } from '../../src/mmc/commands/read-toc.ts';
import { burn } from '../../src/write/burn.ts';
import { cdSessionAtOnce } from '../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { sound } from '../read/recorded-disc.ts';
import { isoImage, withRootFolder } from '../support/iso-image.ts';
import { rejectionOf } from '../support/rejection.ts';
import { drainGenerator } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tamperedDrive } from '../write/support.ts';
import { BLOCK, contentsOf, openSheet, put, SECOND, seconds, wav } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const open = (lines: readonly string[]) => openSheet(folder, lines);
const refusal = (lines: readonly string[]) => rejectionOf(open(lines), JobError);

describe('data tracks', () => {
  /** Blocks of these bytes, each with its number in what is user data. */
  const blocks = (count: number, bytes: number, fill: (block: Buffer, index: number) => void) =>
    Buffer.concat(
      Array.from({ length: count }, (_, index) => {
        const block = Buffer.alloc(bytes, 0xee);
        fill(block, index);
        return block;
      }),
    );
  const userData = (count: number, bytes: number) => blocks(count, bytes, (block, index) => block.fill(index + 1));

  test('in raw sectors of Mode 1: only the user data is written', async () => {
    const raw = blocks(400, 2_352, (block, index) => block.fill(index + 1, 16, 16 + 2_048));
    await put(folder, { 'a.bin': Buffer.concat([raw, seconds(5)]) });
    await using job = await open([
      'FILE a.bin BINARY',
      'TRACK 01 MODE1/2352',
      'INDEX 01 00:00:00',
      'TRACK 02 AUDIO',
      'PREGAP 00:02:00',
      'INDEX 01 00:05:25',
    ]);
    expect(job.tracks[0]).toMatchObject({ format: { name: 'Mode 1 data' }, lengthBytes: 400 * 2_048 });
    expect((await contentsOf(job.tracks[0])).equals(userData(400, 2_048))).toBe(true);
    expect((await contentsOf(job.tracks[1])).subarray(2 * SECOND).equals(seconds(5))).toBe(true);
  });

  test('in user data of Mode 1, followed by audio in the same file', async () => {
    await put(folder, { 'a.bin': Buffer.concat([userData(300, 2_048), seconds(4)]) });
    await using job = await open([
      'FILE a.bin BINARY',
      'TRACK 01 MODE1/2048',
      'INDEX 01 00:00:00',
      'TRACK 02 AUDIO',
      'INDEX 01 00:04:00',
    ]);
    expect((await contentsOf(job.tracks[0])).equals(userData(300, 2_048))).toBe(true);
    expect((await contentsOf(job.tracks[1])).equals(seconds(4))).toBe(true);
  });

  test('of Mode 2 with sub-headers and without', async () => {
    const xa = blocks(300, 2_352, (block, index) => {
      // Bit 5 of the third byte is form 2: the last block.
      block.set(index < 299 ? [1, 2, 8, 4, 1, 2, 8, 4] : [1, 2, 0x28, 4, 1, 2, 0x28, 4], 16);
      block.fill(index, 24, 24 + 2_324);
    });
    const plain = blocks(300, 2_336, (block, index) => block.writeUInt32BE(index));
    await put(folder, { 'xa.bin': xa, 'plain.bin': plain });
    const sheet = (file: string, mode: string) => [`FILE ${file} BINARY`, `TRACK 01 ${mode}`, 'INDEX 01 00:00:00'];
    await using mixed = await open(sheet('xa.bin', 'MODE2/2352'));
    expect(mixed.tracks[0]?.format?.name).toBe('Mode 2 data of both forms');
    expect((await contentsOf(mixed.tracks[0])).subarray(0, 12).toString('hex')).toBe('010208040102080400000000');
    expect(mixed.tracks[0]?.lengthBytes).toBe(300 * 2_332);
    await using formless = await open(sheet('plain.bin', 'MODE2/2336'));
    expect(formless.tracks[0]?.format?.name).toBe('Mode 2 data');
    expect((await contentsOf(formless.tracks[0])).equals(plain)).toBe(true);
  });

  test('of CD-ROM XA that is all of form 1: the user data, with a warning about marks that a drive does not make', async () => {
    const xa = (subHeader: readonly number[]) =>
      blocks(300, 2_352, (block, index) => {
        block.set([...subHeader, ...subHeader], 16);
        block.fill(index + 1, 24, 24 + 2_048);
      });
    await put(folder, { 'plain.bin': xa([0, 0, 8, 0]), 'marked.bin': xa([1, 0, 0x89, 0]) });
    const sheet = (file: string) => [`FILE ${file} BINARY`, 'TRACK 01 MODE2/2352', 'INDEX 01 00:00:00'];
    await using plain = await open(sheet('plain.bin'));
    expect(plain.tracks[0]).toMatchObject({ format: { name: 'Mode 2 form 1 data' }, lengthBytes: 300 * 2_048 });
    expect((await contentsOf(plain.tracks[0])).equals(userData(300, 2_048))).toBe(true);
    expect(plain.warnings).toEqual([]);
    await using marked = await open(sheet('marked.bin'));
    expect((await contentsOf(marked.tracks[0])).equals(userData(300, 2_048))).toBe(true);
    expect(marked.warnings).toEqual([expect.stringContaining('track 1: the marks in the sub-headers')]);
  });

  test('say where a file system in them must be, whatever is around its blocks', async () => {
    const image = withRootFolder(isoImage(300, 12_000), 12_000);
    const raw = blocks(300, 2_352, (block, index) => {
      block.set([0, 0, 8, 0, 0, 0, 8, 0], 16);
      block.set(image.subarray(index * 2_048, (index + 1) * 2_048), 24);
    });
    await put(folder, { 'raw.bin': raw });
    await using job = await open(['FILE raw.bin BINARY', 'TRACK 01 MODE2/2352', 'INDEX 01 00:00:00']);
    expect(job.tracks[0]?.placeProblem?.(12_000)).toBeUndefined();
    expect(job.tracks[0]?.placeProblem?.(11_998)).toBe('its file system was made for another address: LBA 12000');
  });

  test('sub-channels that are not written are said, CD-i is refused, and so is data in a WAV', async () => {
    await put(folder, {
      'a.bin': Buffer.alloc(300 * 2_448, 1),
      'b.bin': Buffer.alloc(300 * 2_352),
      'c.wav': wav(seconds(4)),
    });
    await using cdg = await open(['FILE a.bin BINARY', 'TRACK 01 CDG', 'INDEX 01 00:00:00']);
    expect(cdg.warnings).toEqual(['track 1: the graphics in the sub-channel are not written']);
    expect(cdg.tracks[0]?.lengthBytes).toBe(300 * BLOCK);
    const sheet = (file: string, mode: string) => [`FILE ${file}`, `TRACK 01 ${mode}`, 'INDEX 01 00:00:00'];
    expect((await refusal(sheet('b.bin BINARY', 'CDI/2352'))).message).toMatch(/CD-i/);
    expect((await refusal(sheet('c.wav WAVE', 'MODE1/2352'))).message).toMatch(/has a track that is not audio/);
  });

  test('sessions are those of REM SESSION', async () => {
    await put(folder, { 'a.bin': seconds(12) });
    await using job = await open([
      'TITLE A',
      'FILE a.bin BINARY',
      'REM SESSION 01',
      'TRACK 01 AUDIO',
      'INDEX 01 00:00:00',
      'REM SESSION 02',
      'TRACK 02 AUDIO',
      'INDEX 01 00:06:00',
    ]);
    expect(job.tracks.map(({ session }) => session)).toEqual([1, 2]);
    expect(job.cdText?.[0]?.tracks).toHaveLength(1);
    expect(job.warnings).toEqual([]);
  });

  test('texts of tracks in a later session are left out, which a warning says', async () => {
    await put(folder, { 'a.bin': seconds(18) });
    const track = (number: number, start: string) => [
      `TRACK 0${number} AUDIO`,
      `TITLE Song ${number}`,
      `INDEX 01 ${start}`,
    ];
    await using job = await open([
      'TITLE A',
      'FILE a.bin BINARY',
      'REM SESSION 01',
      ...track(1, '00:00:00'),
      'REM SESSION 02',
      ...track(2, '00:06:00'),
      ...track(3, '00:12:00'),
    ]);
    expect(job.cdText?.[0]?.tracks).toEqual([{ title: 'Song 1' }]);
    expect(job.warnings).toEqual([
      'the texts of tracks 2, 3 are left out: CD-TEXT is written for session 1 only, and these tracks are in a later one',
    ]);
  });

  test('next to sound: the plan has the two seconds where they meet, and pads only the last track', async () => {
    await put(folder, { 'a.bin': Buffer.concat([Buffer.alloc(400 * 2_352), sound(800, 1)]) });
    const first = ['FILE a.bin BINARY', 'TRACK 01 MODE1/2352', 'INDEX 01 00:00:00'];
    await using job = await open([
      ...first,
      'TRACK 02 AUDIO',
      'INDEX 01 00:05:25',
      'TRACK 03 AUDIO',
      'INDEX 01 00:06:25',
    ]);
    const { tracks, lengthBlocks, leadOuts } = planJob(job);
    expect(tracks.map(({ startLba }) => startLba)).toEqual([0, 550, 625]);
    expect(tracks[1]?.indexes).toEqual([
      { number: 0, startLba: 400, lengthBlocks: 150 },
      { number: 1, startLba: 550, lengthBlocks: 75 },
    ]);
    expect([lengthBlocks, leadOuts]).toEqual([1_350, [1_350]]);
    const { drive } = tamperedDrive();
    const { result } = await drainGenerator(burn(drive, cdSessionAtOnce, job.tracks));
    expect(result.disc.tracks.map(({ startLba }) => startLba)).toEqual([0, 550, 625]);
    const { entries } = await ask(drive, readFullToc({ allocationLength: 4_096 }));
    expect(sessionsOf(entries).map(({ leadOutLba }) => leadOutLba)).toEqual([1_350]);
  });
});
