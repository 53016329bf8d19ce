// Other programs that use the drive: exclusive use, a mounted disc, the kernel's own polling.
import assert from 'node:assert/strict';
import { closeSync, constants, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { blankDisc, cdTrackAtOnce, ejectDisc, openTransport, WriteSession } from '../../../../build/index.js';
import { testUnitReady } from '../../../../build/mmc/index.js';
import { noise } from '../../../support/noise-source.mjs';
import { runExpecting } from '../../support/programs.mjs';
import { assertSameBytes } from '../../support/saved-disc.mjs';
import { failureOf, ourDrive, withDrive } from '../guest/our-drive.mjs';
import { folder, wavs } from '../guest/sounds.mjs';
import { discwright } from '../guest/users.mjs';

const { O_EXCL, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;
const GET_EVENT_STATUS = 0x4a;
const POLL_MS = 500;
const POLLS = 4;
const POLL_LIMIT_MS = 15_000;

const mounted = join(folder, 'mounted');
const isMounted = new RegExp(`its disc is mounted on ${mounted}`);
const content = noise(600_000, 4);

const codeOf = (run) => {
  try {
    run();
  } catch (error) {
    return error.code;
  }
  return 'succeeded';
};

/** How often the kernel itself asks for events within some of its intervals. */
async function polls(drive) {
  await drive.do('heard');
  await sleep(POLL_MS * POLLS);
  return (await drive.do('heard')).filter((opcode) => opcode === GET_EVENT_STATUS).length;
}

/** The same where it must ask, however slow the machine is. */
async function pollsAtLeastOnce(drive) {
  for (const until = Date.now() + POLL_LIMIT_MS; ; ) {
    const count = await polls(drive);
    if (count > 0) return count;
    assert.ok(Date.now() < until, 'the kernel does not poll');
  }
}

export const others = [
  {
    name: 'a second discwright is refused with a message while the first has the drive, but may still read',
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      await withDrive(drive.block, async (first) => {
        await first.whenReady({ activity: 'loading', limitMs: 10_000 });
        await first.exclusive('the first');
        assert.equal(
          codeOf(() => openSync(drive.block, O_RDWR + O_EXCL + O_NONBLOCK)),
          'EBUSY',
        );
        const refused = await runExpecting(3, ...discwright('root', 'burn', '--device', drive.block, '--yes', wavs[0]));
        assert.match(refused.stderr, /another program has exclusive use of the drive.*EBUSY/s);
        await runExpecting(0, ...discwright('root', 'info', '--device', drive.block));
      });
      assert.equal((await drive.do('tracks')).status, 'blank');
    },
  },
  {
    name: 'exclusive use of sr includes sg, and that of sg includes sr',
    run: async () => {
      const drive = await ourDrive();
      for (const [first, second] of [
        [drive.block, drive.generic],
        [drive.generic, drive.block],
      ]) {
        const holder = await openTransport(first);
        await holder.takeExclusive('the first');
        const other = await openTransport(second).catch((error) => error);
        const error = other.kind === undefined ? await failureOf(other.takeExclusive('the second')) : other;
        assert.equal(error.kind, 'busy', String(error));
        if (first === drive.generic)
          assert.equal(
            codeOf(() => openSync(drive.generic, O_RDWR + O_NONBLOCK)),
            'EBUSY',
          );
        await holder.close();
        await other.close?.();
        const afterwards = await openTransport(second);
        await afterwards.takeExclusive('the second');
        await afterwards.close();
      }
    },
  },
  {
    name: 'a mounted disc is not burned, erased, closed or ejected, and stays whole; reading is allowed',
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-RW' });
      const [file, iso] = ['CONTENT.BIN', 'data.iso'].map((name) => join(folder, name));
      writeFileSync(file, content);
      await runExpecting(0, 'genisoimage', ['-quiet', '-o', iso, '-V', 'RIG', file]);
      await runExpecting(0, 'wodim', [`dev=${drive.block}`, 'gracetime=2', '-tao', '-data', '-pad', iso]);
      mkdirSync(mounted, { recursive: true });
      await runExpecting(0, 'modprobe', ['isofs']);
      await runExpecting(0, 'mount', ['-t', 'iso9660', '-o', 'ro', drive.block, mounted]);
      try {
        const [burn, close] = [
          ['burn', '--yes', wavs[0]],
          ['close', '--yes'],
        ];
        for (const [node, command, ...rest] of [
          [drive.block, ...burn],
          [drive.block, ...close],
          [drive.generic, 'eject'],
        ]) {
          const refused = await runExpecting(3, ...discwright('root', command, '--device', node, ...rest));
          assert.match(refused.stderr, isMounted, `${command} ${node}`);
          assert.match(refused.stderr, /umount/);
        }
        for (const [node, work] of [
          [drive.block, (ours) => ejectDisc(ours, { owner: 'us' })],
          [drive.block, (ours) => blankDisc(ours).next()],
          [drive.generic, (ours) => blankDisc(ours).next()],
          [drive.generic, (ours) => WriteSession.open(ours, cdTrackAtOnce)],
        ]) {
          const error = await withDrive(node, (ours) => failureOf(work(ours)));
          assert.equal(error.kind, 'busy', String(error));
          assert.match(error.message, isMounted);
        }
        writeFileSync('/proc/sys/vm/drop_caches', '3');
        const [name] = readdirSync(mounted);
        assertSameBytes(readFileSync(join(mounted, name)), content, 'the file on the mounted disc');
        await runExpecting(0, ...discwright('root', 'info', '--device', drive.block));
      } finally {
        await runExpecting(0, 'umount', [mounted]);
      }
    },
    limitMs: 400_000,
  },
  {
    name: 'the kernel polls for media events, and stops while we have exclusive use of sr',
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      const setting = `/sys/block/${drive.block.slice('/dev/'.length)}/events_poll_msecs`;
      writeFileSync(setting, String(POLL_MS));
      try {
        const free = await pollsAtLeastOnce(drive);
        const held = await withDrive(drive.block, async (ours) => {
          await ours.exclusive('us');
          return polls(drive);
        });
        assert.equal(held, 0);
        const viaGeneric = await withDrive(drive.generic, async (ours) => {
          await ours.exclusive('us');
          return polls(drive);
        });
        assert.equal(viaGeneric, 0);
        // Opening exclusively keeps others away, but does not keep the kernel from polling: the driver must also open for writing.
        const readOnly = openSync(drive.block, O_RDONLY + O_EXCL + O_NONBLOCK);
        const heldReadOnly = await pollsAtLeastOnce(drive).finally(() => closeSync(readOnly));
        const again = await pollsAtLeastOnce(drive);
        return `${free} polls, ${held} while held by sr, ${viaGeneric} by sg, ${heldReadOnly} read-only, ${again} afterwards`;
      } finally {
        writeFileSync(setting, '-1');
      }
    },
  },
  {
    name: 'a disc changed by hand is noticed, whatever the kernel asks meanwhile',
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      for (const path of [drive.block, drive.generic]) {
        await withDrive(path, async (ours) => {
          await ours.whenReady({ activity: 'loading', limitMs: 10_000 });
          await ours.exclusive('us');
          const before = ours.mediumGeneration;
          await drive.do('pressButton');
          const absent = await failureOf(ours.execute(testUnitReady({})));
          assert.equal(absent.sense?.asc, 0x3a, String(absent));
          await drive.do('pressButton');
          await ours.whenReady({ activity: 'loading', limitMs: 10_000 });
          assert.ok(ours.mediumGeneration > before + 1, `generation ${before} became ${ours.mediumGeneration}`);
        });
      }
    },
  },
];
