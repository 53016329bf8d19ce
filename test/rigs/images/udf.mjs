// UDF by discwright, read by 7-Zip and udftools.
import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { planIsoImage, planUdfImage, treeFromFolder, UDF_REVISIONS } from '../../../dist/image/index.js';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { runExpecting } from '../support/programs.mjs';
import { linesOf, requireSame } from './compare.mjs';
import { env, problemsOf, withImage } from './images.mjs';
import { makeRandomTree } from './random-tree.mjs';
import { readers } from './readers.mjs';
import { writeSparse } from './write-sparse.mjs';

const FIRST_SEED = 6_000;
const NAMES = { modes: false, dates: true, folderDates: false, links: true };

/** What udfinfo says, as values by name. @throws if it warns */
async function udfinfo(image, mayWarn) {
  const { stdout, stderr } = await runExpecting(0, 'udfinfo', [image], { env });
  if (!mayWarn) assert.doesNotMatch(stderr, /warning|error/i, stderr);
  return Object.fromEntries(
    stdout.split('\n').flatMap((line) => [line.split('=', 2)].filter(({ length }) => length === 2)),
  );
}

async function checkFacts(image, source, { code, label, mayWarn = false }) {
  const facts = await udfinfo(image, mayWarn);
  const lines = linesOf(source, { links: true });
  // It shows what a program must know to read the volume, and nothing in 2.60 needs more than 2.50 does.
  assert.equal(facts.udfrev, code === '2.60' ? '2.50' : code);
  assert.equal(facts.label, label);
  assert.equal(Number(facts.numdirs), lines.filter((line) => line.endsWith('/')).length + 1);
  const { stdout } = await runExpecting(0, 'udflabel', [image], { env });
  assert.equal(stdout.trim(), label);
}

/** Names in full, dates and contents. 7-Zip reads nothing of a volume with symbolic links. */
async function check7z(image, source, target) {
  await runExpecting(0, '7z', ['x', '-y', '-bd', `-o${target}`, image], { env });
  requireSame('7z', linesOf(target, NAMES), linesOf(source, NAMES));
  rmSync(target, { recursive: true });
}

const randomTrees = (trees) => ({
  name: 'UDF: random trees, read by 7z, udfinfo and udflabel',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const [source, image, target] = ['source', 'image.udf', 'target'].map((name) => join(folder, name));
      let entries = 0;
      for (let index = 0; index < trees; index++) {
        entries += makeRandomTree(source, FIRST_SEED + index, { links: false, longestName: 120 });
        const tree = await treeFromFolder(source);
        const label = `Grüße ${index}`;
        for (const revision of UDF_REVISIONS) {
          await writeSparse(await planUdfImage(tree, { revision, volumeName: label }), image);
          assert.deepEqual(await problemsOf(image), []);
          await check7z(image, source, target);
          await checkFacts(image, source, { code: revision, label });
        }
        for (const revision of ['1.50', '2.00', '2.01']) {
          await writeSparse(await planUdfImage(tree, { revision, volumeName: label, virtual: true }), image);
          await withImage(image, 0, (fileSystem) => fileSystem.tree(), 'udf');
          // Its partition goes to the end of the disc, over the last anchor.
          await checkFacts(image, source, { code: revision, label, mayWarn: true });
        }
        rmSync(source, { recursive: true });
      }
      return `${trees} trees, ${entries} entries, ${UDF_REVISIONS.length} revisions`;
    }),
});

const bridges = {
  name: 'UDF over ISO 9660: random trees, read by every program',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const [source, image, target] = ['source', 'image.iso', 'target'].map((name) => join(folder, name));
      for (const [index, udf] of UDF_REVISIONS.entries()) {
        makeRandomTree(source, FIRST_SEED + 100 + index, { links: false, longestName: 120 });
        await writeSparse(await planIsoImage(await treeFromFolder(source), { udf, volumeName: 'BRIDGE' }), image);
        assert.deepEqual(await problemsOf(image), []);
        await checkFacts(image, source, { code: udf, label: 'BRIDGE' });
        await check7z(image, source, target);
        for (const name of ['xorriso -indev', 'bsdtar', 'isoinfo -R']) {
          await readers[name](image, source, target);
          rmSync(target, { recursive: true, force: true });
        }
        rmSync(source, { recursive: true });
      }
      return `${UDF_REVISIONS.length} revisions, 6 readers`;
    }),
};

const BIG_BYTES = 5 * 2 ** 30 + 12_345;
const MARKS = [0, 2 ** 30 - 2_048 - 3, 2 ** 32 - 3, BIG_BYTES - 5];

const large = {
  name: 'UDF: a file of 5 GiB',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const source = join(folder, 'source');
      mkdirSync(source);
      const file = openSync(join(source, 'big file'), 'w');
      for (const at of MARKS) writeSync(file, 'mark!', at);
      closeSync(file);
      utimesSync(join(source, 'big file'), 1e9, 1e9);
      const image = join(folder, 'image.udf');
      const before = process.memoryUsage().rss;
      for (const revision of ['1.02', '2.60']) {
        await writeSparse(await planUdfImage(await treeFromFolder(source), { revision }), image);
        assert.deepEqual(await problemsOf(image), []);
        const { stdout: listed } = await runExpecting(0, '7z', ['l', '-slt', image], { env });
        assert.match(listed, new RegExp(`Size = ${BIG_BYTES}`));
        const { stdout } = await runExpecting(0, 'sh', ['-c', `7z x -so "$0" | tr -d '\\0'`, image], { env });
        assert.equal(stdout, 'mark!'.repeat(MARKS.length));
      }
      const grown = Math.round((process.memoryUsage().rss - before) / 1_048_576);
      return `${BIG_BYTES} bytes; memory grew by ${grown} MiB`;
    }),
};

const many = {
  name: 'UDF: 20,000 files in one folder and in many',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const source = join(folder, 'source');
      const count = 20_000;
      mkdirSync(join(source, 'all'), { recursive: true });
      for (let index = 0; index < count; index++) {
        const inFolder = index % 2 === 0 ? 'all' : `folder ${index % 1_000}`;
        mkdirSync(join(source, inFolder), { recursive: true });
        writeFileSync(join(source, inFolder, `a file with number ${index}.txt`), `${index}`);
      }
      // Without a file that has blocks of its own, the mirror of 2.50 is at the end, where 7-Zip expects nothing.
      writeFileSync(join(source, 'zz'), Buffer.alloc(5_000, 1));
      const image = join(folder, 'image.udf');
      for (const revision of ['1.02', '2.50']) {
        await writeSparse(await planUdfImage(await treeFromFolder(source), { revision }), image);
        const { stdout } = await runExpecting(0, '7z', ['l', image], { env });
        assert.equal(Number(/(\d+) files/.exec(stdout)?.[1]), count + 1);
        assert.equal(Number((await udfinfo(image)).numfiles), count + 1);
      }
      return `${count} files, 2 revisions`;
    }),
};

export const udfScenarios = ({ trees }) => [randomTrees(Math.ceil(trees / 10)), bridges, large, many];
