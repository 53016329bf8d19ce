// The discs of the guest `filesystems`: made on the host, since the guest is ten times slower.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { ImageBlocks, openFileSystem, planIsoImage, planUdfImage, treeFromFolder } from '../../../build/image/index.js';
import { linesOf } from '../images/compare.mjs';
import { makeRandomTree } from '../images/random-tree.mjs';
import { writeSparse } from '../images/write-sparse.mjs';

const BLOCK = 2_048;
const WANT = { modes: true, dates: true, folderDates: true, links: true };
const BIG_BYTES = 5 * 2 ** 30 + 12_345;
/** At the ends of extents and of 32 bits. */
const MARKS = [0, 2 ** 30 - BLOCK - 3, 2 ** 32 - 3, BIG_BYTES - 5];

/** Each disc and what its name says; `REV` of the drive is at most four characters. */
const PLAIN = ['1.02', '1.50', '2.00', '2.01', '2.50', '2.60'].map((revision) => ({ name: `P${revision}`, revision }));
const VIRTUAL = ['1.50', '2.00', '2.01'].map((revision) => ({ name: `V${revision}`, revision, virtual: true }));
const BRIDGES = ['1.02', '2.50'].map((udf) => ({ name: `B${udf}`, udf }));
const BIG = ['1.02', '2.60'].map((revision) => ({ name: `G${revision}`, revision, big: true }));
const SESSIONS = ['2.01', '2.50'].map((revision) => ({ name: `S${revision}`, revision, session: true }));
export const discs = [...PLAIN, ...VIRTUAL, ...BRIDGES, ...SESSIONS, ...BIG];

const DEVICES = [
  { kind: 'device', name: 'a pipe', device: 'pipe', mode: 0o640, modified: new Date(1e12) },
  { kind: 'device', name: 'a device', device: 'character', major: 1, minor: 3, mode: 0o620, modified: new Date(1e12) },
];

/** Writes images into a folder, and next to them what must be found on each. */
export async function makeDiscs(folder) {
  const facts = {};
  for (const [index, disc] of discs.entries()) {
    const path = join(folder, `${disc.name}.udf`);
    facts[disc.name] = disc.big
      ? await makeBig(folder, path, disc)
      : disc.session
        ? await makeSession(folder, path, disc, index)
        : await makeRandom(folder, path, disc, index);
  }
  writeFileSync(join(folder, 'discs.json'), JSON.stringify(facts));
}

async function makeRandom(folder, path, { revision, virtual = false, udf }, index) {
  const source = join(folder, 'source');
  makeRandomTree(source, 7_000 + index, { longestName: 120 });
  const tree = await treeFromFolder(source);
  const root = { ...tree, children: [...tree.children, ...DEVICES] };
  await writeSparse(
    udf === undefined ? await planUdfImage(root, { revision, virtual }) : await planIsoImage(root, { udf }),
    path,
  );
  const lines = linesOf(source, WANT);
  rmSync(source, { recursive: true });
  return { lines, devices: true };
}

/** A second session, with the files of the first. */
async function makeSession(folder, path, { revision }, index) {
  const [first, second, merged] = ['first', 'second', 'merged'].map((name) => join(folder, name));
  makeRandomTree(first, 8_000 + index, { longestName: 120 });
  writeFileSync(join(first, 'replaced'), 'before');
  mkdirSync(join(second, 'deep 0'), { recursive: true });
  writeFileSync(join(second, 'deep 0/added'), 'added'.repeat(1_000));
  writeFileSync(join(second, 'replaced'), 'after, and longer');
  await writeSparse(await planUdfImage(await treeFromFolder(first), { revision }), path);
  const startBlock = statSync(path).size / BLOCK + 11_392;
  const session = join(folder, 'session');
  const blocks = await ImageBlocks.open(path);
  const previous = await openFileSystem(blocks, { names: 'udf' });
  await writeSparse(await planUdfImage(await treeFromFolder(second), { revision, startBlock, previous }), session);
  await blocks.close();
  truncateSync(path, startBlock * BLOCK);
  writeFileSync(path, readFileSync(session), { flag: 'a' });
  execFileSync('cp', ['-a', first, merged]);
  execFileSync('cp', ['-a', `${second}/.`, merged]);
  const lines = linesOf(merged, { ...WANT, folderDates: false });
  for (const each of [first, second, merged, session]) rmSync(each, { recursive: true });
  return { lines, startBlock };
}

async function makeBig(folder, path, { revision }) {
  const source = join(folder, 'big');
  mkdirSync(source);
  const file = openSync(join(source, 'big file'), 'w');
  for (const at of MARKS) writeSync(file, 'mark!', at);
  ftruncateSync(file, BIG_BYTES);
  closeSync(file);
  utimesSync(join(source, 'big file'), 1e9, 1e9);
  await writeSparse(await planUdfImage(await treeFromFolder(source), { revision }), path);
  rmSync(source, { recursive: true });
  return { bigBytes: BIG_BYTES, marks: MARKS };
}
