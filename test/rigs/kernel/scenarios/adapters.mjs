// QEMU's own CD drives on three host adapters: what the kernel transfers there, and drives that are not recorders.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { listDrives, openDrive } from '../../../../build/index.js';
import { inquiry, read10, readCapacity, testUnitReady } from '../../../../build/mmc/index.js';
import { SgIoDevice } from '../../../../build/transport/linux/sg-io.js';
import { linuxSystem } from '../../../../build/transport/linux/system.js';
import { runExpecting, runProgram } from '../../support/programs.mjs';
import { assertSameBytes } from '../../support/saved-disc.mjs';
import { blkSectGet, withNode } from '../guest/raw.mjs';
import { audio, discwright } from '../guest/users.mjs';

/** Measured: what one command transfers. The driver uses half a MiB at most. */
const LARGEST = { AHCI: 131_072, EHCI: 122_880, XHCI: 1_048_576 };
const MOST_BYTES = 524_288;
const BLOCK_BYTES = 2_048;
const SECTOR_BYTES = 512;
const { errno } = constants;

const PATIENCE_MS = 60_000;
const DRIVES = 5;

/** Nodes by name: AHCI, EHCI, XHCI, and SLOWAHCI and SLOWUSB, whose READ takes 8 s. */
const nodes = {};

/** QEMU was given a product name, but a revision for IDE. */
const nameOf = ({ product, revision }) => ({ AHCI: 'AHCI', SLOW: 'SLOWAHCI' })[revision.trim()] ?? product.trim();

async function findDrives() {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(200)) {
    const drives = await listDrives();
    if (drives.length === DRIVES) return drives;
    assert.ok(Date.now() < until, `${drives.length} drives instead of ${DRIVES}: ${JSON.stringify(drives)}`);
  }
}

const readBytes = (lba, lengthBytes) => ({
  cdb: read10({ lba, lengthBlocks: Math.ceil(lengthBytes / BLOCK_BYTES) }).cdb,
  data: { direction: 'in', lengthBytes },
  timeoutMs: 30_000,
});

function thrownBy(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
}

const forEachAdapter = (make) => Object.keys(LARGEST).flatMap(make);

export const scenarios = [
  {
    name: 'all drives are listed, with both nodes',
    always: true,
    run: async () => {
      for (const drive of await findDrives()) nodes[nameOf(drive)] = { sr: drive.path, sg: drive.alternativePath };
      assert.deepEqual(Object.keys(nodes).sort(), ['AHCI', 'EHCI', 'SLOWAHCI', 'SLOWUSB', 'XHCI']);
      const listed = await runExpecting(0, ...discwright('root', 'drives'));
      for (const { sr, sg } of Object.values(nodes))
        assert.match(listed.stdout, new RegExp(`${sr}.*no CDs.*also ${sg}`));
    },
  },
  ...forEachAdapter((adapter) => [
    {
      name: `${adapter}: the largest transfer is what the kernel says, and a larger one fails with a message`,
      run: async () => {
        const seen = [];
        for (const kind of ['sr', 'sg']) {
          const path = nodes[adapter][kind];
          const limit = withNode(path, 'r', (fd) => blkSectGet(fd, kind));
          assert.equal(limit, LARGEST[adapter], `${path} by BLKSECTGET`);
          const device = new SgIoDevice(path, linuxSystem());
          try {
            assert.equal(device.maxTransferBytes, Math.min(limit, MOST_BYTES));
            assert.equal(device.execute(readBytes(0, limit)).status, 0, `${path}: ${limit} bytes`);
            const error = thrownBy(() => device.execute(readBytes(0, limit + SECTOR_BYTES)));
            assert.equal(error.kind, 'too-large');
            assert.equal(error.errno, kind === 'sr' ? errno.EIO : errno.EINVAL);
            assert.match(error.message, new RegExp(`refused a transfer of ${limit + SECTOR_BYTES} bytes`));
          } finally {
            device.close();
          }
          seen.push(`${kind} ${limit}`);
        }
        return seen.join(', ');
      },
    },
    {
      name: `${adapter}: every byte is read through sr and sg in the largest pieces, and equals what the kernel's mount reads`,
      run: async () => {
        const image = readFileSync('/rig/disc.iso');
        for (const path of Object.values(nodes[adapter])) {
          assertSameBytes(await withDrive(path, wholeDisc), image, path);
        }
        const folder = `/mnt/${adapter}`;
        mkdirSync(folder, { recursive: true });
        await runExpecting(0, 'mount', ['-t', 'iso9660', '-o', 'ro', nodes[adapter].sr, folder]);
        try {
          const [name] = readdirSync(folder).filter((each) => /content/i.test(each));
          assertSameBytes(readFileSync(`${folder}/${name}`), readFileSync('/rig/CONTENT.BIN'), 'mounted');
        } finally {
          await runExpecting(0, 'umount', [folder]);
        }
      },
    },
    {
      name: `${adapter}: a reply shorter than its buffer is read by the lengths inside it`,
      run: async () => {
        const seen = [];
        for (const path of Object.values(nodes[adapter])) {
          // 252 and not 255: an odd length makes some adapters stall.
          const [short, long] = await withDrive(path, async (drive) => [
            await drive.execute(inquiry({ allocationLength: 36 })),
            await drive.execute(inquiry({ allocationLength: 252 })),
          ]);
          assert.deepEqual([long.vendor, long.product, long.revision], [short.vendor, short.product, short.revision]);
          seen.push(nameOf(long));
        }
        return seen.join(', ');
      },
    },
  ]),
  {
    name: 'burning on a drive that is not a recorder is refused with a message',
    run: async () => {
      const info = await runExpecting(0, ...discwright('root', 'info', '--device', nodes.AHCI.sr));
      const burn = await runProgram(...discwright('root', 'burn', '--device', nodes.AHCI.sr, '--yes', audio[0]));
      assert.equal(burn.status, 2, burn.both);
      assert.match(burn.stderr, /this drive does not write CDs/);
      assertSameBytes(await firstBlocks(nodes.AHCI.sr), readFileSync('/rig/disc.iso').subarray(0, 65_536), 'the disc');
      return `${info.stdout.split('\n').find((line) => line.startsWith('State'))}; ${burn.status}: ${burn.stderr.trim()}`;
    },
  },
  ...['SLOWAHCI', 'SLOWUSB'].map((name) => ({
    name: `${name}: a command that outlasts its time-out fails with a time-out, and the drive stays usable`,
    run: () =>
      withDrive(nodes[name].sg, async (drive) => {
        await drive.whenReady({ activity: 'getting ready', limitMs: 30_000 });
        const failed = await drive.transport.send({ ...readBytes(0, BLOCK_BYTES), timeoutMs: 2_000 }).then(
          (reply) => assert.fail(`answered: ${JSON.stringify(reply)}`),
          (error) => error,
        );
        assert.equal(failed.kind, 'timeout', String(failed));
        await drive.whenReady({ activity: 'coming back', limitMs: 60_000 });
        await drive.execute(testUnitReady({}));
        assert.equal(nameOf(await drive.execute(inquiry({ allocationLength: 36 }))), name);
        return failed.message;
      }),
  })),
];

async function withDrive(path, use) {
  const drive = await openDrive(path);
  try {
    return await use(drive);
  } finally {
    await drive.close();
  }
}

const firstBlocks = (path) => withDrive(path, (drive) => drive.execute(read10({ lba: 0, lengthBlocks: 32 })));

async function wholeDisc(drive) {
  await drive.whenReady({ activity: 'getting ready', limitMs: 30_000 });
  const { lastLba } = await drive.execute(readCapacity({}));
  const step = Math.floor(drive.transport.maxTransferBytes / BLOCK_BYTES);
  const parts = [];
  for (let lba = 0; lba <= lastLba; lba += step)
    parts.push(await drive.execute(read10({ lba, lengthBlocks: Math.min(step, lastLba + 1 - lba) })));
  return Buffer.concat(parts);
}
