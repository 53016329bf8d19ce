import { describe, expect, test } from '@jest/globals';
import { ImageBlocks, openFileSystem, planUdfImage, walkTree } from '../../../src/image/index.ts';
import { burnData, type Drive, formatDisc, readMultisession } from '../../../src/index.ts';
import { noise, sourceOf } from '../../support/sources.ts';
import { driveWith, finished } from '../../write/recipes/block/support.ts';
import { BLOCK, exported, fileSystem, padded, tree } from './support.ts';

const SEQUENTIAL = ['DVD-R', 'DVD+R', 'DVD-RW', 'BD-R'] as const;
const OVERWRITTEN = ['DVD+RW', 'DVD-RAM', 'BD-RE'] as const;

async function burned(
  medium: string,
  ...args: Parameters<typeof burnData> extends [Drive, ...infer Rest] ? Rest : never
) {
  const drive = await driveWith(medium);
  await finished(burnData(drive, ...args));
  return drive;
}

describe('the file is what was burned', () => {
  test.each([...SEQUENTIAL, ...OVERWRITTEN])('an image on a %s, without the zeros after it', async (medium) => {
    const image = await fileSystem(100);
    const drive = await burned(medium, image);
    const { bytes, paddingBlocks, warnings, unreadable } = await exported(drive);
    expect(bytes.equals(image.bytes)).toBe(true);
    expect({ warnings, unreadable }).toEqual({ warnings: [], unreadable: [] });
    if (medium === 'DVD-R') expect(paddingBlocks).toBeGreaterThanOrEqual(150);
  });

  test.each(SEQUENTIAL)('data without a file system on a %s, with its padding', async (medium) => {
    const data = noise(100 * BLOCK);
    const { bytes, lengthBlocks, paddingBlocks } = await exported(await burned(medium, sourceOf(data)));
    expect(bytes.equals(padded(data, lengthBlocks))).toBe(true);
    expect(lengthBlocks).toBeGreaterThanOrEqual(250);
    expect(paddingBlocks).toBe(0);
  });

  test.each(['tao', 'sao'] as const)('an image on a CD-R, %s, without run-out', async (writeType) => {
    const image = await fileSystem(400);
    const drive = await burned('CD-R', image, { writeType });
    const result = await exported(drive, { passes: 2 });
    expect(result.bytes.equals(image.bytes)).toBe(true);
    expect(result).toMatchObject({ startLba: 0, warnings: [], unreadable: [] });
    expect(result.paddingBlocks).toBe(150);
    const all = await exported(drive, { whole: true });
    expect(all.bytes.equals(padded(image.bytes, image.bytes.length / BLOCK + 150))).toBe(true);
  });

  test('of data after the file system nothing is lost', async () => {
    const image = await fileSystem(100);
    const after = Buffer.concat([image.bytes, Buffer.alloc(3 * BLOCK), noise(BLOCK, 9)]);
    const { bytes } = await exported(await burned('DVD+R', sourceOf(after)));
    expect(bytes.equals(after)).toBe(true);
  });

  test.each(['DVD-R', 'DVD+R', 'BD-R', 'CD-R'])('two sessions of a %s keep their addresses', async (medium) => {
    const first = await fileSystem(300);
    const drive = await burned(medium, first, { ending: 'close-session' });
    const { nextWritableLba } = await readMultisession(drive);
    const start = nextWritableLba ?? 0;
    const second = await fileSystem(320, start);
    await burnData(drive, second, { append: true });
    const { bytes, sessionStarts, warnings } = await exported(drive);
    expect(sessionStarts).toEqual([0, start]);
    expect(bytes.subarray(0, first.bytes.length).equals(first.bytes)).toBe(true);
    expect(
      bytes
        .subarray(start * BLOCK)
        .subarray(0, second.bytes.length)
        .equals(second.bytes),
    ).toBe(true);
    expect(warnings).toEqual([expect.stringMatching(`2 sessions.*--session ${start}`)]);
    const blocks = {
      readBlocks: async (lba: number, count: number) => bytes.subarray(lba * BLOCK, (lba + count) * BLOCK),
    };
    const found = await (await openFileSystem(blocks, { sessionStart: start })).tree();
    expect([...walkTree(found)].map(({ path }) => path)).toEqual(['noise.bin']);
  });
});

describe('UDF is found in the file as on the disc', () => {
  test.each([
    ['DVD-R', 'plain', {}],
    ['DVD+R', 'with a table of addresses', { virtual: true }],
    ['BD-R', 'with a table of addresses', { virtual: true }],
    ['CD-R', 'with a table of addresses', { virtual: true }],
    ['DVD+RW', 'plain', {}],
  ])('%s, %s', async (medium, _kind, options) => {
    const drive = await burned(medium, await planUdfImage(tree(320), { revision: '2.01', ...options }));
    const { path, warnings } = await exported(drive);
    expect(warnings).toEqual([]);
    await using blocks = await ImageBlocks.open(path);
    const found = await (await openFileSystem(blocks, { names: 'udf' })).tree();
    expect([...walkTree(found)].map((each) => each.path)).toEqual(['noise.bin']);
  });
});

describe('a disc that is overwritten', () => {
  test('ends where its file system does; all of it is asked for', async () => {
    const image = await fileSystem(40);
    const drive = await burned('DVD+RW', image);
    // Old data, which is none of this file system's.
    await burnData(drive, sourceOf(noise(600 * BLOCK)), { overwrite: true });
    await burnData(drive, image, { overwrite: true });
    expect((await exported(drive)).bytes.equals(image.bytes)).toBe(true);
  });

  test('without a file system has no end, which is refused', async () => {
    const drive = await driveWith('DVD+RW');
    await formatDisc(drive);
    await expect(exported(drive)).rejects.toMatchObject({
      kind: 'unsuitable-disc',
      message: expect.stringMatching(/no file system on the disc.*--whole/),
    });
  });

  test('names blocks that were never written', async () => {
    const image = await fileSystem(100);
    // An interrupted burn, of which only the start is on the disc.
    const drive = await burned('BD-RE', sourceOf(image.bytes.subarray(0, 64 * BLOCK)), { padBlocks: 0 });
    const { bytes, neverWritten, warnings } = await exported(drive);
    expect(bytes.equals(padded(image.bytes.subarray(0, 64 * BLOCK), image.bytes.length / BLOCK))).toBe(true);
    expect([neverWritten, warnings]).toEqual([expect.anything(), expect.anything()]);
  });
});

test('a blank disc has nothing to export', async () => {
  await expect(exported(await driveWith('DVD-R'))).rejects.toMatchObject({ kind: 'unsuitable-disc' });
  await expect(exported(await driveWith('BD-RE'))).rejects.toMatchObject({ kind: 'unsuitable-disc' });
});
