import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { openAudioFile } from '../../src/audio/index.ts';
import { Drive } from '../../src/drive/drive.ts';
import { exportBinCue, exportWavs, ImageError, TransportError } from '../../src/index.ts';
import { readCd } from '../../src/mmc/commands/read-cd.ts';
import { type Disc, SimulatedDrive } from '../../src/simulator/index.ts';
import type { ScsiReply, ScsiRequest } from '../../src/transport/transport.ts';
import { readAll } from '../audio/wav-builder.ts';
import { rejectionOf } from '../support/rejection.ts';
import { checkCondition, good, TamperedTransport } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { burn, drain, recorded, sound, withUnreadable } from './recorded-disc.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

describe('a track that cannot be read', () => {
  const tracks = [sound(300, 1), sound(400, 2), sound(310, 3)];

  test('does not keep the others from being exported, and the error says which it is', async () => {
    const drive = withUnreadable(await recorded(tracks), (lba) => lba === 600);
    const failure = await drain(exportWavs(drive, { directory: folder })).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      kind: 'unreadable',
      message: expect.stringMatching(
        /^track 2 cannot be read at LBA 600: READ CD: .*3\/11\/05[^.]*\. 2 tracks were exported, to .*\. Clean the disc, or try another drive$/,
      ),
      track: 2,
      lba: 600,
      exported: [join(folder, 'track01.wav'), join(folder, 'track03.wav')],
      warnings: [],
    });
    expect(await readdir(folder)).toEqual(['track01.wav', 'track03.wav']);
    const third = await readAll(await openAudioFile(join(folder, 'track03.wav')));
    expect(third.equals(tracks[2] ?? Buffer.alloc(0))).toBe(true);
  });

  test('and all of them, leave nothing', async () => {
    const drive = withUnreadable(await recorded(tracks), () => true);
    const message = expect.stringMatching(/^track 1 .*; track 2 .*; track 3 .*\. No track was exported\. /);
    await expect(drain(exportWavs(drive, { directory: folder }))).rejects.toMatchObject({ message, exported: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  test('lets the progress go on from its end', async () => {
    const drive = withUnreadable(await recorded(tracks), (lba) => lba === 0);
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const { doneBlocks } of exportWavs(drive, { directory: folder })) seen.push(doneBlocks);
      })(),
    ).rejects.toMatchObject({ kind: 'unreadable' });
    expect(seen[0]).toBeGreaterThan(300);
    expect(seen.at(-1)).toBe(300 + 400 + 310);
  });
});

const READ_CD = 0xbe;

/** The drive as it is, until a READ CD reaches the block: that one and every later READ CD is answered so. */
function failingFrom(drive: Drive, block: number, answer: (request: ScsiRequest) => ScsiReply): Drive {
  let begun = false;
  return new Drive(
    new TamperedTransport(drive.transport, (request, next) => {
      if (request.cdb[0] !== READ_CD) return next();
      const { startLba, lengthBlocks } = readCd.spec.cdb.decode(request.cdb);
      begun ||= startLba + lengthBlocks > block;
      return begun ? answer(request) : next();
    }),
  );
}

const noAnswer = (kind: 'timeout' | 'gone') => (): never => {
  throw new TransportError({ kind, path: 'sim:', operation: 'test', reason: 'no answer came', remedy: 'Plug it in' });
};

const FAILURES: readonly [string, (request: ScsiRequest) => ScsiReply, RegExp][] = [
  ['4/09/00', () => checkCondition(4, 0x09, 0x00), /READ CD: HARDWARE ERROR 4\/09\/00/],
  ['B/47/00', () => checkCondition(0xb, 0x47, 0x00), /READ CD: ABORTED COMMAND b\/47\/00/i],
  ['BUSY', () => ({ ...good(), status: 0x08 }), /READ CD .*BUSY/],
  ['a reply that stays short', () => good(new Uint8Array(100)), /READ CD .*only \d+ of 23\d\d bytes arrived/],
  ['no answer', noAnswer('timeout'), /no answer came/],
  ['a drive that is unplugged', noAnswer('gone'), /no answer came/],
];

describe.each(FAILURES)('after %s in the second track, for ever', (_, answer, words) => {
  const tracks = [sound(300, 1), sound(400, 2), sound(310, 3)];

  test('the error names track and LBA, and the track that was exported before', async () => {
    const drive = failingFrom(await recorded(tracks), 600, answer);
    const error = await rejectionOf(drain(exportWavs(drive, { directory: folder })), ImageError);
    expect(error).toMatchObject({ kind: 'drive-failed', track: 2, exported: [join(folder, 'track01.wav')] });
    expect(error.lba).toBeGreaterThan(600 - 27);
    expect(error.lba).toBeLessThanOrEqual(600);
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(/^track 2 could not be read from LBA \d+ onward: /);
    expect(error.message).toContain(`. 1 track was exported, to ${folder}. `);
    expect(await readdir(folder)).toEqual(['track01.wav']);
  });

  test('a BIN/CUE image names track and LBA, and says that there is no file', async () => {
    const drive = failingFrom(await recorded(tracks), 600, answer);
    const cuePath = join(folder, 'disc.cue');
    const error = await rejectionOf(drain(exportBinCue(drive, { cuePath })), ImageError);
    expect(error).toMatchObject({ kind: 'drive-failed', track: 2 });
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(
      /^track 2 could not be read from LBA \d+ onward: .* Neither .*disc\.cue nor .*disc\.bin was written\. /,
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

test('a track that cannot be read is said even if the drive fails at a later one', async () => {
  const scratched = withUnreadable(await recorded([sound(300, 1), sound(400, 2), sound(310, 3)]), (lba) => lba === 0);
  const drive = failingFrom(scratched, 1100, () => checkCondition(4, 0x09, 0x00));
  const error = await rejectionOf(drain(exportWavs(drive, { directory: folder })), ImageError);
  expect(error).toMatchObject({ kind: 'drive-failed', track: 1, lba: 0, exported: [join(folder, 'track02.wav')] });
  expect(error.reason).toMatch(/^track 1 cannot be read at LBA 0: .*; track 3 could not be read from LBA \d+ onward: /);
});

test('a file that cannot be written leaves what was exported before it, and the error says so', async () => {
  const drive = await recorded([sound(300, 1), sound(400, 2)]);
  const exporting = exportWavs(drive, { directory: folder });
  let step = await exporting.next();
  while (!step.done && step.value.track === 1) step = await exporting.next();
  await mkdir(join(folder, 'track02.wav'));
  const error = await rejectionOf(drain(exporting), ImageError);
  expect(error).toMatchObject({ exported: [join(folder, 'track01.wav')] });
  expect(error.message).toContain('1 track was exported');
});

describe('exportWavs', () => {
  test('writes each track to a WAV file that can be burned again', async () => {
    const tracks = [sound(300, 1), sound(333, 2)];
    const directory = join(folder, 'new', 'wavs');
    const { paths, warnings } = await drain(exportWavs(await recorded(tracks), { directory }));
    expect(warnings).toEqual([]);
    expect(paths).toEqual([join(directory, 'track01.wav'), join(directory, 'track02.wav')]);
    for (const [index, path] of paths.entries()) {
      expect((await readAll(await openAudioFile(path))).equals(tracks[index] ?? Buffer.alloc(0))).toBe(true);
    }
    expect(await readdir(directory)).toHaveLength(2);
  });

  test('does not touch existing files unless allowed to', async () => {
    const drive = await recorded([sound(300, 1), sound(300, 2)]);
    const second = join(folder, 'track02.wav');
    await writeFile(second, 'mine');
    await expect(drain(exportWavs(drive, { directory: folder }))).rejects.toMatchObject({ kind: 'exists' });
    expect(await readdir(folder)).toEqual(['track02.wav']);
    expect(await readFile(second, 'utf8')).toBe('mine');

    await drain(exportWavs(drive, { directory: folder, overwrite: true }));
    expect((await openAudioFile(second)).lengthBytes).toBe(300 * 2352);
  });

  test('leaves a file that comes up meanwhile, and a symbolic link, as they are', async () => {
    const drive = await recorded([sound(300, 1), sound(300, 2)]);
    const exporting = exportWavs(drive, { directory: folder });
    await exporting.next();
    const second = join(folder, 'track02.wav');
    await writeFile(second, 'mine');
    await expect(drain(exporting)).rejects.toMatchObject({ kind: 'exists' });
    expect(await readFile(second, 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual(['track01.wav', 'track02.wav']);

    const linked = join(folder, 'linked');
    await mkdir(linked);
    await symlink(join(folder, 'elsewhere.wav'), join(linked, 'track02.wav'));
    await expect(drain(exportWavs(drive, { directory: linked }))).rejects.toMatchObject({ kind: 'exists' });
    expect(await readdir(folder)).toEqual(['linked', 'track01.wav', 'track02.wav']);
  });
});

test('a track that was never finished is exported, and the warnings say so', async () => {
  const killed = new SimulatedDrive({
    faults: [{ at: { command: 'WRITE(10)', nth: 16 }, does: { disconnect: true } }],
  });
  await expect(burn(new Drive(killed), [sound(300, 1), sound(600, 2)])).rejects.toThrow('unplugged');
  const disc = (await killed.removeDisc()) as Disc;
  const drive = new Drive(new SimulatedDrive({ disc }));
  const unfinished = expect.stringMatching(
    /^track 2 was never finished: the \d+ blocks on the disc may not be all of it$/,
  );
  expect((await drain(exportWavs(drive, { directory: folder }))).warnings).toEqual([unfinished]);
  expect((await drain(exportBinCue(drive, { cuePath: join(folder, 'a.cue') }))).warnings).toContainEqual(unfinished);
});

const proc = existsSync('/proc/self') ? test : test.skip;

proc('a folder where none can be made is an error, and not a wait without end (needs /proc)', async () => {
  const drive = await recorded([sound(300, 1)]);
  await expect(drain(exportWavs(drive, { directory: '/proc/discwright' }))).rejects.toMatchObject({
    kind: 'file-system',
    message: expect.stringMatching(/^\/proc\/discwright cannot be written: ENOENT: no folder can be made in \/proc\. /),
  });
  const missing = drain(exportBinCue(drive, { cuePath: '/proc/discwright/a.cue' }));
  await expect(missing).rejects.toMatchObject({ kind: 'file-system' });
});
