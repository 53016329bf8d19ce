import { expect, test } from '@jest/globals';
import type { BlockReader } from '../../src/filesystem/block-reader.ts';
import { openFileSystem } from '../../src/filesystem/open-file-system.ts';
import { findInTree } from '../../src/filesystem/tree/model.ts';
import { type PlannedImage, planIsoImage, planUdfImage, type UdfImageOptions } from '../../src/image/index.ts';
import { blocksOf, bytesOf, contentsOf, described, file, folder } from './support.ts';
import { inWords, opened, problemsIn, WAYS } from './udf-ways.ts';

const BLOCK = 2_048;

/** The first blocks of an image, as a disc whose files cannot be read. */
async function headOf(image: PlannedImage, blocks: number): Promise<BlockReader> {
  const head = Buffer.alloc(blocks * BLOCK);
  const reader = await image.openReader();
  await reader.read(head);
  await reader.close();
  return { ...blocksOf(head), endBlock: image.blocks };
}

test.each([
  // Extents of up to 2^30 - 2,048 bytes; a file entry holds 234 short descriptors, or 114 long ones.
  [5 * 2 ** 30 + 123, '1.02'],
  [5 * 2 ** 30 + 123, '2.60'],
  [300 * 2 ** 30 + 1, '1.50'],
  [300 * 2 ** 30 + 1, '2.50'],
] as const)(
  'a file of %d bytes in UDF %s is not read to be laid out, and all of it is found',
  async (lengthBytes, revision) => {
    const big = {
      kind: 'file' as const,
      name: 'big',
      lengthBytes,
      openReader: () => Promise.reject(new Error('read')),
    };
    const image = await planUdfImage(folder('', [big, file('small', 'small')]), { revision });
    const [placed] = [...image.files()];
    const start = placed?.startBlock ?? 0;
    const udf = await openFileSystem(await headOf(image, start), { names: 'udf' });
    const { root } = await udf.scan();
    const found = findInTree(root, 'big');
    const expected = [{ startBlock: start, lengthBytes }];
    expect(found?.kind === 'file' && [found.lengthBytes, found.extents]).toEqual([lengthBytes, expected]);
    expect(await contentsOf(findInTree(root, 'small'))).toBe('small');
  },
);

test('hard links are one file with several names, recorded once', async () => {
  const linkId = 'one';
  const shared = 'shared'.repeat(1_000);
  const root = folder('', [file('a', shared, { linkId }), folder('sub', [file('b', shared, { linkId })])]);
  const image = await planUdfImage(root, { revision: '2.01' });
  expect([...image.files()]).toHaveLength(1);
  const read = await (await opened(await bytesOf(image))).tree();
  const nodes = [findInTree(read, 'a'), findInTree(read, 'sub/b')];
  const ids = nodes.map((node) => node?.kind === 'file' && node.linkId);
  expect(ids).toEqual([expect.stringMatching(/./), ids[0]]);
});

test('names that are too long are cut, stay different, and a warning says so', async () => {
  const names = ['я'.repeat(120), `${'日'.repeat(83)}.jpeg`, 'x'.repeat(255), `${'x'.repeat(254)}y`].filter(
    (name) => Buffer.byteLength(name) <= 255,
  );
  const image = await planUdfImage(
    folder(
      '',
      [...names, `я${'z'.repeat(200)}.txt`].map((name) => file(name, name)),
    ),
  );
  const read = await (await opened(await bytesOf(image))).tree();
  const found = read.children.map(({ name }) => name);
  expect(found).toHaveLength(5);
  expect(found).toContain('я'.repeat(120));
  expect(found).toContain(`${'日'.repeat(83)}.jpeg`);
  expect(found.filter((name) => /^x+#[0-9A-F]{4}$/.test(name))).toHaveLength(2);
  expect(found.find((name) => name.startsWith('яz'))).toMatch(/^яz+#[0-9A-F]{4}\.txt$/);
  expect(image.warnings).toEqual([expect.stringContaining('3 names are longer than UDF allows')]);
});

test('a link with a part that UDF cannot hold is left out, and a warning says so', async () => {
  const image = await planUdfImage(
    folder('', [
      { kind: 'link', name: 'long', target: `a/${'я'.repeat(200)}` },
      { kind: 'link', name: 'many', target: `${'abc/'.repeat(1_000)}end` },
    ]),
  );
  const read = await (await opened(await bytesOf(image))).tree();
  expect(await described(read)).toEqual({ many: expect.objectContaining({ target: `${'abc/'.repeat(1_000)}end` }) });
  expect(image.warnings).toEqual([expect.stringContaining('long')]);
});

test.each(WAYS.map((way) => [inWords(way), way] as const))(
  'UDF %s: a session adds to an earlier one',
  async (_, way) => {
    const first = await planUdfImage(
      folder('', [
        file('kept', 'k'.repeat(5_000)),
        file('small', 'small'),
        file('replaced', 'old'),
        folder('both', [file('x', 'x')]),
      ]),
      way,
    );
    const firstBytes = await bytesOf(first);
    const startBlock = first.blocks + 11_400;
    const second = await planUdfImage(folder('', [file('replaced', 'new'), folder('both', [file('y', 'y')])]), {
      ...way,
      startBlock,
      previous: await opened(firstBytes),
    });
    const disc = Buffer.concat([firstBytes, Buffer.alloc(11_400 * BLOCK), await bytesOf(second)]);
    const session = await openFileSystem(blocksOf(disc), { names: 'udf', sessionStart: startBlock });
    const tree = await session.tree();
    const contents = Object.fromEntries(
      Object.entries(await described(tree)).map(([path, each]) => [path, (each as { contents?: string }).contents]),
    );
    expect(contents).toEqual({
      kept: 'k'.repeat(5_000),
      small: 'small',
      replaced: 'new',
      both: undefined,
      'both/x': 'x',
      'both/y': 'y',
    });
    const kept = findInTree(tree, 'kept');
    expect(kept?.kind === 'file' && kept.extents?.[0]?.startBlock).toBeLessThan(first.blocks);
    for await (const problem of session.check()) throw new Error(problem.reason);
  },
);

test('ISO 9660 over a session of UDF copies the files that have no blocks of their own', async () => {
  const first = await bytesOf(await planUdfImage(folder('', [file('small', 'small'), file('empty', '')])));
  const startBlock = first.length / BLOCK;
  const second = await planIsoImage(folder('', []), { startBlock, previous: await opened(first) });
  const disc = Buffer.concat([first, await bytesOf(second)]);
  const tree = await (await openFileSystem(blocksOf(disc), { sessionStart: startBlock })).tree();
  expect(await described(tree)).toMatchObject({ small: { contents: 'small' }, empty: { contents: '' } });
});

test('a Virtual Allocation Table may be longer than its entry has room for', async () => {
  const many = folder(
    '',
    Array.from({ length: 700 }, (_, index) => file(`${index}`, `${index}`)),
  );
  for (const revision of ['1.50', '2.01'] as const) {
    const udf = await opened(await bytesOf(await planUdfImage(many, { revision, virtual: true })));
    const tree = await udf.tree();
    expect(tree.children).toHaveLength(700);
    expect(await contentsOf(findInTree(tree, '699'))).toBe('699');
    expect(await problemsIn(udf)).toEqual([]);
  }
});

test('a small file that changes its length while it is read is an error that says so', async () => {
  for (const [real, how] of [
    ['short', 'had 9 bytes and now has 5'],
    ['much longer', 'had 9 bytes and now has more'],
  ] as const) {
    const image = await planUdfImage(folder('', [file('changing', real, { lengthBytes: 9 })]));
    await expect(bytesOf(image)).rejects.toMatchObject({ kind: 'changed', message: expect.stringContaining(how) });
  }
});

test.each([
  ['a revision that is not written', { revision: '3.00' }, 'UDF 3.00'],
  ['a virtual partition in 2.50', { revision: '2.50', virtual: true }, 'Virtual Allocation Table'],
  ['a long volume name', { volumeName: 'я'.repeat(64) }, '64 characters'],
  ['a date that is none', { date: new Date('x') }, 'date'],
  ['a start before the disc', { startBlock: -1 }, 'start address'],
] as const)('%s is refused before anything is read', async (_, options, words) => {
  await expect(planUdfImage(folder('', []), options as UdfImageOptions)).rejects.toMatchObject({
    kind: 'unsuitable-tree',
    message: expect.stringContaining(words),
  });
});

test('a bridge of a revision that is not written is refused', async () => {
  await expect(planIsoImage(folder('', []), { udf: '3.00' as '2.01' })).rejects.toMatchObject({
    kind: 'unsuitable-tree',
    message: expect.stringContaining('UDF 3.00'),
  });
});
