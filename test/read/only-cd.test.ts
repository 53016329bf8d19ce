import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { burnData, exportBinCue, exportWavs, ripDisc } from '../../src/index.ts';
import { blankDisc, SimulatedDrive } from '../../src/simulator/index.ts';
import { noise, sourceOf } from '../support/sources.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('a DVD is refused by what reads CDs, which names the way to its files', async () => {
  const drive = new Drive(new SimulatedDrive({ disc: blankDisc('DVD+R') }));
  await burnData(drive, sourceOf(noise(64 * 2048)));
  const folder = temporaryFolder();
  const refusal = {
    name: 'ImageError',
    kind: 'unsuitable-disc',
    message: expect.stringMatching(/is a DVD\+R, .*iso extract/),
  };
  await expect(exportBinCue(drive, { cuePath: join(folder, 'x.cue') })).rejects.toMatchObject(refusal);
  await expect(exportWavs(drive, { directory: join(folder, 'wavs') })).rejects.toMatchObject(refusal);
  await expect(ripDisc(drive, { directory: join(folder, 'rip') })).rejects.toMatchObject(refusal);
  expect(readdirSync(folder)).toEqual([]);
});
