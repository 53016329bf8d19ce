import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const refusalOf = (spec: string) =>
  openSimulatedDrive(spec).then(
    () => undefined,
    (error: unknown) => error,
  );

test.each(['new/', 'new/.', 'new//', 'new/./'])('sim:%s names a folder: no file is created', async (name) => {
  const path = join(folder, 'x').replace(/x$/, name);
  expect(await refusalOf(path)).toMatchObject({
    name: 'TransportError',
    kind: 'not-found',
    reason: `there is no folder ${path}`,
  });
  expect(readdirSync(folder)).not.toContain('new');
});

test('a folder with and without a slash is a folder, and the error names a file in it', async () => {
  mkdirSync(join(folder, 'there'));
  for (const name of ['there', 'there/']) {
    expect(await refusalOf(join(folder, name))).toMatchObject({
      kind: 'unsupported',
      reason: `${join(folder, name)} is a folder`,
      remedy: `Name a file in it: sim:${join(folder, 'there')}/my.disc`,
    });
  }
});

test('a saved disc is not opened by the name of a folder', async () => {
  const path = join(folder, 'saved.disc');
  await (await openSimulatedDrive(path)).close();
  expect(await refusalOf(`${path}/`)).toMatchObject({ kind: 'not-found' });
});

test('each reason is a sentence with its subject', async () => {
  const path = join(folder, 'kept.disc');
  await (await openSimulatedDrive(path)).close();
  expect(await refusalOf(`${path}?medium=CD-RW`)).toMatchObject({
    reason: expect.stringMatching(/^this saved disc is of the medium CD-R 80 \(.*\), not CD-RW \(/),
  });
  writeFileSync(join(folder, 'song.wav'), 'RIFF and so on, more than thirty-two bytes of it');
  expect(await refusalOf(join(folder, 'song.wav'))).toMatchObject({ reason: 'this file is not a saved disc' });
});
