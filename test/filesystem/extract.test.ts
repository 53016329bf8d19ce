import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type ExtractResult, extractTree } from '../../src/filesystem/extract/extract-tree.ts';
import { unsafeName, unsafeTarget } from '../../src/filesystem/extract/safe-paths.ts';
import type { TreeFolder } from '../../src/filesystem/tree/model.ts';
import { treeFromFolder } from '../../src/filesystem/tree/tree-from-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { DATE, described, file, folder } from './support.ts';

async function extract(tree: TreeFolder, target: string): Promise<ExtractResult> {
  const extracting = extractTree(tree, target);
  for (;;) {
    const { done, value } = await extracting.next();
    if (done) return value;
  }
}

test('files, folders, permissions, dates and links are as in the tree', async () => {
  const attributes = { mode: 0o640, modified: DATE };
  const tree = folder('', [
    file('a', 'contents', attributes),
    file('linked', 'two names', { ...attributes, linkId: 'x' }),
    folder(
      'sub',
      [
        file('b', 'more', { mode: 0o755, modified: DATE }),
        file('again', 'two names', { ...attributes, linkId: 'x' }),
        { kind: 'link', name: 'up', target: '../a', modified: DATE, mode: 0o777 },
      ],
      { mode: 0o700, modified: DATE },
    ),
  ]);
  const target = join(temporaryFolder(), 'new');
  expect(await extract(tree, target)).toEqual({ files: 4, folders: 1, links: 1, extractedBytes: 21, skipped: [] });
  const own = { uid: process.getuid?.(), gid: process.getgid?.() };
  const found = await described(await treeFromFolder(target));
  expect(found).toMatchObject({
    a: { ...own, mode: 0o640, modified: DATE.toISOString(), contents: 'contents' },
    sub: { mode: 0o700, modified: DATE.toISOString() },
    'sub/b': { mode: 0o755, contents: 'more' },
    'sub/up': { kind: 'link', target: '../a' },
  });
  expect(statSync(join(target, 'linked')).ino).toBe(statSync(join(target, 'sub/again')).ino);
});

test('nothing is written outside the folder, whatever names and links the image has', async () => {
  const outer = temporaryFolder();
  const target = join(outer, 'target');
  const tree = folder('', [
    file('../escaped', 'x'),
    file('..', 'x'),
    file('a/b', 'x'),
    file('', 'x'),
    folder('..', [file('escaped', 'x')]),
    { kind: 'link', name: 'absolute', target: '/etc' },
    { kind: 'link', name: 'up', target: '..' },
    { kind: 'link', name: 'hidden', target: 'fine/../../..' },
    { kind: 'link', name: 'inside', target: 'fine' },
    { kind: 'link', name: 'twice', target: 'fine' },
    folder('twice', [file('through', 'x')]),
    { kind: 'device', name: 'null', device: 'character', major: 1, minor: 3 },
    folder('fine', [file('ok', 'ok')]),
  ]);
  const { skipped, files } = await extract(tree, target);
  expect(files).toBe(1);
  expect(readdirSync(outer)).toEqual(['target']);
  expect(readdirSync(target).sort()).toEqual(['fine', 'inside', 'twice']);
  expect(readdirSync(join(target, 'fine'))).toEqual(['ok']);
  expect(readlinkSync(join(target, 'twice'))).toBe('fine');
  expect(skipped.map(({ path }) => path).sort()).toEqual(
    ['', '..', '..', '../escaped', 'a/b', 'absolute', 'hidden', 'null', 'twice', 'up'].sort(),
  );
});

test('a name that is taken is refused before anything is written, also by a symbolic link that leads elsewhere', async () => {
  const outer = temporaryFolder();
  const target = join(outer, 'target');
  mkdirSync(target);
  mkdirSync(join(outer, 'elsewhere'));
  const tree = folder('', [file('first', '1'), folder('sub', [file('last', '2')])]);
  symlinkSync('../elsewhere', join(target, 'sub'));
  await expect(extract(tree, target)).rejects.toMatchObject({ kind: 'exists', path: join(target, 'sub') });
  expect(readdirSync(join(outer, 'elsewhere'))).toEqual([]);
  expect(existsSync(join(target, 'first'))).toBe(false);

  const other = join(outer, 'other');
  mkdirSync(join(other, 'sub'), { recursive: true });
  writeFileSync(join(other, 'sub/last'), 'old');
  await expect(extract(tree, other)).rejects.toMatchObject({ kind: 'exists' });
  expect(readFileSync(join(other, 'sub/last'), 'utf8')).toBe('old');
  expect(lstatSync(join(other, 'sub')).isDirectory()).toBe(true);
});

test('folders that are there already are used, and what is in them stays', async () => {
  const target = temporaryFolder();
  mkdirSync(join(target, 'sub'));
  writeFileSync(join(target, 'sub/kept'), 'kept');
  await extract(folder('', [folder('sub', [file('new', 'new')])]), target);
  expect(readdirSync(join(target, 'sub')).sort()).toEqual(['kept', 'new']);
});

test('names that Windows would take for something else are refused there', () => {
  for (const name of ['con', 'NUL.txt', 'a:b', 'a\\b', 'end.', 'end ', 'a\u0001'])
    expect([name, unsafeName(name, 'win32') === undefined]).toEqual([name, false]);
  for (const name of ['a', 'console', 'a.b']) expect(unsafeName(name, 'win32')).toBeUndefined();
  expect(unsafeName('a:b', 'linux')).toBeUndefined();
});

test.each([
  ['a', 'b', true],
  ['x/a', '../b', true],
  ['a', '../b', false],
  ['x/a', '../../b', false],
  ['a', '/b', false],
  ['a', 'b/../c', false],
  ['a', './b', true],
  ['a', 'C:\\x', false],
])('a link %s that leads to %s: inside is %s', (path, target, inside) => {
  expect(unsafeTarget(path, target) === undefined).toBe(inside);
});

test('a file whose contents end early, or cannot be read, is not left behind', async () => {
  const cut = { ...file('cut', 'four'), lengthBytes: 9 };
  const target = join(temporaryFolder(), 'new');
  await expect(extract(folder('', [file('whole', 'all of it'), cut]), target)).rejects.toThrow(
    /cut ended 5 bytes early/,
  );
  expect(readdirSync(target)).toEqual(['whole']);
  const unread = {
    ...file('unread', 'x'),
    openReader: async () => ({ read: () => Promise.reject(new Error('no disc')), close: async () => {} }),
  };
  await expect(extract(folder('', [unread]), target)).rejects.toThrow('no disc');
  expect(readdirSync(target)).toEqual(['whole']);
});
