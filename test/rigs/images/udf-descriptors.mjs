// Descriptors of UDF, byte for byte as those of genisoimage and mkudffs.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planIsoImage, planUdfImage, treeFromFolder } from '../../../dist/image/index.js';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { runExpecting } from '../support/programs.mjs';
import { BLOCK, env } from './images.mjs';
import { writeSparse } from './write-sparse.mjs';

/** Checksum, CRC and place, serial number (none in genisoimage), and the number in the sequence. */
const TAG = [4, 16, 'rest of the tag'];
const SEQUENCE = [16, 20, 'number in the sequence'];
const implementation = (at) => [at, at + 32, 'implementation'];
const dates = (at, count = 1) => [at, at + 12 * count, 'dates'];

/** What may differ in each descriptor, by the number of its tag. */
const DIFFERENT = {
  1: [
    TAG,
    SEQUENCE,
    [60, 64, 'levels: 2, 2 in genisoimage'],
    [72, 200, 'time in the volume set'],
    [328, 420, 'texts, application, date, implementation'],
    [488, 490, 'flags: none in genisoimage'],
  ],
  4: [TAG, SEQUENCE, implementation(352), [46, 48, 'operating system']],
  5: [
    TAG,
    SEQUENCE,
    [24, 25, 'flags of the edition, 2 in genisoimage'],
    [56, 184, 'free space: mkudffs has a table of it'],
    [184, 196, 'access, place and length'],
    implementation(196),
  ],
  6: [
    TAG,
    SEQUENCE,
    [242, 243, 'write protection: none in mkudffs'],
    [248, 256, 'file set: one block or two, after a table in mkudffs'],
    implementation(272),
    [432, 440, 'integrity: place, length'],
    [476, 478, 'operating system'],
  ],
  7: [TAG, SEQUENCE, [20, 512, 'free space: none here']],
  8: [TAG],
  9: [TAG, dates(16), [28, 32, 'open, or closed as here'], [40, 48, 'next unique number'], [80, 88, 'lengths']],
  256: [
    TAG,
    dates(16),
    [304, 400, 'identifiers of the file set'],
    [404, 408, 'place of the root'],
    [442, 443, 'write protection'],
    [464, 472, 'streams of the system: none here'],
  ],
  257: [TAG, [24, 28, 'place'], [32, 36, 'unique number: genisoimage has one in 1.02']],
  // Flags: genisoimage sets "archive" and others. Owner: it has none. Permissions: nobody may write.
  261: [
    TAG,
    [34, 48, 'flags, owner, permissions'],
    dates(72, 3),
    [116, 120, 'attributes elsewhere: none'],
    implementation(128),
    [160, 168, 'unique number'],
    [172, 2_048, 'names or places, compared by themselves'],
  ],
  266: [
    TAG,
    [34, 36, 'flags'],
    [44, 48, 'permissions'],
    dates(80, 4),
    implementation(168),
    [200, 208, 'unique number'],
    [216, 2_048, 'names, compared by themselves'],
  ],
};

function compare(what, own, other) {
  const id = own.readUInt16LE(0);
  const masks = DIFFERENT[id];
  assert.ok(masks, `${what}: tag ${id}`);
  const [a, b] = [own, other].map((block) => {
    const copy = Buffer.from(block);
    for (const [from, to] of masks) copy.fill(0, from, to);
    // Free and whole lengths of each partition come before who wrote it.
    if (id === 9) copy.fill(0, 80, 80 + 8 * block.readUInt32LE(72) + 32);
    return copy;
  });
  const at = [...a.keys()].find((byte) => a[byte] !== b[byte]);
  assert.equal(at, undefined, `${what}, tag ${id}: byte ${at} is ${a[at]}, and there it is ${b[at]}`);
}

/** The descriptors of a volume, by the number of their tag: of each the first. */
function descriptorsOf(path) {
  const bytes = readFileSync(path);
  const found = new Map();
  const blockAt = (lba) => bytes.subarray(lba * BLOCK, (lba + 1) * BLOCK);
  const add = (block) => {
    const id = block.readUInt16LE(0);
    if (!found.has(id)) found.set(id, block);
  };
  const anchor = blockAt(256);
  for (let lba = anchor.readUInt32LE(20); ; lba++) {
    const block = blockAt(lba);
    if (block.readUInt16LE(0) === 0) break;
    add(block);
    if (block.readUInt16LE(0) === 8) break;
  }
  const logical = found.get(6);
  add(blockAt(logical.readUInt32LE(436)));
  const start = found.get(5).readUInt32LE(188);
  const isVirtual = logical.readUInt32LE(268) === 2;
  if (isVirtual) return { found, blockAt, start };
  const fileSet = blockAt(start + logical.readUInt32LE(252));
  add(fileSet);
  const root = blockAt(start + fileSet.readUInt32LE(404));
  add(root);
  const at = root.readUInt16LE(0) === 266 ? 216 : 176;
  const isInside = root[34] % 8 === 3;
  const names = isInside ? root.subarray(at) : blockAt(start + root.readUInt32LE(at + 4));
  found.set('parent', names.subarray(0, 40));
  if (!isInside && names.readUInt16LE(40) === 257) {
    const length = Math.ceil((38 + names[40 + 19]) / 4) * 4;
    found.set('name', names.subarray(40, 40 + length));
    const file = blockAt(start + names.readUInt32LE(40 + 24));
    found.set('file', file);
  }
  return { found, blockAt, start };
}

function compareAll(what, own, other) {
  const [ours, theirs] = [own, other].map(descriptorsOf);
  let count = 0;
  for (const [key, block] of ours.found) {
    const there = theirs.found.get(key);
    if (there === undefined) continue;
    compare(`${what} ${key}`, block, there);
    count++;
  }
  return count;
}

const genisoimage = {
  name: 'UDF: descriptors, byte for byte as genisoimage -udf',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const source = join(folder, 'source');
      mkdirSync(join(source, 'SUB'), { recursive: true });
      writeFileSync(join(source, 'DATA.BIN'), Buffer.alloc(5_000, 1));
      const [own, other] = [join(folder, 'own.iso'), join(folder, 'other.iso')];
      await writeSparse(await planIsoImage(await treeFromFolder(source), { volumeName: 'NAME', udf: '1.02' }), own);
      await runExpecting(0, 'genisoimage', ['-quiet', '-R', '-J', '-udf', '-V', 'NAME', '-o', other, source], { env });
      const count = compareAll('genisoimage', own, other);
      assert.equal(count, 12);
      const [a, b] = [own, other].map((path) => {
        const bytes = readFileSync(path);
        return [19, 20, 21].map((lba) => bytes.subarray(lba * BLOCK, (lba + 1) * BLOCK).toString('latin1'));
      });
      assert.deepEqual(a, b, 'recognition sequence');
      return `${count} descriptors and the recognition sequence`;
    }),
};

const MKUDFFS = [
  ['hd', '1.02'],
  ['hd', '1.50'],
  ['hd', '2.01'],
  ['dvd', '2.01'],
];

const mkudffs = {
  name: 'UDF: descriptors, byte for byte as mkudffs',
  run: () =>
    withTemporaryFolder(async (folder) => {
      let count = 0;
      for (const [index, [media, revision]] of MKUDFFS.entries()) {
        const [own, other] = [join(folder, 'own.udf'), join(folder, `other${index}.udf`)];
        const root = { kind: 'folder', name: '', mode: 0o755, children: [] };
        await writeSparse(await planUdfImage(root, { revision, volumeName: 'NAME' }), own);
        const options = ['--new-file', '-b', '2048', '-m', media, '-r', revision, '-l', 'NAME'];
        await runExpecting(0, 'mkudffs', [...options, other, '1024'], { env });
        count += compareAll(`mkudffs ${media} ${revision}`, own, other);
      }
      return `${count} descriptors of ${MKUDFFS.length} volumes`;
    }),
};

/** Entries of a Virtual Allocation Table are places: what is compared is what surrounds them. */
const VIRTUAL = {
  name: 'UDF: the Virtual Allocation Table, byte for byte as mkudffs',
  run: () =>
    withTemporaryFolder(async (folder) => {
      for (const revision of ['1.50', '2.01']) {
        const [own, other] = [join(folder, 'own.udf'), join(folder, `${revision}.udf`)];
        const root = { kind: 'folder', name: '', mode: 0o755, children: [] };
        await writeSparse(await planUdfImage(root, { revision, volumeName: 'NAME', virtual: true }), own);
        const options = ['--new-file', '-b', '2048', '-m', 'cdr', '-r', revision, '-l', 'NAME'];
        const { stdout } = await runExpecting(0, 'mkudffs', [...options, other, '1024'], { env });
        compareAll(`mkudffs cdr ${revision}`, own, other);
        const [a, b] = [own, other].map((path) => Buffer.from(readFileSync(path)));
        const vat = a.subarray(-BLOCK);
        const at = Number(/vatblock=(\d+)/.exec(stdout)[1]);
        const there = b.subarray(at * BLOCK, (at + 1) * BLOCK);
        assert.deepEqual(
          [vat[27], vat.readUInt16LE(0), vat.readUInt16LE(20)],
          [there[27], there.readUInt16LE(0), there.readUInt16LE(20)],
        );
        const [ownTable, otherTable] = [tableOf(own, vat), tableOf(other, there)];
        if (revision === '2.01') {
          // Files and folders: mkudffs counts none of its own.
          for (const table of [ownTable, otherTable]) table.fill(0, 136, 144);
          assert.deepEqual(ownTable.subarray(0, 152), otherTable.subarray(0, 152));
        } else {
          // The operating system, in the suffix of the identifier.
          for (const table of [ownTable, otherTable]) table.fill(0, table.length - 10, table.length - 8);
          assert.deepEqual(ownTable.subarray(-36), otherTable.subarray(-36));
        }
        assert.equal(mapOf(a), mapOf(b), 'partition map');
      }
      return '2 revisions';
    }),
};

/** What is in a file that is short: in its entry, or in one extent. */
function tableOf(path, entry) {
  const fieldsEnd = entry.readUInt16LE(0) === 266 ? 216 : 176;
  // After the extended attributes.
  const start = fieldsEnd + entry.readUInt32LE(fieldsEnd - 8);
  if (entry[34] % 8 === 3) return Buffer.from(entry.subarray(start, start + entry.readUInt32LE(fieldsEnd - 4)));
  const first = (descriptorsOf(path).start + entry.readUInt32LE(start + 4)) * BLOCK;
  return Buffer.from(readFileSync(path).subarray(first, first + entry.readUInt32LE(start)));
}

/** The partition maps of a volume, without who wrote them. */
function mapOf(bytes) {
  const sequence = bytes.readUInt32LE(256 * BLOCK + 20);
  for (let lba = sequence; ; lba++) {
    const block = bytes.subarray(lba * BLOCK, (lba + 1) * BLOCK);
    if (block.readUInt16LE(0) !== 6) continue;
    const maps = Buffer.from(block.subarray(440, 440 + 70));
    // Operating system, in the suffix of the identifier.
    maps.fill(0, 6 + 4 + 26, 6 + 4 + 32);
    return maps.toString('hex');
  }
}

export const udfDescriptorScenarios = [genisoimage, mkudffs, VIRTUAL];
