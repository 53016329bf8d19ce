import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { openAudioFile } from '../../src/audio/index.ts';
import { exportWavs } from '../../src/index.ts';
import { readAll } from '../audio/wav-builder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { drain, recorded, sound } from './recorded-disc.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
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
