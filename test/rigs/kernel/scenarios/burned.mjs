// What discwright burned onto DVD and BD in its virtual burner, in QEMU's CD drives, mounted by the kernel.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf, requireSame } from '../../images/compare.mjs';
import { runExpecting } from '../../support/programs.mjs';

const WANT = { modes: true, dates: true, links: true };
const facts = JSON.parse(readFileSync('/rig/burned.json', 'utf8'));
const mounted = join(tmpdir(), 'mounted');

/** The node of the drive whose revision is this name. */
function nodeOf(name) {
  const found = readdirSync('/sys/block').find(
    (each) => each.startsWith('sr') && readFileSync(`/sys/block/${each}/device/rev`, 'latin1').trim() === name,
  );
  assert.ok(found, `no drive holds ${name}`);
  return `/dev/${found}`;
}

async function withMounted(name, kind, options, use) {
  mkdirSync(mounted, { recursive: true });
  await runExpecting(0, 'mount', ['-t', kind, '-o', ['ro', ...options].join(','), nodeOf(name), mounted]);
  try {
    return await use();
  } finally {
    await runExpecting(0, 'umount', [mounted]);
  }
}

/** QEMU's drives have one session: the one that is meant is named. */
const sessionOf = (kind, startBlock) =>
  startBlock === 0 ? [] : [kind === 'udf' ? `session=${startBlock}` : `sbsector=${startBlock}`];

const tree = ([name, { medium, sessions, lines, startBlock }], kind) => ({
  name: `${medium} by ${kind}, ${sessions === 1 ? 'one session' : `${sessions} sessions`} (${name}): ${lines.length} entries are equal`,
  limitMs: 900_000,
  run: () =>
    withMounted(name, kind, sessionOf(kind, startBlock), () => {
      requireSame(name, linesOf(mounted, WANT), lines);
      return `${lines.length} entries`;
    }),
});

const MEBIBYTE = 2 ** 20;
/** Of the mebibytes of a big file, unless all of it is hashed. */
const LOOKED_AT = 16;

/** Across the ends of extents and of 32 bits: one of them lies over the number of a mebibyte. */
const MARK = 'mark!';

function requireTexts(path, places) {
  const file = openSync(path, 'r');
  try {
    for (const [at, text] of places) {
      const bytes = Buffer.alloc(text.length);
      readSync(file, bytes, 0, bytes.length, at);
      assert.equal(bytes.toString('latin1'), text, `at ${at}`);
    }
  } finally {
    closeSync(file);
  }
}

const bigFile = ([name, { medium, bigBytes, marks, hash }], kind) => ({
  name: `${medium} by ${kind} (${name}): a file of 5 GiB ${hash === undefined ? 'has its length and its bytes' : 'is equal'}`,
  limitMs: 900_000,
  run: () =>
    withMounted(name, kind, [], async () => {
      const path = join(mounted, 'big file');
      assert.equal(statSync(path).size, bigBytes);
      if (hash !== undefined) {
        assert.equal(await hashOf(path), hash);
        return 'all bytes';
      }
      const places = marks.map((at) => [at, MARK]);
      for (let at = 0; at < bigBytes; at += LOOKED_AT * MEBIBYTE) {
        if (!marks.some((mark) => mark < at && mark + MARK.length > at)) places.push([at, `${at / MEBIBYTE} MiB`]);
      }
      requireTexts(path, places);
      return `${places.length} places`;
    }),
});

async function hashOf(path) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: MEBIBYTE })) hash.update(piece);
  return hash.digest('hex');
}

export const scenarios = [
  {
    name: 'the kernel has UDF, and finds the burned discs',
    always: true,
    run: async () => {
      await runExpecting(0, 'modprobe', ['udf']);
      for (const name of Object.keys(facts)) nodeOf(name);
      return `${Object.keys(facts).length} discs`;
    },
  },
  ...Object.entries(facts).flatMap((each) =>
    (each[1].bridge ? ['udf', 'iso9660'] : ['udf']).map((kind) =>
      (each[1].bigBytes === undefined ? tree : bigFile)(each, kind),
    ),
  ),
];
