import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { openFileSystem } from '../../src/filesystem/open-file-system.ts';
import { findInTree, type TreeFolder, walkTree } from '../../src/filesystem/tree/model.ts';
import { UdfFileSystem } from '../../src/filesystem/udf/udf-file-system.ts';
import { blocksOf, described } from './support.ts';

const FOLDER = new URL('../../fixtures/filesystems/', import.meta.url);
const imageOf = (name: string): Uint8Array => gunzipSync(readFileSync(new URL(`${name}.gz`, FOLDER)));
const blocksIn = (name: string) => blocksOf(imageOf(name));

const SECOND_START = 536;
const DEEP = '1/2/3/4/5/6/7/8/9/deep.txt';
const LONG = `sub folder/${'n'.repeat(200)}`;
const modified = '2026-11-27T12:34:56.000Z';

/** What both programs must have recorded of the same files. */
const EXPECTED = {
  'hello.txt': { kind: 'file', contents: 'hello\n', mode: 0o640, uid: 1_000, gid: 100, modified },
  'sub folder': { kind: 'folder', modified },
  'sub folder/hard link': { kind: 'file', contents: 'hello\n', mode: 0o640 },
  'sub folder/relative': { kind: 'link', target: '../hello.txt' },
  absolute: { kind: 'link', target: '/usr/share/doc' },
  empty: { kind: 'file', contents: '' },
  pipe: { kind: 'device', device: 'pipe' },
  null: { kind: 'device', device: 'character', major: 1, minor: 3 },
  'Grüße 日本.txt': { kind: 'file', contents: 'unicode\n' },
  [DEEP]: { kind: 'file', contents: 'deep\n', modified },
  [LONG]: { kind: 'file', contents: 'x'.repeat(5_000) },
};

const problemsOf = async (blocks: ReturnType<typeof blocksOf>, sessionStart = 0, names?: 'udf') => {
  const fileSystem = await openFileSystem(blocks, { sessionStart, ...(names === undefined ? {} : { names }) });
  const found: string[] = [];
  for await (const { reason } of fileSystem.check()) found.push(reason);
  return found;
};

test.each(['two-sessions.iso', 'xorriso.iso'])('%s: Rock Ridge says of every file what it was', async (name) => {
  const blocks = blocksIn(name);
  const found = await described(await (await openFileSystem(blocks)).tree());
  expect(found).toMatchObject(EXPECTED);
  const deep = Object.keys(found).filter((path) => path.startsWith('1'));
  expect(deep).toHaveLength(10);
  expect(Object.keys(found).filter((path) => /rr_moved/i.test(path))).toEqual([]);
  expect(await problemsOf(blocks)).toEqual([]);
});

test.each(['two-sessions.iso', 'xorriso.iso'])('%s: hard links are the same file', async (name) => {
  const root = await (await openFileSystem(blocksIn(name))).tree();
  const [one, other] = ['hello.txt', 'sub folder/hard link'].map((path) => findInTree(root, path));
  expect(
    one?.kind === 'file' && other?.kind === 'file' && one.extents?.[0]?.startBlock === other.extents?.[0]?.startBlock,
  ).toBe(true);
});

const filesOf = (root: TreeFolder) =>
  [...walkTree(root)].flatMap(({ path, node }) => (node.kind === 'file' ? [path] : []));

test.each(['two-sessions.iso', 'xorriso.iso'])('%s: Joliet and plain names have the same files', async (name) => {
  const joliet = await (await openFileSystem(blocksIn(name), { names: 'joliet' })).tree();
  const found = await described(joliet);
  expect(found).toMatchObject({ 'Grüße 日本.txt': { contents: 'unicode\n' }, [DEEP]: { contents: 'deep\n' } });
  const plain = await (await openFileSystem(blocksIn(name), { names: 'iso9660' })).tree();
  expect(filesOf(plain)).toEqual(expect.arrayContaining(['HELLO.TXT', 'EMPTY']));
});

test('genisoimage: the second session has the files of both, and the boot catalog is read', async () => {
  const blocks = blocksIn('two-sessions.iso');
  const second = await openFileSystem(blocks, { sessionStart: SECOND_START });
  const { 'hello.txt': _, ...kept } = EXPECTED;
  expect(second.volumeName).toBe('SECOND');
  expect(await described(await second.tree())).toMatchObject({
    ...kept,
    'hello.txt': { contents: 'changed\n' },
    'new.txt': { contents: 'new\n' },
    '1/beside.txt': { contents: 'beside\n' },
  });
  // genisoimage lists folders that it has moved twice in the path table.
  expect(new Set(await problemsOf(blocks, SECOND_START))).toEqual(
    new Set(['entry 6 of the path table is not a folder', 'entry 8 of the path table is not a folder']),
  );
  const first = await openFileSystem(blocks);
  expect(first.boot).toEqual([
    { platform: 0, bootable: true, mediaType: 0, loadSegment: 0, loadSectors: 4, imageBlock: expect.any(Number) },
  ]);
});

test('genisoimage: the same files in UDF 1.02', async () => {
  const blocks = blocksIn('two-sessions.iso');
  const udf = await openFileSystem(blocks, { names: 'udf' });
  expect([udf.kind, udf.volumeName]).toEqual(['udf', 'GENISOIMAGE']);
  expect(await described(await udf.tree())).toMatchObject({
    'hello.txt': { contents: 'hello\n', modified },
    'Grüße 日本.txt': { contents: 'unicode\n' },
    'sub folder': { kind: 'folder' },
    // genisoimage's UDF has Joliet's names.
    [LONG.slice(0, 75)]: { contents: 'x'.repeat(5_000) },
  });
  expect(await problemsOf(blocks, 0, 'udf')).toEqual([]);
});

test.each([
  ['mkudffs-hd-1.02.img', 0x102],
  ['mkudffs-cdr-1.50.img', 0x150],
  ['mkudffs-dvdrw-1.50.img', 0x150],
  ['mkudffs-dvdram-2.00.img', 0x200],
  ['mkudffs-cdrw-2.01.img', 0x201],
  ['mkudffs-bdr-2.60.img', 0x260],
])('%s: the volume and its empty root', async (name, revision) => {
  const blocks = blocksIn(name);
  const udf = await openFileSystem(blocks);
  expect(udf instanceof UdfFileSystem && udf.revision).toBe(revision);
  expect(udf.volumeName).toMatch(/^mkudffs \d\.\d\d é日$/);
  const names = (await udf.tree()).children.map((node) => node.name);
  expect(names).toEqual(name.includes('dvdrw') ? ['Non-Allocatable Space'] : []);
  expect(await problemsOf(blocks)).toEqual([]);
});
