// The discs of the guest `burned`: file systems that discwright burned onto DVD and BD in its virtual burner, session after session.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { openFileSystem, planIsoImage, planUdfImage, treeFromFolder } from '../../../build/image/index.js';
import { burnData, discBlocks, openDrive, readMultisession } from '../../../build/index.js';
import { linesOf } from '../images/compare.mjs';
import { makeRandomTree, random } from '../images/random-tree.mjs';

const BLOCK = 2_048;
const PIECE_BLOCKS = 2_048;
const WANT = { modes: true, dates: true, links: true };
const BIG_BYTES = 5 * 2 ** 30 + 12_345;
/** Every mebibyte of a big file begins with its number, and is zeros otherwise, except at the ends of extents and of 32 bits. */
const MEBIBYTE = 2 ** 20;
const MARKS = [2 ** 30 - BLOCK - 3, 2 ** 32 - 3, BIG_BYTES - 5];
/** RIG_WHOLE=1: all bytes of big files are read and hashed, not only some places. */
const WHOLE = process.env.RIG_WHOLE === '1';
/** In all. */
const TREE_BYTES = Number(process.env.RIG_TREE_MB ?? 100) * 1_000_000;
const LONGEST_FILE_BYTES = 16_000_000;
const NOISE_BYTES = 1_048_573;

/** Each disc: of which medium, with which file systems, in how many sessions, or with what in it. `name` is that of the drive: at most four characters. */
export const burnedDiscs = [
  { name: 'BDRV', medium: 'BD-R', kind: { udfOnly: true, revision: '2.01', virtual: true }, sessions: 3 },
  { name: 'DVDV', medium: 'DVD+R', kind: { udfOnly: true, revision: '1.50', virtual: true }, sessions: 2 },
  { name: 'BDRE', medium: 'BD-RE', kind: { udfOnly: true, revision: '2.50' }, sessions: 3 },
  { name: 'PLRW', medium: 'DVD+RW', kind: { revision: '1.02' }, sessions: 3 },
  { name: 'RAM', medium: 'DVD-RAM', kind: { revision: '2.01' }, sessions: 2 },
  { name: 'BIGD', medium: 'DVD+R DL', kind: { revision: '1.02' }, big: true },
  { name: 'BIGB', medium: 'BD-RE', kind: { udfOnly: true, revision: '2.60' }, big: true },
  { name: 'TREE', medium: 'BD-R', kind: { revision: '1.02' }, tree: true },
];

/** Writes what each disc has into a folder as the image of a disc, and next to them what must be found on each. */
export async function makeBurnedDiscs(folder) {
  const facts = {};
  for (const [index, disc] of burnedDiscs.entries()) facts[disc.name] = await burnt(folder, disc, index);
  writeFileSync(join(folder, 'burned.json'), JSON.stringify(facts));
}

async function burnt(folder, { name, medium, kind, sessions = 1, big = false, tree = false }, index) {
  const saved = join(folder, `${name}.disc`);
  const drive = await openDrive(`sim:${saved}?medium=${encodeURIComponent(medium)}`);
  const merged = join(folder, 'merged');
  mkdirSync(merged);
  let startBlock;
  let lines;
  let hash;
  try {
    for (let session = 0; session < sessions; session++) {
      const source = join(folder, `source ${session}`);
      if (big) makeBig(source);
      else if (tree) makeTree(source, index);
      else makeRandomTree(source, 9_000 + 10 * index + session, { longestName: 120 });
      startBlock = await burnSession(drive, source, kind, session);
      if (big && WHOLE) hash = await hashOf(join(source, 'big file'));
      if (sessions > 1) execFileSync('cp', ['-a', '--remove-destination', `${source}/.`, merged]);
      else if (!big) lines = linesOf(source, WANT);
      rmSync(source, { recursive: true });
    }
    await copyDisc(drive, join(folder, `${name}.burned`));
  } finally {
    await drive[Symbol.asyncDispose]();
  }
  if (sessions > 1) lines = linesOf(merged, WANT);
  for (const each of [merged, saved]) rmSync(each, { recursive: true, force: true });
  const bridge = kind.udfOnly !== true;
  return { medium, bridge, sessions, startBlock, ...(big ? { bigBytes: BIG_BYTES, marks: MARKS, hash } : { lines }) };
}

/** @returns where the session begins by which the disc is mounted */
async function burnSession(drive, source, { udfOnly = false, revision, virtual = false }, session) {
  const make = async ({ lastSessionStartLba, nextWritableLba }) => {
    const previous =
      session === 0
        ? undefined
        : await openFileSystem(await discBlocks(drive), {
            sessionStart: lastSessionStartLba,
            ...(udfOnly ? { names: 'udf' } : {}),
          });
    const options = { startBlock: nextWritableLba, ...(previous === undefined ? {} : { previous }) };
    const tree = await treeFromFolder(source);
    return udfOnly
      ? planUdfImage(tree, { ...options, revision, virtual })
      : planIsoImage(tree, { ...options, udf: revision });
  };
  const burning = burnData(drive, make, { append: session > 0, ending: 'close-session', verify: 'none' });
  for (let step = await burning.next(); !step.done; ) step = await burning.next();
  return (await readMultisession(drive)).lastSessionStartLba;
}

async function hashOf(path) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: MEBIBYTE })) hash.update(piece);
  return hash.digest('hex');
}

function makeBig(source) {
  mkdirSync(source);
  const file = openSync(join(source, 'big file'), 'w');
  for (let at = 0; at < BIG_BYTES; at += MEBIBYTE) writeSync(file, `${at / MEBIBYTE} MiB`, at);
  for (const at of MARKS) writeSync(file, 'mark!', at);
  ftruncateSync(file, BIG_BYTES);
  closeSync(file);
  utimesSync(join(source, 'big file'), 1e9, 1e9);
}

/** Folders with files of many lengths, whose contents differ. */
function makeTree(source, seed) {
  const next = random(seed);
  const noise = Buffer.alloc(NOISE_BYTES);
  for (let at = 0; at < noise.length; at++) noise[at] = next() * 256;
  let files = 0;
  for (let left = TREE_BYTES; left > 0; files++) {
    const length = Math.min(left, Math.floor(LONGEST_FILE_BYTES * next() ** 6));
    const folder = join(source, `${Math.floor(next() * 30)}`, `${Math.floor(next() * 10)}`);
    mkdirSync(folder, { recursive: true });
    const file = openSync(join(folder, `file ${files}`), 'w');
    for (let at = 0; at < length; at += NOISE_BYTES) writeSync(file, noise, 0, Math.min(NOISE_BYTES, length - at), at);
    writeSync(file, `${files}`, 0);
    closeSync(file);
    left -= Math.max(1, length);
  }
}

/** All blocks that were written, without zeros. */
async function copyDisc(drive, path) {
  const blocks = await discBlocks(drive);
  const { endBlock = (await readMultisession(drive)).nextWritableLba } = blocks;
  const file = openSync(path, 'w');
  const zeros = Buffer.alloc(PIECE_BLOCKS * BLOCK);
  for (let lba = 0; lba < endBlock; lba += PIECE_BLOCKS) {
    const count = Math.min(PIECE_BLOCKS, endBlock - lba);
    const piece = await readPieces(blocks, lba, count);
    if (!piece.equals(zeros.subarray(0, piece.length))) writeSync(file, piece, 0, piece.length, lba * BLOCK);
  }
  ftruncateSync(file, endBlock * BLOCK);
  closeSync(file);
}

/** Between sessions there are blocks that cannot be read. */
async function readPieces(blocks, lba, count) {
  try {
    return Buffer.from(await blocks.readBlocks(lba, count));
  } catch {
    if (count === 1) return Buffer.alloc(BLOCK);
    const half = Math.floor(count / 2);
    return Buffer.concat([await readPieces(blocks, lba, half), await readPieces(blocks, lba + half, count - half)]);
  }
}
