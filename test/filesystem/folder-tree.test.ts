import { appendFileSync, linkSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openFileSystem } from '../../src/filesystem/open-file-system.ts';
import { findInTree } from '../../src/filesystem/tree/model.ts';
import { treeFromFolder } from '../../src/filesystem/tree/tree-from-folder.ts';
import { planIsoImage } from '../../src/image/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { blocksOf, bytesOf, DATE, described } from './support.ts';

function sample(): string {
  const path = temporaryFolder();
  mkdirSync(join(path, 'sub'));
  writeFileSync(join(path, 'small'), 'small');
  writeFileSync(join(path, 'sub/large'), Buffer.alloc(600_000, 'large'));
  linkSync(join(path, 'small'), join(path, 'sub/linked'));
  symlinkSync('sub/large', join(path, 'link'));
  return path;
}

test('a folder of this computer is recorded as it is', async () => {
  const tree = await treeFromFolder(sample());
  const image = await planIsoImage(tree);
  const read = await (await openFileSystem(blocksOf(await bytesOf(image)))).tree();
  expect(await described(read)).toEqual(await described(tree));
  const [first, second] = [findInTree(tree, 'small'), findInTree(tree, 'sub/linked')];
  expect(first?.kind === 'file' && second?.kind === 'file' && first.linkId === second.linkId).toBe(true);
  expect([...image.files()].map(({ path }) => path)).toEqual(['small', 'sub/large']);
});

test.each([
  ['small', 'grows', (path: string) => appendFileSync(path, 'x')],
  ['small', 'shrinks', (path: string) => truncateSync(path, 2)],
  ['small', 'is written to', (path: string) => utimesSync(path, DATE, DATE)],
  ['sub/large', 'grows', (path: string) => appendFileSync(path, 'x')],
  ['sub/large', 'shrinks', (path: string) => truncateSync(path, 2)],
])('%s, which %s after the image was laid out, is an error that names it', async (name, _, change) => {
  const path = sample();
  const image = await planIsoImage(await treeFromFolder(path));
  change(join(path, name));
  await expect(bytesOf(image)).rejects.toMatchObject({ kind: 'changed', path: join(path, name) });
});

test('what cannot be read is an error that names it', async () => {
  const path = temporaryFolder();
  await expect(treeFromFolder(join(path, 'missing'))).rejects.toMatchObject({
    kind: 'source',
    path: join(path, 'missing'),
  });
  writeFileSync(Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0xff, 0xfe])]), '');
  await expect(treeFromFolder(path)).rejects.toMatchObject({
    kind: 'source',
    message: expect.stringContaining('UTF-8'),
  });
});

test('owners and permissions are left out where they should be, and files can be', async () => {
  const tree = await treeFromFolder(sample(), { owners: false, exclude: (path) => path === 'sub/linked' });
  expect(findInTree(tree, 'sub/linked')).toBeUndefined();
  expect(findInTree(tree, 'small')).toMatchObject({ mode: 0o444, uid: 0, gid: 0 });
  expect(findInTree(tree, 'sub')).toMatchObject({ mode: 0o555 });
});
