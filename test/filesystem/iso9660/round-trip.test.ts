import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openFileSystem } from '../../../src/filesystem/open-file-system.ts';
import { findInTree, type TreeFolder, type TreeNode, walkTree } from '../../../src/filesystem/tree/model.ts';
import { type IsoImageOptions, planIsoImage } from '../../../src/image/index.ts';
import { anyTree } from '../arbitrary-tree.ts';
import { blocksOf, bytesOf, contentsOf, DATE, described, file, folder } from '../support.ts';

const own = { mode: 0o640, uid: 1_000, gid: 100, modified: DATE };

async function written(tree: TreeFolder, options: IsoImageOptions = {}) {
  const image = await planIsoImage(tree, options);
  const bytes = await bytesOf(image);
  expect(bytes.length).toBe(image.lengthBytes);
  return { image, bytes, blocks: blocksOf(bytes, image.startBlock) };
}

async function problemsOf(blocks: ReturnType<typeof blocksOf>, sessionStart = 0) {
  const fileSystem = await openFileSystem(blocks, { sessionStart });
  const found = [];
  for await (const problem of fileSystem.check()) found.push(problem);
  return found;
}

test('any tree is read back as it was: names, permissions, owners, dates, links, devices, contents', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTree,
      fc.boolean(),
      fc.constantFrom(1 as const, 2 as const, 3 as const),
      async (root, joliet, level) => {
        const { blocks } = await written(root, { joliet, level });
        const fileSystem = await openFileSystem(blocks);
        expect(await described(await fileSystem.tree())).toEqual(await described(root));
        expect(await problemsOf(blocks)).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

test('the same tree gives the same bytes, in any order of its children and read in any pieces', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree, fc.integer({ min: 1, max: 20_000 }), async (root, pieceBytes) => {
      const first = await bytesOf(await planIsoImage(root, { padBlocks: 0 }));
      const turned = { ...root, children: [...root.children].reverse() };
      expect((await bytesOf(await planIsoImage(turned, { padBlocks: 0 }), pieceBytes)).equals(first)).toBe(true);
    }),
    { numRuns: 10 },
  );
});

test('Joliet has all files and folders, under names of up to 64 characters', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree, async (root) => {
      const { blocks } = await written(root);
      const read = await (await openFileSystem(blocks, { names: 'joliet' })).tree();
      const count = (of: TreeFolder) =>
        [...walkTree(of)].filter(({ node }) => node.kind === 'file' || node.kind === 'folder').length;
      expect(count(read)).toBe(count(root));
      for (const { node } of walkTree(read)) expect(node.name.length).toBeLessThanOrEqual(64);
    }),
    { numRuns: 20 },
  );
});

test('plain ISO 9660 names of level 1 are 8.3 in capitals, distinct in their folder, and sorted', async () => {
  const names = [
    'readme.txt',
    'README.TXT',
    'Readme.text',
    'a long name.tar.gz',
    'a long name 2.tar.gz',
    'é.txt',
    '.x',
    'x',
  ];
  const { blocks } = await written(
    folder('', [...names.map((each) => file(each, each)), folder('a folder name', []), folder('X', [])]),
    { level: 1, rockRidge: false, joliet: false },
  );
  const read = await (await openFileSystem(blocks)).tree();
  const found = read.children.map((node) => node.name);
  expect(found).toEqual([...found].sort());
  expect(new Set(found).size).toBe(names.length + 2);
  for (const each of found) expect(each).toMatch(/^[A-Z0-9_]{1,8}(\.[A-Z0-9_]{1,3})?$/);
  expect(await contentsOf(findInTree(read, 'README.TXT'))).toBe('README.TXT');
  expect(await contentsOf(findInTree(read, 'E.TXT'))).toBe(Buffer.from('é.txt').toString('latin1'));
});

test('a folder with more files of one beginning than numbers of one digit has each under its own name', async () => {
  const many = Array.from({ length: 3_000 }, (_, index) =>
    file(`a very long name that is cut, number ${index}.dat`, `${index}`),
  );
  const { blocks } = await written(folder('', many), { level: 1, rockRidge: false, joliet: false });
  const read = await (await openFileSystem(blocks)).tree();
  const contents = await Promise.all(read.children.map(contentsOf));
  expect(new Set(contents).size).toBe(3_000);
});

test('folders far deeper than eight levels, names of 255 bytes and links of 4,000 characters', async () => {
  const long = 'x'.repeat(255);
  let deep = folder('bottom', [
    file(long, 'found'),
    { kind: 'link', name: 'far', target: `${'abc/'.repeat(1_000)}end` },
  ]);
  for (let level = 0; level < 40; level++) deep = folder(`level ${level} ${'y'.repeat(60)}`, [deep]);
  const root = folder('', [deep]);
  const { blocks } = await written(root);
  expect(await described(await (await openFileSystem(blocks)).tree())).toEqual(await described(withDefaults(root)));
  expect(await problemsOf(blocks)).toEqual([]);
});

/** A tree with the attributes that are recorded when none are given. */
const withDefaults = (root: TreeFolder): TreeFolder => ({
  ...root,
  children: root.children.map((node): TreeNode => {
    const defaults = { uid: 0, gid: 0, modified: new Date(0), ...node };
    if (node.kind === 'folder')
      return withDefaults({ mode: 0o555, ...defaults, kind: 'folder', children: node.children });
    return { mode: node.kind === 'link' ? 0o777 : 0o444, ...defaults } as TreeNode;
  }),
});

test('hard links are one file: recorded once, counted, and found again', async () => {
  const linkId = 'one';
  const { blocks, bytes, image } = await written(
    folder('', [file('a', 'shared', { linkId, ...own }), folder('sub', [file('b', 'shared', { linkId, ...own })])]),
  );
  expect([...image.files()]).toHaveLength(1);
  expect(bytes.toString('latin1').split('shared')).toHaveLength(2);
  const read = await (await openFileSystem(blocks)).tree();
  const nodes = [findInTree(read, 'a'), findInTree(read, 'sub/b')];
  expect(nodes.map((node) => node?.kind === 'file' && node.linkId)).toEqual([
    expect.stringMatching(/./),
    nodes[0]?.kind === 'file' ? nodes[0].linkId : '',
  ]);
});

test('a file of more than 4 GiB has several sections, and is not read to be laid out', async () => {
  const lengthBytes = 5 * 2 ** 30 + 123;
  const big = { kind: 'file' as const, name: 'big', lengthBytes, openReader: () => Promise.reject(new Error('read')) };
  const image = await planIsoImage(folder('', [big]), { padBlocks: 0 });
  expect(image.lengthBytes).toBeGreaterThan(lengthBytes);
  const head = Buffer.alloc(64 * 2_048);
  const reader = await image.openReader();
  await reader.read(head.subarray(0, 2_048 * ([...image.files()][0]?.startBlock ?? 0)));
  await reader.close();
  const fileSystem = await openFileSystem({ ...blocksOf(head), endBlock: image.blocks });
  for (const names of ['rock-ridge', 'joliet', 'iso9660'] as const) {
    const { root } = await (await openFileSystem({ ...blocksOf(head), endBlock: image.blocks }, { names })).scan();
    const [found] = root.children;
    expect(found?.kind === 'file' && [found.lengthBytes, found.extents?.length]).toEqual([lengthBytes, 2]);
  }
  expect(fileSystem.endBlock).toBe(image.blocks);
  await expect(planIsoImage(folder('', [big]), { level: 2 })).rejects.toMatchObject({
    kind: 'unsuitable-tree',
    message: expect.stringContaining('4 GiB'),
  });
});

test('a session adds to an earlier one: old files stay where they are, new ones are added, some are replaced', async () => {
  const first = await written(
    folder('', [file('kept', 'kept'), file('replaced', 'old'), folder('both', [file('x', 'x')])]),
  );
  const startBlock = first.image.blocks + 11_400;
  const previous = await openFileSystem(first.blocks);
  const second = await planIsoImage(
    folder('', [file('replaced', 'new'), folder('both', [file('y', 'y')]), file('added', 'added')]),
    { startBlock, previous },
  );
  const disc = Buffer.concat([first.bytes, Buffer.alloc(11_400 * 2_048), await bytesOf(second)]);
  for (const names of ['rock-ridge', 'joliet'] as const) {
    const read = await (await openFileSystem(blocksOf(disc), { sessionStart: startBlock, names })).tree();
    const contents = Object.fromEntries(
      await Promise.all(
        [...walkTree(read)].flatMap(({ path, node }) =>
          node.kind === 'file' ? [contentsOf(node).then((text) => [path, text] as const)] : [],
        ),
      ),
    );
    expect(contents).toEqual({ kept: 'kept', replaced: 'new', 'both/x': 'x', 'both/y': 'y', added: 'added' });
  }
  expect([...second.files()].map(({ path }) => path)).toEqual(['added', 'replaced', 'both/y']);
  expect(await problemsOf(blocksOf(disc), startBlock)).toEqual([]);
  expect(await described(await (await openFileSystem(blocksOf(disc))).tree())).toMatchObject({
    replaced: { contents: 'old' },
  });
});

test('a file that changes its length while it is read is an error that says so', async () => {
  for (const [real, how] of [
    ['short', 'had 9 bytes and now has 5'],
    ['much longer', 'had 9 bytes and now has more'],
  ] as const) {
    const image = await planIsoImage(folder('', [file('changing', real, { lengthBytes: 9 })]));
    await expect(bytesOf(image)).rejects.toMatchObject({
      name: 'FileSystemError',
      kind: 'changed',
      message: expect.stringContaining(how),
    });
  }
});

test('El Torito: BIOS and EFI entries, and the boot info table in its file', async () => {
  const loader = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251));
  const { blocks, image, bytes } = await written(folder('', [folder('boot', [file('bios.bin', loader)])]), {
    boot: [
      { file: 'boot/bios.bin', bootInfoTable: true },
      { file: file('efi.img', Buffer.alloc(4_096, 7)), platform: 0xef },
    ],
  });
  const fileSystem = await openFileSystem(blocks);
  const [bios, efi] = [...image.files()];
  expect(fileSystem.boot).toEqual([
    expect.objectContaining({ platform: 0, bootable: true, loadSectors: 4, imageBlock: bios?.startBlock }),
    expect.objectContaining({ platform: 0xef, bootable: true, loadSectors: 8, imageBlock: efi?.startBlock }),
  ]);
  const start = (bios?.startBlock ?? 0) * 2_048;
  const recorded = bytes.subarray(start, start + loader.length);
  let sum = 0;
  for (let at = 64; at < loader.length; at += 4) sum = (sum + loader.readUInt32LE(at)) % 2 ** 32;
  expect([8, 12, 16, 20].map((at) => recorded.readUInt32LE(at))).toEqual([16, bios?.startBlock, 5_000, sum]);
  expect(recorded.subarray(64).equals(loader.subarray(64))).toBe(true);
  expect(recorded.subarray(0, 8).equals(loader.subarray(0, 8))).toBe(true);
});

test.each([
  ['two entries of one name', folder('', [file('a', ''), file('a', '')]), {}, 'two entries'],
  ['a name with a slash', folder('', [file('a/b', '')]), {}, 'slash'],
  ['the name of another folder', folder('', [file('..', '')]), {}, 'another folder'],
  ['a name that is too long', folder('', [file('é'.repeat(128), '')]), {}, '255 bytes'],
  ['a level that does not exist', folder('', []), { level: 4 }, 'level 4'],
  ['a boot image that is not there', folder('', []), { boot: [{ file: 'boot.bin' }] }, 'boot.bin'],
  ['a start before the disc', folder('', []), { startBlock: -1 }, 'start address'],
  ['a long volume name', folder('', []), { volumeName: 'x'.repeat(33) }, '33 characters'],
] as const)('%s is refused before anything is read', async (_, root, options, words) => {
  await expect(planIsoImage(root, options as IsoImageOptions)).rejects.toMatchObject({
    name: 'FileSystemError',
    kind: 'unsuitable-tree',
    message: expect.stringContaining(words),
  });
});

test('links and devices without Rock Ridge are left out, and a warning says so', async () => {
  const { image, blocks } = await written(
    folder('', [
      file('a', 'a'),
      { kind: 'link', name: 'l', target: 'a' },
      { kind: 'device', name: 'p', device: 'pipe' },
    ]),
    { rockRidge: false },
  );
  expect(image.warnings).toEqual([expect.stringContaining('2 symbolic links and devices')]);
  expect((await (await openFileSystem(blocks)).tree()).children.map((node) => node.name)).toEqual(['a']);
});
