import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { openAudioFile } from '../../src/audio/index.ts';
import { Drive } from '../../src/drive/drive.ts';
import { exportBinCue, exportWavs } from '../../src/index.ts';
import { type Disc, SimulatedDrive } from '../../src/simulator/index.ts';
import { readAll } from '../audio/wav-builder.ts';
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
        /^track 2 cannot be read at LBA 600: .*3\/11\/05.*\. It was not exported; the other 2 tracks are in .*\. Clean the disc/,
      ),
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
