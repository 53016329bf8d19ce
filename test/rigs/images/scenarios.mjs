import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { walkTree } from '../../../dist/image/index.js';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { runExpecting } from '../support/programs.mjs';
import { linesOf, requireSame, treeLines } from './compare.mjs';
import { BLOCK, env, makeImage, POSIX, problemsOf, withImage } from './images.mjs';
import { large, many } from './large.mjs';
import { makeRandomTree } from './random-tree.mjs';
import { readers } from './readers.mjs';
import { udfScenarios } from './udf.mjs';
import { udfDescriptorScenarios } from './udf-descriptors.mjs';

const FIRST_SEED = 12;

/** Random trees, written by us. */
const ours = (trees) => ({
  name: 'random trees, read by other programs',
  run: () =>
    withTemporaryFolder(async (folder) => {
      let entries = 0;
      for (let index = 0; index < trees; index++) {
        const source = join(folder, 'source');
        const image = join(folder, 'image.iso');
        entries += makeRandomTree(source, FIRST_SEED + index);
        await makeImage(source, image);
        assert.deepEqual(await problemsOf(image), []);
        const reading = Object.entries(readers).map(async ([name, read]) => {
          const target = join(folder, name.replace(/\W/g, ''));
          await read(image, source, target);
          rmSync(target, { recursive: true, force: true });
        });
        const results = await Promise.allSettled(reading);
        const failed = results.find(({ status }) => status === 'rejected');
        if (failed !== undefined) throw new Error(`tree ${FIRST_SEED + index}: ${failed.reason.message}`);
        rmSync(source, { recursive: true });
        rmSync(image);
      }
      return `${trees} trees, ${entries} entries, ${Object.keys(readers).length} readers`;
    }),
});

/** Random trees, written by others. */
const theirs = {
  name: 'random trees by genisoimage and xorriso, read by us',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const makers = {
        genisoimage: (source, image) => ['genisoimage', '-quiet', '-R', '-J', '-joliet-long', '-o', image, source],
        xorriso: (source, image) => ['xorriso', '-as', 'mkisofs', '-quiet', '-R', '-J', '-o', image, source],
      };
      for (let index = 0; index < 6; index++) {
        const source = join(folder, 'source');
        makeRandomTree(source, 1_000 + index, { longestName: 120, longLinks: false });
        for (const [name, commandOf] of Object.entries(makers)) {
          const image = join(folder, 'image.iso');
          const [program, ...args] = commandOf(source, image);
          await runExpecting(0, program, args, { env });
          const found = await withImage(image, 0, async (fileSystem) =>
            treeLines(await fileSystem.tree(), walkTree, POSIX),
          );
          requireSame(name, found, linesOf(source, POSIX));
          rmSync(image);
        }
        rmSync(source, { recursive: true });
      }
      return '6 trees by 2 programs';
    }),
};

/** What two descriptors may differ in: where things are, and when they were made. */
const PLACES = [
  [80, 88, 'volume space size'],
  [140, 156, 'path tables'],
  [156, 190, 'root record'],
  [813, 881, 'dates'],
];

const masked = (descriptor) => {
  const copy = Buffer.from(descriptor);
  for (const [from, to] of PLACES) copy.fill(0, from, to);
  return copy;
};

const blockOf = (path, lba) => readFileSync(path).subarray(lba * BLOCK, (lba + 1) * BLOCK);

/** Records of the root without addresses, dates and system use: length of data, flags, identifier. */
function recordsIn(block) {
  const records = [];
  for (let at = 0; block[at] > 0; at += block[at]) {
    const length = block[at + 32];
    records.push(
      `${block.readUInt32LE(at + 10)} ${block[at + 25]} ${block.subarray(at + 33, at + 33 + length).toString('hex')}`,
    );
  }
  return records;
}

const descriptors = {
  name: 'descriptors, byte for byte as genisoimage',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const source = join(folder, 'source');
      mkdirSync(join(source, 'SUB'), { recursive: true });
      writeFileSync(join(source, 'README.TXT'), 'hello');
      writeFileSync(join(source, 'DATA.BIN'), Buffer.alloc(5_000, 1));
      writeFileSync(join(source, 'SUB/BOOT.BIN'), Buffer.alloc(3_000, 2));
      const [own, other] = [join(folder, 'own.iso'), join(folder, 'other.iso')];
      const texts = { system: 'LINUX', application: 'APP', publisher: 'PUB', preparer: 'PREP', volumeSet: 'SET' };
      await makeImage(source, own, { volumeName: 'NAME', padBlocks: 0, texts, boot: [{ file: 'SUB/BOOT.BIN' }] });
      await runExpecting(0, 'genisoimage', [
        ...[
          '-quiet',
          '-no-pad',
          '-R',
          '-J',
          '-V',
          'NAME',
          '-A',
          'APP',
          '-publisher',
          'PUB',
          '-p',
          'PREP',
          '-volset',
          'SET',
        ],
        ...['-b', 'SUB/BOOT.BIN', '-no-emul-boot', '-boot-load-size', '4', '-c', 'BOOT.CAT', '-o', other, source],
      ]);
      const kinds = ['primary', 'boot record', 'Joliet', 'terminator'];
      for (const [index, kind] of kinds.entries()) {
        const pair = [own, other].map((path) => blockOf(path, 16 + index));
        const [a, b] = kind === 'boot record' ? pair.map((block) => block.subarray(0, 71)) : pair.map(masked);
        const at = [...a.keys()].find((byte) => a[byte] !== b[byte]);
        assert.equal(at, undefined, `${kind}: byte ${at} is ${a[at]} and genisoimage has ${b[at]}`);
      }
      const catalogs = [own, other].map((path) => {
        const catalog = Buffer.from(blockOf(path, blockOf(path, 17).readUInt32LE(71)));
        // Where the image is, and genisoimage's name in the validation entry with its checksum.
        return catalog.fill(0, 4, 30).fill(0, 40, 44);
      });
      assert.deepEqual(catalogs[0], catalogs[1], 'boot catalog');
      for (const [index, kind] of [
        [0, 'primary'],
        [2, 'Joliet'],
      ]) {
        const [a, b] = [own, other].map((path) => {
          const root = blockOf(path, blockOf(path, 16 + index).readUInt32LE(158));
          return recordsIn(root).filter((record) => !/424f4f542e434154|0042004f004f0054002e004300410054/.test(record));
        });
        assert.deepEqual(a, b, `root folder, ${kind}`);
      }
      return 'primary, boot record, Joliet, terminator, boot catalog, root folders';
    }),
};

const appended = {
  name: 'an appended session: ours on ours and on genisoimage’s',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const [first, second] = [join(folder, 'first'), join(folder, 'second')];
      makeRandomTree(first, 2_000, { longestName: 120, longLinks: false });
      mkdirSync(join(first, 'both'));
      writeFileSync(join(first, 'both/old.txt'), 'old');
      writeFileSync(join(first, 'replaced.txt'), 'before');
      mkdirSync(join(second, 'both'), { recursive: true });
      writeFileSync(join(second, 'both/new.txt'), 'new');
      writeFileSync(join(second, 'replaced.txt'), 'after, and longer');
      const merged = join(folder, 'merged');
      await runExpecting(0, 'cp', ['-a', first, merged]);
      await runExpecting(0, 'cp', ['-a', `${second}/.`, merged]);
      for (const maker of ['discwright', 'genisoimage']) {
        const disc = join(folder, `${maker}.iso`);
        if (maker === 'discwright') await makeImage(first, disc);
        else await runExpecting(0, 'genisoimage', ['-quiet', '-R', '-J', '-o', disc, first], { env });
        const startBlock = statSync(disc).size / BLOCK + 11_400;
        const session = join(folder, 'session.iso');
        await withImage(disc, 0, (previous) => makeImage(second, session, { startBlock, previous }));
        truncateSync(disc, startBlock * BLOCK);
        writeFileSync(disc, readFileSync(session), { flag: 'a' });
        rmSync(session);
        const want = { ...POSIX, folderDates: false };
        const found = await withImage(disc, startBlock, async (fileSystem) =>
          treeLines(await fileSystem.tree(), walkTree, want),
        );
        requireSame(`our reader on ${maker}`, found, linesOf(merged, want));
        const target = join(folder, 'target');
        await runExpecting(
          0,
          'xorriso',
          [
            '-load',
            'sbsector',
            String(startBlock),
            '-indev',
            `stdio:${disc}`,
            '-osirrox',
            'on:auto_chmod_off',
            '-extract',
            '/',
            target,
          ],
          { env },
        );
        requireSame(`xorriso on ${maker}`, linesOf(target, want), linesOf(merged, want));
        rmSync(target, { recursive: true });
        const { stdout } = await runExpecting(0, 'isoinfo', ['-R', '-f', '-T', String(startBlock), '-i', disc], {
          env,
        });
        for (const path of ['/both/old.txt', '/both/new.txt', '/replaced.txt'])
          assert.ok(stdout.includes(`${path}\n`), `isoinfo: ${path}`);
      }
      return 'old and new files, by us, xorriso and isoinfo';
    }),
};

export const scenarios = ({ trees }) => [
  ours(trees),
  theirs,
  descriptors,
  appended,
  large,
  many,
  ...udfScenarios({ trees }),
  ...udfDescriptorScenarios,
];
