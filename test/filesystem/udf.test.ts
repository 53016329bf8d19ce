import { expect, test } from '@jest/globals';
import { concatBytes } from '../../src/codec/index.ts';
import { openFileSystem } from '../../src/filesystem/open-file-system.ts';
import { findInTree } from '../../src/filesystem/tree/model.ts';
import {
  allocationExtent,
  extendedAllocation,
  indirectEntry,
  shortAllocation,
} from '../../src/filesystem/udf/file-descriptors.ts';
import { TagId, withTag } from '../../src/filesystem/udf/tag.ts';
import { metadataMap, sparingEntry, sparingTable, udfMap } from '../../src/filesystem/udf/volume-descriptors.ts';
import { blocksOf, contentsOf, DATE, described } from './support.ts';
import { BLOCK, long, named, PARTITION_START, physicalMapBytes, UdfBuilder, udfMapBytes } from './udf-builder.ts';

const FILE = 5;
const START = PARTITION_START;
const text = (letter: string, length: number): Uint8Array => Buffer.alloc(length, letter);
const open = async (builder: UdfBuilder) => openFileSystem(blocksOf(builder.bytes));
const short = (lengthBytes: number, block: number, type = 0): Uint8Array =>
  shortAllocation.encode({ type, lengthBytes, block });

/** A disc with one file in the root, named `file`. */
function withFile(entry: Parameters<UdfBuilder['entry']>[1]): UdfBuilder {
  const builder = new UdfBuilder();
  builder.fileSet(START, 1);
  builder.folder(START + 1, [named('', 1, { parent: true, directory: true }), named('file', 2)]);
  builder.entry(START + 2, entry);
  return builder;
}

async function contentsOfFile(builder: UdfBuilder): Promise<string> {
  return contentsOf(findInTree(await (await open(builder)).tree(), 'file'));
}

test('a file inside its entry, with owner, permissions and dates', async () => {
  const builder = withFile({ fileType: FILE, allocation: 3, descriptors: text('a', 100), lengthBytes: 100 });
  expect(await described(await (await open(builder)).tree())).toEqual({
    file: {
      kind: 'file',
      contents: 'a'.repeat(100),
      mode: 0o644,
      uid: 1_000,
      gid: undefined,
      modified: DATE.toISOString(),
    },
  });
});

test('short, long and extended allocation descriptors, in several extents and with holes', async () => {
  const cases: [number, (length: number, block: number, type?: number) => Uint8Array][] = [
    [0, short],
    [1, long],
    [2, (lengthBytes, block, type = 0) => extendedAllocation.encode({ type, lengthBytes, block, partition: 0 })],
  ];
  for (const [allocation, descriptor] of cases) {
    const builder = withFile({
      fileType: FILE,
      allocation,
      descriptors: concatBytes([
        descriptor(BLOCK, 50),
        descriptor(BLOCK, 0, 2),
        descriptor(BLOCK, 70, 1),
        descriptor(100, 60),
        new Uint8Array(descriptor(0, 0).length),
      ]),
      lengthBytes: 3 * BLOCK + 100,
    });
    builder.raw(START + 50, text('a', BLOCK));
    builder.raw(START + 60, text('b', BLOCK));
    builder.raw(START + 70, text('x', BLOCK));
    expect(await contentsOfFile(builder)).toBe('a'.repeat(BLOCK) + '\0'.repeat(2 * BLOCK) + 'b'.repeat(100));
  }
});

test('allocation descriptors that go on in another block, and in circles', async () => {
  const builder = withFile({
    fileType: FILE,
    allocation: 0,
    descriptors: concatBytes([short(BLOCK, 50), short(BLOCK, 80, 3)]),
    lengthBytes: BLOCK + 10,
  });
  builder.raw(START + 50, text('a', BLOCK));
  builder.raw(START + 60, text('b', BLOCK));
  const more = (descriptors: Uint8Array) =>
    builder.put(
      START + 80,
      TagId.AllocationExtent,
      concatBytes([allocationExtent.encode({ allocationBytes: descriptors.length }), descriptors]),
    );
  more(short(10, 60));
  expect(await contentsOfFile(builder)).toBe('a'.repeat(BLOCK) + 'b'.repeat(10));
  more(short(BLOCK, 80, 3));
  const { problems } = await (await open(builder)).scan();
  expect(problems).toEqual([
    { path: 'file', reason: 'the allocation descriptors of a file go in circles', lba: START + 80 },
  ]);
});

test('strategy 4096: the newest entry counts', async () => {
  const builder = withFile({
    fileType: FILE,
    allocation: 3,
    descriptors: text('a', 3),
    lengthBytes: 3,
    strategy: 4_096,
  });
  builder.put(START + 3, TagId.IndirectEntry, indirectEntry.encode({ block: 90, partition: 0 }));
  builder.entry(START + 90, {
    fileType: FILE,
    allocation: 3,
    descriptors: text('n', 3),
    lengthBytes: 3,
    strategy: 4_096,
  });
  expect(await contentsOfFile(builder)).toBe('nnn');
});

test('deleted entries are not there, links lead where they should, names are in 8 and 16 bits', async () => {
  const builder = new UdfBuilder();
  builder.fileSet(START, 1);
  builder.folder(START + 1, [named('gone', 2, { deleted: true }), named('é', 2), named('日本', 3)]);
  builder.entry(START + 2, { fileType: FILE, allocation: 3, descriptors: text('a', 1), lengthBytes: 1 });
  const target = Uint8Array.from([3, 0, 0, 0, 5, 2, 0, 0, 8, 0x61, 4, 0, 0, 0]);
  builder.entry(START + 3, { fileType: 12, allocation: 3, descriptors: target, lengthBytes: target.length });
  expect(await described(await (await open(builder)).tree())).toMatchObject({
    é: { contents: 'a' },
    日本: { kind: 'link', target: '../a/.' },
  });
});

test('a metadata partition, and its mirror when the file is damaged', async () => {
  const place = metadataMap.encode({ partitionNumber: 0, fileBlock: 10, mirrorBlock: 11 }).subarray(40);
  const builder = new UdfBuilder(600, [physicalMapBytes(), udfMapBytes('*UDF Metadata Partition', place)], 1);
  const extents = concatBytes([short(2 * BLOCK, 100), short(BLOCK, 200)]);
  builder.entry(START + 10, { fileType: 250, allocation: 0, descriptors: extents, lengthBytes: 3 * BLOCK });
  builder.entry(START + 11, { fileType: 251, allocation: 0, descriptors: extents, lengthBytes: 3 * BLOCK });
  builder.fileSet(START + 100, 1, 1);
  builder.folder(START + 101, [named('file', 2, { partition: 1 })]);
  builder.entry(START + 200, { fileType: FILE, allocation: 1, descriptors: long(5, 40, 0, 0), lengthBytes: 5 });
  builder.raw(START + 40, text('m', BLOCK));
  expect(await contentsOfFile(builder)).toBe('mmmmm');
  builder.raw(START + 10, new Uint8Array(BLOCK));
  expect(await contentsOfFile(builder)).toBe('mmmmm');
});

test('a sparable partition: a packet that became bad is read where it is now', async () => {
  const rest = udfMap
    .encode({
      identifier: new Uint8Array(23),
      partitionNumber: 0,
      packetBlocks: 32,
      tableCount: 1,
      tableBytes: BLOCK,
      tableBlock0: 280,
      tableBlock1: 0,
      tableBlock2: 0,
      tableBlock3: 0,
    })
    .subarray(40);
  const builder = new UdfBuilder(600, [udfMapBytes('*UDF Sparable Partition', rest)]);
  const identifier = new Uint8Array(23);
  identifier.set(Buffer.from('*UDF Sparing Table'));
  const table = concatBytes([
    sparingTable.encode({ identifier, entryCount: 1, sequenceNumber: 7 }),
    sparingEntry.encode({ originalBlock: 32, mappedBlock: 550 }),
  ]);
  builder.raw(280, withTag(table, { id: 0, location: 280 }));
  builder.fileSet(START, 1);
  builder.folder(START + 1, [named('file', 2)]);
  builder.entry(START + 2, {
    fileType: FILE,
    allocation: 0,
    descriptors: short(2 * BLOCK, 31),
    lengthBytes: 2 * BLOCK,
  });
  builder.raw(START + 31, text('a', BLOCK));
  builder.raw(START + 32, text('x', BLOCK));
  builder.raw(550, text('b', BLOCK));
  expect(await contentsOfFile(builder)).toBe('a'.repeat(BLOCK) + 'b'.repeat(BLOCK));
});

test('a Virtual Allocation Table: blocks are where the table says', async () => {
  const builder = new UdfBuilder(
    600,
    [physicalMapBytes(), udfMapBytes('*UDF Virtual Partition', new Uint8Array(24))],
    1,
  );
  const header = Buffer.alloc(152);
  header.writeUInt16LE(152);
  const entries = Buffer.from(Uint32Array.of(20, 30, 0xffff_ffff, 45).buffer);
  const vat = concatBytes([header, entries]);
  builder.fileSet(START + 20, 1, 1);
  builder.folder(START + 30, [named('file', 3, { partition: 1 }), named('nowhere', 2, { partition: 1 })]);
  builder.entry(START + 45, { fileType: FILE, allocation: 3, descriptors: text('v', 4), lengthBytes: 4 });
  builder.entry(599, { fileType: 248, allocation: 3, descriptors: vat, lengthBytes: vat.length });
  const { root, problems } = await (await open(builder)).scan();
  expect(await contentsOf(findInTree(root, 'file'))).toBe('vvvv');
  expect(problems).toEqual([expect.objectContaining({ path: 'nowhere', reason: 'virtual block 2 is nowhere' })]);
});

test('folders in circles, entries that lie and blocks outside the disc are reported, and the rest is read', async () => {
  const builder = new UdfBuilder();
  builder.fileSet(START, 1);
  builder.folder(START + 1, [
    named('circle', 1, { directory: true }),
    named('fine', 2),
    named('far', 1_000_000),
    named('elsewhere', 2, { partition: 7 }),
    named('not an entry', 5),
    named('too long', 6),
  ]);
  builder.entry(START + 2, { fileType: FILE, allocation: 3, descriptors: text('a', 1), lengthBytes: 1 });
  builder.entry(START + 6, { fileType: FILE, allocation: 0, descriptors: short(BLOCK, 50), lengthBytes: 2 ** 40 });
  const { root, problems } = await (await open(builder)).scan();
  expect(root.children.map((node) => node.name)).toEqual(['fine']);
  expect(problems.map(({ path }) => path)).toEqual(['circle', 'far', 'elsewhere', 'not an entry', 'too long']);
  await expect((await open(builder)).tree()).rejects.toMatchObject({
    kind: 'damaged',
    message: expect.stringContaining('circle'),
  });
});
