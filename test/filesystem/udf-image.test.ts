import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openFileSystem } from '../../src/filesystem/open-file-system.ts';
import { type TreeFolder, type TreeNode, walkTree } from '../../src/filesystem/tree/model.ts';
import { encodeCs0 } from '../../src/filesystem/udf/cs0.ts';
import { descriptorTag, TagId, validTag } from '../../src/filesystem/udf/tag.ts';
import { logicalVolumeIntegrity } from '../../src/filesystem/udf/volume-descriptors.ts';
import { planIsoImage, planUdfImage, UDF_REVISIONS } from '../../src/image/index.ts';
import { anyTree } from './arbitrary-tree.ts';
import { blocksOf, bytesOf, DATE, described, file, folder } from './support.ts';
import { inWords, opened, problemsIn, WAYS } from './udf-ways.ts';

const BLOCK = 2_048;

/** A tree without what is too long for UDF. */
function fitting(root: TreeFolder): TreeFolder {
  const fits = (text: string): boolean => encodeCs0(text).length <= 255;
  const children = root.children
    .filter(({ name }) => fits(name))
    .filter((node) => node.kind !== 'link' || node.target.split('/').every(fits))
    .map((node): TreeNode => (node.kind === 'folder' ? fitting(node) : node));
  return { ...root, children };
}

test.each(WAYS.map((way) => [inWords(way), way] as const))(
  'UDF %s: any tree is read back as it was',
  async (_, way) => {
    await fc.assert(
      fc.asyncProperty(anyTree, async (any) => {
        const root = fitting(any);
        const image = await planUdfImage(root, way);
        const bytes = await bytesOf(image);
        expect(bytes.length).toBe(image.lengthBytes);
        const udf = await opened(bytes);
        expect(await described(await udf.tree())).toEqual(await described(root));
        expect(await problemsIn(udf)).toEqual([]);
        expect(image.warnings).toEqual([]);
      }),
      { numRuns: 6 },
    );
  },
);

test('ISO 9660 and UDF of a bridge image lead to the same blocks', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree, fc.constantFrom(...UDF_REVISIONS), async (any, udf) => {
      const root = fitting(any);
      const image = await planIsoImage(root, { udf });
      const bytes = await bytesOf(image);
      expect(bytes.length).toBe(image.lengthBytes);
      const expected = await described(root);
      const extents = [];
      for (const names of ['rock-ridge', 'udf'] as const) {
        const found = await openFileSystem(blocksOf(bytes), { names });
        expect(found.available).toContain(names);
        const tree = await found.tree();
        expect(await described(tree)).toEqual(expected);
        for await (const problem of found.check()) throw new Error(problem.reason);
        extents.push(
          Object.fromEntries(
            [...walkTree(tree)].map(({ path, node }) => [
              path,
              node.kind === 'file' && node.lengthBytes > 0 ? node.extents : [],
            ]),
          ),
        );
      }
      expect(extents[0]).toEqual(extents[1]);
    }),
    { numRuns: 12 },
  );
});

test('the same tree gives the same bytes, in any order of its children and read in any pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTree,
      fc.constantFrom(...WAYS),
      fc.integer({ min: 100, max: 200_000 }),
      async (root, way, pieceBytes) => {
        const first = await bytesOf(await planUdfImage(root, way));
        const turned = { ...root, children: [...root.children].reverse() };
        expect((await bytesOf(await planUdfImage(turned, way), pieceBytes)).equals(first)).toBe(true);
      },
    ),
    { numRuns: 10 },
  );
});

const SOME = folder('', [
  file('in its entry', 'small', { modified: DATE }),
  file('outside', Buffer.alloc(10_000, 'o'), { modified: DATE }),
  folder(
    'sub',
    Array.from({ length: 60 }, (_, index) => file(`a name that takes some room ${index}`, `${index}`)),
  ),
  { kind: 'link', name: 'link', target: '/sub/../outside' },
  { kind: 'device', name: 'null', device: 'character', major: 1, minor: 3 },
]);

/** Where the partition is, and its metadata, by our own reader of descriptors. */
function descriptorsIn(bytes: Uint8Array, startBlock: number) {
  const found: { lba: number; id: number; location: number }[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    const tag = validTag(block);
    if (tag !== undefined && descriptorTag.decode(block).crcLength > 0)
      found.push({ lba: startBlock + at / BLOCK, id: tag.id, location: tag.location });
  }
  return found;
}

test.each([0, 11_776])(
  'anchors, descriptors and their tags are where they should be, from block %d',
  async (startBlock) => {
    for (const way of WAYS) {
      const image = await planUdfImage(SOME, { ...way, startBlock });
      expect([image.startBlock, image.blocks % 32]).toEqual([startBlock, 0]);
      const bytes = await bytesOf(image);
      const all = descriptorsIn(bytes, startBlock);
      const end = startBlock + image.blocks;
      const anchors = all.filter(({ id }) => id === TagId.Anchor).map(({ lba }) => lba);
      const last = way.virtual === true ? [] : [end - 1];
      expect(anchors).toEqual([startBlock + 256, end - 257, ...last]);
      for (const { lba, id, location } of all)
        if (id < TagId.FileSet && id !== TagId.Terminating) expect([id, location]).toEqual([id, lba]);
      for (const [index, id] of ['BEA01', way.revision && way.revision < '2' ? 'NSR02' : 'NSR03', 'TEA01'].entries())
        expect(bytes.toString('latin1', (16 + index) * BLOCK + 1, (16 + index) * BLOCK + 6)).toBe(id);
      const udf = await opened(bytes, startBlock);
      expect(await described(await udf.tree())).toMatchObject({
        outside: { contents: 'o'.repeat(10_000) },
        link: { target: '/sub/../outside' },
        null: { device: 'character', major: 1, minor: 3 },
      });
      expect(await problemsIn(udf)).toEqual([]);
    }
  },
);

test('the integrity descriptor counts files and folders, and has the next unique number', async () => {
  const bytes = await bytesOf(await planUdfImage(SOME, { revision: '2.01' }));
  const integrity = bytes.subarray(64 * BLOCK, 65 * BLOCK);
  expect(validTag(integrity)?.id).toBe(TagId.LogicalVolumeIntegrity);
  const { type, partitions, useBytes, nextUniqueId } = logicalVolumeIntegrity.decode(integrity);
  // 16 to 80: 64 files, links and devices, and a folder.
  expect([type, partitions, useBytes, nextUniqueId]).toEqual([1, 1, 46, 16 + 65]);
  // Implementation, then two numbers (UDF 2.50, 2.2.6.4).
  expect([integrity.readUInt32LE(80 + 8 + 32), integrity.readUInt32LE(80 + 8 + 36)]).toEqual([64, 2]);
});

test('either copy of the metadata is enough, and either volume descriptor sequence', async () => {
  const bytes = await bytesOf(await planUdfImage(SOME, { revision: '2.50' }));
  const expected = await described(await (await opened(bytes)).tree());
  const metadata = descriptorsIn(bytes, 0).find(({ id }) => id === TagId.ExtendedFileEntry);
  const damages = [metadata?.lba ?? 0, 32, 33, 34, 35].map((lba) => {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, lba * BLOCK, (lba + 1) * BLOCK);
    return damaged;
  });
  for (const damaged of damages) expect(await described(await (await opened(damaged)).tree())).toEqual(expected);
  // The mirror is a copy, and far away.
  const sets = descriptorsIn(bytes, 0).filter(({ id }) => id === TagId.FileSet);
  expect(sets).toHaveLength(2);
});
