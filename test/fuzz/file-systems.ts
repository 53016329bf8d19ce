import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { BlockReader } from '../../src/filesystem/block-reader.ts';
import { openFileSystem } from '../../src/filesystem/open-file-system.ts';
import { type TreeNode, walkTree } from '../../src/filesystem/tree/model.ts';
import { descriptorTag, validTag, withTag } from '../../src/filesystem/udf/tag.ts';
import { planIsoImage, planUdfImage } from '../../src/image/index.ts';
import { bytesOf, file, folder } from '../filesystem/support.ts';
import { named, PARTITION_START, UdfBuilder } from '../filesystem/udf-builder.ts';
import type { Target } from './fuzz.ts';

const BLOCK = 2_048;
const FIRST_DESCRIPTOR = 16;

const fixture = (name: string): Uint8Array =>
  gunzipSync(readFileSync(new URL(`../../fixtures/filesystems/${name}.gz`, import.meta.url)));

/** A UDF volume with folders, files, a link and a deleted entry. */
function udfVolume(): Uint8Array {
  const builder = new UdfBuilder(PARTITION_START + 20);
  builder.fileSet(PARTITION_START, 1);
  builder.folder(PARTITION_START + 1, [
    named('', 1, { parent: true, directory: true }),
    named('folder', 2, { directory: true }),
    named('file', 3),
    named('link', 4),
    named('gone', 3, { deleted: true }),
  ]);
  builder.folder(PARTITION_START + 2, [named('in it', 5)]);
  const inside = (at: number, fileType: number, descriptors: Uint8Array) =>
    builder.entry(at, { fileType, allocation: 3, descriptors, lengthBytes: descriptors.length });
  inside(PARTITION_START + 3, 5, Buffer.from('contents'));
  inside(PARTITION_START + 4, 12, Uint8Array.of(3, 0, 0, 0, 5, 2, 0, 0, 8, 0x61));
  const descriptors = Uint8Array.from([0, 8, 0, 0, 10, 0, 0, 0, 100, 0, 0, 0, 11, 0, 0, 0]);
  builder.entry(PARTITION_START + 5, { fileType: 5, allocation: 0, descriptors, lengthBytes: BLOCK + 100 });
  return builder.bytes;
}

/** Volumes that are written here: a bridge, a metadata partition with its mirror, a Virtual Allocation Table. */
async function ours(): Promise<Uint8Array[]> {
  const root = folder('', [
    folder('sub', [file('small', 'small'), file('large', Buffer.alloc(5_000, 'x'))]),
    { kind: 'link', name: 'link', target: '../sub/./small' },
    { kind: 'device', name: 'device', device: 'character', major: 1, minor: 3 },
  ]);
  const images = [
    await planIsoImage(root, { udf: '1.02' }),
    await planUdfImage(root, { revision: '2.50' }),
    await planUdfImage(root, { revision: '2.01', virtual: true }),
    await planUdfImage(root, { revision: '1.50', virtual: true }),
  ];
  return Promise.all(images.map((image) => bytesOf(image)));
}

const IMAGES: readonly Uint8Array[] = [
  ...(await ours()),
  fixture('xorriso.iso'),
  fixture('two-sessions.iso').subarray(0, 336 * BLOCK),
  fixture('mkudffs-cdr-1.50.img'),
  fixture('mkudffs-cdrw-2.01.img'),
  udfVolume(),
  udfVolume(),
];

/** The blocks of an image that are not only zeros: nothing else is worth a change. */
const used = IMAGES.map((image) => {
  const blocks: number[] = [];
  for (let block = FIRST_DESCRIPTOR; block < image.length / BLOCK; block++)
    if (image.subarray(block * BLOCK, (block + 1) * BLOCK).some((byte) => byte !== 0)) blocks.push(block);
  return blocks;
});

interface Damage {
  readonly image: number;
  readonly edits: readonly (readonly [block: number, offset: number, bytes: Uint8Array])[];
  readonly copies: readonly (readonly [from: number, to: number])[];
  readonly cut: number;
  readonly repaired: boolean;
  /** By names of UDF, which are not the first choice of a bridge. */
  readonly udf: boolean;
}

const number32 = fc.oneof(
  fc.nat(400),
  fc.constantFrom(0, 1, 2_047, 2_048, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);
const bytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 4 }),
  number32.map((value) => {
    const both = Buffer.alloc(8);
    both.writeUInt32LE(value);
    both.writeUInt32BE(value, 4);
    return both;
  }),
  number32.map((value) => Buffer.from(Uint32Array.of(value).buffer)),
);
/** Most of what matters is at the start of a block. */
const offset = fc.oneof(fc.nat(256), fc.nat(BLOCK - 8));

const damages: fc.Arbitrary<Damage> = fc.record({
  image: fc.nat(IMAGES.length - 1),
  edits: fc.array(fc.tuple(fc.nat(10_000), offset, bytes), { maxLength: 6 }),
  copies: fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), { maxLength: 2 }),
  cut: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(300) }),
  repaired: fc.boolean(),
  udf: fc.boolean(),
});

function damaged({ image, edits, copies, cut, repaired }: Damage): Uint8Array {
  const source = IMAGES[image] as Uint8Array;
  const places = used[image] as readonly number[];
  const result = Uint8Array.from(source.subarray(0, source.length - Math.min(cut * BLOCK, source.length / 2)));
  const place = (at: number): number => places[at % places.length] ?? FIRST_DESCRIPTOR;
  const touched = new Set<number>();
  for (const [from, to] of copies) {
    const start = place(to) * BLOCK;
    if (start + BLOCK <= result.length)
      result.set(source.subarray(place(from) * BLOCK, place(from) * BLOCK + BLOCK), start);
  }
  for (const [block, at, change] of edits) {
    const start = place(block) * BLOCK + at;
    if (start + change.length <= result.length) result.set(change, start);
    touched.add(place(block));
  }
  // UDF's checksums would refuse nearly every change.
  if (repaired) for (const block of touched) repair(result.subarray(block * BLOCK, (block + 1) * BLOCK));
  return result;
}

function repair(block: Uint8Array): void {
  if (block.length < BLOCK || validTag(block) !== undefined) return;
  const { id, location, crcLength } = descriptorTag.decode(block);
  const isPlausible = (id >= 1 && id <= 9) || (id >= 256 && id <= 266);
  if (isPlausible && 16 + crcLength <= BLOCK) block.set(withTag(block.subarray(0, 16 + crcLength), { id, location }));
}

/** Blocks that nobody may ask for outside of them. */
const strict = (image: Uint8Array): BlockReader => ({
  endBlock: Math.floor(image.length / BLOCK),
  async readBlocks(lba, count) {
    if (lba < 0 || count < 1 || (lba + count) * BLOCK > image.length)
      throw new Error(`blocks ${lba} + ${count} were read`);
    return image.subarray(lba * BLOCK, (lba + count) * BLOCK);
  },
});

/** Sparse files may be very long. */
const MOST_READ_BYTES = 1_048_576;

async function readThrough(node: TreeNode): Promise<number> {
  if (node.kind !== 'file' || node.openReader === undefined) return 0;
  try {
    const reader = await node.openReader();
    return await reader.read(new Uint8Array(Math.min(MOST_READ_BYTES, node.lengthBytes)));
  } catch (error) {
    if ((error as Error).name === 'FileSystemError') return 0;
    throw error;
  }
}

const fileSystems: Target<Damage> = {
  name: 'file systems',
  count: 3_000,
  inputs: damages,
  errors: ['FileSystemError'],
  async run(damage) {
    const blocks = strict(damaged(damage));
    const fileSystem = await openFileSystem(blocks, damage.udf ? { names: 'udf' } : {});
    const { root, problems } = await fileSystem.scan();
    const found: string[] = [];
    for await (const { reason } of fileSystem.check()) found.push(reason);
    let entries = 0;
    for (const { node } of walkTree(root)) {
      entries++;
      await readThrough(node);
    }
    return { entries, problems: problems.length, found: found.length };
  },
};

export const fileSystemTargets = [fileSystems] as const;
