import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FlacFile } from '../../../src/read/rip/flac-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('an encoder that stops says why, not only that its input was closed', async () => {
  const folder = temporaryFolder();
  const program = join(folder, 'flac');
  await writeFile(program, "#!/bin/sh\necho 'ERROR: the disk is full' >&2\nexit 1\n", { mode: 0o755 });
  const path = join(folder, 'track01.flac');
  const encode = async () => {
    await using file = FlacFile.create(program, path, false);
    for (let piece = 0; piece < 100; piece++) await file.write(new Uint8Array(1_000_000));
    await file.commit();
  };
  await expect(encode()).rejects.toMatchObject({
    name: 'ImageError',
    message: expect.stringContaining('the program flac says: ERROR: the disk is full'),
  });
  expect(await readdir(folder)).toEqual(['flac']);
});
