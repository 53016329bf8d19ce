import { describe, expect, test } from '@jest/globals';
import { openFileSystem } from '../../../src/filesystem/open-file-system.ts';
import { BlockRange, BlockRangeList, FileSystemImage, FsiFileSystems } from '../../../src/imapi2/index.ts';
import { driveBlocks } from '../../../src/read/drive-blocks.ts';
import { described } from '../../filesystem/support.ts';
import { resultOf } from '../rig.ts';
import { type BlockRig, blockRig, image, readerOf, SECTOR, sectorsAt } from './support.ts';

const { FsiFileSystemISO9660: ISO, FsiFileSystemJoliet: JOLIET, FsiFileSystemUDF: UDF } = FsiFileSystems;
const text = (of: string) => new TextEncoder().encode(of);

/** Burns an image that adds a file to those that were imported. */
async function addTo({ recorder, writer }: BlockRig, name: string, fileSystems?: number): Promise<FileSystemImage> {
  const next = new FileSystemImage();
  await next.chooseImageDefaults(recorder);
  if (fileSystems !== undefined) next.fileSystemsToCreate = fileSystems;
  next.multisessionInterfaces = writer.multisessionInterfaces;
  await next.importFileSystem();
  next.root.addFile(name, text(name));
  await writer.write((await next.createResultImage()).imageStream);
  return next;
}

async function burnFirst({ recorder, writer }: BlockRig, fileSystems?: number): Promise<void> {
  const first = new FileSystemImage();
  await first.chooseImageDefaults(recorder);
  if (fileSystems !== undefined) first.fileSystemsToCreate = fileSystems;
  first.root.addFile('one.txt', text('one'));
  first.root.addFile('big.bin', image(200, 6));
  await writer.write((await first.createResultImage()).imageStream);
}

const namesOf = (fileSystems: number) => [
  ...(fileSystems === UDF ? [] : (['joliet'] as const)),
  ...(fileSystems < UDF ? [] : (['udf'] as const)),
];

describe.each([
  ['DVD+RW', ISO + JOLIET],
  ['DVD+RW', ISO + JOLIET + UDF],
  ['DVD-RAM', ISO + JOLIET],
  ['BD-RE', UDF],
] as const)('%s with file systems %j', (medium, fileSystems) => {
  test('grows by files, which its start leads to', async () => {
    const rig = await blockRig(medium);
    await burnFirst(rig, fileSystems);
    const next = await addTo(rig, 'two.txt', fileSystems);
    expect(next.sessionStartBlock).toBeGreaterThan(200);
    expect(next.freeMediaBlocks).toBe((await rig.writer.totalSectorsOnMedia) - next.sessionStartBlock);
    await addTo(rig, 'three.txt', fileSystems);
    for (const names of namesOf(fileSystems)) {
      const found = await openFileSystem(driveBlocks(rig.drive), { names });
      expect(await described(await found.tree())).toMatchObject({
        'one.txt': { contents: 'one' },
        'two.txt': { contents: 'two.txt' },
        'three.txt': { contents: 'three.txt' },
      });
    }
  });
});

test('an image for another place than the end of what is on the disc is refused', async () => {
  const rig = await blockRig('DVD+RW');
  await burnFirst(rig);
  const next = new FileSystemImage();
  next.sessionStartBlock = 160_000;
  next.root.addFile('a', text('a'));
  const { imageStream } = await next.createResultImage();
  expect(await resultOf(() => rig.writer.write(imageStream))).toBe('E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED');
  expect((await openFileSystem(driveBlocks(rig.drive))).available).toContain('joliet');
});

test('of a stream that is a list of block ranges too, only these are written', async () => {
  const { writer, drive } = await blockRig('DVD-RAM');
  await writer.write(image(128));
  const changed = image(128, 9);
  const stream = (ranges: readonly BlockRange[]) => ({
    name: 'changed',
    lengthBytes: changed.length,
    repeatable: true,
    openReader: async () => readerOf(changed),
    ...new BlockRangeList(ranges),
  });
  await writer.write(stream([new BlockRange(3, 4), new BlockRange(100, 127)]));
  expect(await sectorsAt(drive, 0, 3)).toEqual(image(128).subarray(0, 3 * SECTOR));
  expect(await sectorsAt(drive, 3, 2)).toEqual(changed.subarray(3 * SECTOR, 5 * SECTOR));
  expect(await sectorsAt(drive, 5, 95)).toEqual(image(128).subarray(5 * SECTOR, 100 * SECTOR));
  expect(await sectorsAt(drive, 100, 28)).toEqual(changed.subarray(100 * SECTOR));
  const wrong = [[new BlockRange(3, 128)], [{ startLba: -1, endLba: 2 }], 'all', [null]];
  for (const ranges of wrong) {
    const data = { ...stream([]), blockRanges: ranges };
    expect(await resultOf(() => writer.write(data as never))).toBe('E_INVALIDARG');
  }
  const once = { ...stream([new BlockRange(0, 1), new BlockRange(5, 6)]), repeatable: false };
  expect(await resultOf(() => writer.write(once))).toBe('E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED');
});

test('an image has the blocks that it says it modifies', async () => {
  const made = new FileSystemImage();
  made.sessionStartBlock = 320;
  made.root.addFile('a', text('a'));
  const { modifiedBlocks, totalBlocks } = await made.createResultImage();
  expect(modifiedBlocks.blockRanges).toEqual([new BlockRange(320, 320 + totalBlocks - 1)]);
});
