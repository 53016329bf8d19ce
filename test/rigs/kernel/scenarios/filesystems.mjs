// Discs with UDF by discwright in QEMU's CD drives, mounted by the kernel.
import assert from 'node:assert/strict';
import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf, requireSame } from '../../images/compare.mjs';
import { runExpecting } from '../../support/programs.mjs';

const WANT = { modes: true, dates: true, folderDates: true, links: true };
const facts = JSON.parse(readFileSync('/rig/discs.json', 'utf8'));
const mounted = join(tmpdir(), 'mounted');

/** The node of the drive whose revision is this name. */
function nodeOf(name) {
  const found = readdirSync('/sys/block').find(
    (each) => each.startsWith('sr') && readFileSync(`/sys/block/${each}/device/rev`, 'latin1').trim() === revOf(name),
  );
  assert.ok(found, `no drive holds ${name}`);
  return `/dev/${found}`;
}

const revOf = (name) => name.replace('.', '');

async function withMounted(name, options, use) {
  mkdirSync(mounted, { recursive: true });
  await runExpecting(0, 'mount', ['-t', 'udf', '-o', ['ro', ...options].join(','), nodeOf(name), mounted]);
  try {
    return await use();
  } finally {
    await runExpecting(0, 'umount', [mounted]);
  }
}

const WORDS = { P: 'plain', V: 'with a Virtual Allocation Table', B: 'as a bridge', S: 'in a second session' };

const randomTree = ([name, { lines, devices = false, startBlock }]) => ({
  name: `UDF ${name.slice(1)} ${WORDS[name[0]]} is mounted, and equal`,
  limitMs: 400_000,
  run: () =>
    withMounted(name, startBlock === undefined ? [] : [`session=${startBlock}`], () => {
      if (devices) requireDevices();
      const want = { ...WANT, folderDates: startBlock === undefined };
      const found = linesOf(mounted, want, ['a pipe', 'a device']);
      requireSame(name, found, lines);
      return `${lines.length} entries`;
    }),
});

function requireDevices() {
  const pipe = lstatSync(join(mounted, 'a pipe'));
  const device = lstatSync(join(mounted, 'a device'));
  assert.deepEqual([pipe.isFIFO(), pipe.mode % 0o1000], [true, 0o640]);
  assert.deepEqual([device.isCharacterDevice(), device.rdev, device.mode % 0o1000], [true, 0x103, 0o620]);
}

const bigFile = ([name, { bigBytes, marks }]) => ({
  name: `UDF ${name.slice(1)}: a file of 5 GiB has its length and its bytes`,
  run: () =>
    withMounted(name, [], () => {
      const path = join(mounted, 'big file');
      assert.equal(statSync(path).size, bigBytes);
      const file = openSync(path, 'r');
      const bytes = Buffer.alloc(4_096);
      for (const at of marks) {
        const length = readSync(file, bytes, 0, bytes.length, at);
        assert.equal(bytes.toString('latin1', 0, 5), 'mark!', `at ${at}`);
        const others = marks.filter((each) => each !== at && each > at && each < at + length).length;
        assert.equal(
          bytes.subarray(5, length).some((byte) => byte !== 0),
          others > 0,
          `after ${at}`,
        );
      }
      closeSync(file);
      return `${marks.length} places`;
    }),
});

export const scenarios = [
  {
    name: 'the kernel has UDF, and finds the drives',
    always: true,
    run: async () => {
      await runExpecting(0, 'modprobe', ['udf']);
      for (const name of Object.keys(facts)) nodeOf(name);
      return `${Object.keys(facts).length} discs`;
    },
  },
  ...Object.entries(facts).map((each) => (each[1].bigBytes === undefined ? randomTree(each) : bigFile(each))),
];
