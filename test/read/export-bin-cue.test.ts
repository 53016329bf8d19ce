import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { exportBinCue } from '../../src/index.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { drain, recorded, sound, withUnreadable } from './recorded-disc.ts';

const BLOCK = 2352;
/** Two run-out blocks and a pause of two seconds are between Track-At-Once tracks. */
const GAP = 152;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const cuePath = () => join(folder, 'disc.cue');
const binOf = () => readFile(join(folder, 'disc.bin'));

describe('exportBinCue', () => {
  test.each([{ ending: 'finalize' }, { ending: 'leave-open' }] as const)(
    'writes the audio, the gaps as silence, and says where the tracks begin (%o)',
    async (options) => {
      const [first, second] = [sound(310, 1), sound(305, 2)];
      const drive = await recorded([first, second], options);
      const result = await drain(exportBinCue(drive, { cuePath: cuePath() }));

      expect(result).toMatchObject({ binPath: join(folder, 'disc.bin'), lengthBlocks: 310 + GAP + 305 });
      expect(await readFile(cuePath(), 'utf8')).toBe(
        [
          'FILE "disc.bin" BINARY',
          '  TRACK 01 AUDIO',
          '    INDEX 01 00:00:00',
          '  TRACK 02 AUDIO',
          '    INDEX 00 00:04:12',
          '    INDEX 01 00:06:12',
          '',
        ].join('\n'),
      );
      const gap = Buffer.alloc(GAP * BLOCK);
      expect(Buffer.concat([first, gap, second]).equals(await binOf())).toBe(true);
      expect((await readdir(folder)).sort()).toEqual(['disc.bin', 'disc.cue']);
    },
  );

  test('reports its progress', async () => {
    const drive = await recorded([sound(300, 1), sound(300, 2)]);
    const seen: number[] = [];
    for await (const { doneBlocks, lengthBlocks } of exportBinCue(drive, { cuePath: cuePath() })) {
      expect(lengthBlocks).toBe(600 + GAP);
      seen.push(doneBlocks);
    }
    expect(seen.at(-1)).toBe(600 + GAP);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('treats unreadable run-out blocks as the silence that they are', async () => {
    const [first, second] = [sound(300, 1), sound(300, 2)];
    const drive = withUnreadable(await recorded([first, second]), (lba) => lba === 300 || lba === 301);
    await drain(exportBinCue(drive, { cuePath: cuePath() }));
    expect(Buffer.concat([first, Buffer.alloc(GAP * BLOCK), second]).equals(await binOf())).toBe(true);
  });

  test('an unreadable block of a track ends it, names the block and leaves no file', async () => {
    const drive = withUnreadable(await recorded([sound(300, 1)]), (lba) => lba === 123);
    await expect(drain(exportBinCue(drive, { cuePath: cuePath() }))).rejects.toMatchObject({
      name: 'ImageError',
      kind: 'unreadable',
      message: expect.stringContaining('LBA 123'),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('when stopped midway it leaves no file', async () => {
    const exporting = exportBinCue(await recorded([sound(300, 1)]), { cuePath: cuePath() });
    await exporting.next();
    await exporting.return(undefined as never);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(['disc.cue', 'disc.bin'])('does not touch an existing %s unless allowed to', async (name) => {
    const drive = await recorded([sound(300, 1)]);
    await writeFile(join(folder, name), 'mine');
    await expect(drain(exportBinCue(drive, { cuePath: cuePath() }))).rejects.toMatchObject({ kind: 'exists' });
    expect(await readFile(join(folder, name), 'utf8')).toBe('mine');

    await drain(exportBinCue(drive, { cuePath: cuePath(), overwrite: true }));
    expect((await binOf()).length).toBe(300 * BLOCK);
  });

  test.each(['disc.cue', 'disc.bin'])('leaves a %s that comes up meanwhile as it is', async (name) => {
    const exporting = exportBinCue(await recorded([sound(300, 1)]), { cuePath: cuePath() });
    await exporting.next();
    await writeFile(join(folder, name), 'mine');
    await expect(drain(exporting)).rejects.toMatchObject({ kind: 'exists' });
    expect(await readFile(join(folder, name), 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual([name]);
  });

  test('refuses an empty disc', async () => {
    const blank = new Drive(new SimulatedDrive());
    await expect(drain(exportBinCue(blank, { cuePath: cuePath() }))).rejects.toMatchObject({ kind: 'unsuitable-disc' });
  });

  test('refuses a name that cannot be a CUE sheet', async () => {
    const drive = await recorded([sound(300, 1)]);
    for (const name of ['disc.bin', 'disc', 'a"b.cue']) {
      await expect(drain(exportBinCue(drive, { cuePath: join(folder, name) }))).rejects.toMatchObject({
        kind: 'bad-name',
      });
    }
  });
});
