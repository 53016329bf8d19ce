// A burn that is interrupted by a signal: nothing stays locked permanently, and the disc can be finished.
import assert from 'node:assert/strict';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runExpecting, startProgram } from '../../support/programs.mjs';
import { AUDIO_BLOCK_BYTES, assertSameBytes } from '../../support/saved-disc.mjs';
import { ourDrive } from '../guest/our-drive.mjs';
import { sounds, wavs } from '../guest/sounds.mjs';
import { discwright } from '../guest/users.mjs';

const HELD_WRITE = 6;
/** What the drive had accepted before. */
const ANSWERED_BYTES = (HELD_WRITE - 1) * 27 * AUDIO_BLOCK_BYTES;
const A_WHILE_MS = 1_500;
const LONG_MS = 60_000;

/** A burn whose sixth WRITE is not answered. */
async function heldBurn(drive, node) {
  await drive.do('hold', 'WRITE(10)', HELD_WRITE);
  const burn = startProgram(...discwright('root', 'burn', '--device', node, '--yes', ...wavs), { limitMs: 170_000 });
  await Promise.race([
    drive.event('held'),
    burn.ended.then(({ status, both }) => assert.fail(`the burn ended with ${status}: ${both}`)),
  ]);
  assert.equal((await drive.do('state')).locked, true);
  return burn;
}

const within = async (limitMs, promise) => {
  const nothing = Symbol('nothing');
  const first = await Promise.race([promise, sleep(limitMs, nothing, { ref: false })]);
  return first === nothing ? undefined : first;
};

/** The disc must hold the beginning of what was sent, including everything that the drive had accepted. */
function assertBeginning(disc) {
  assert.equal(disc.status, 'complete');
  const [{ bytes }] = disc.tracks;
  const written = Math.min(bytes.length, sounds[0].length);
  const last = bytes.findLastIndex((byte) => byte !== 0) + 1;
  assert.ok(last > ANSWERED_BYTES - AUDIO_BLOCK_BYTES, `only ${last} of its bytes`);
  assertSameBytes(Buffer.from(bytes.subarray(0, Math.min(last, written))), sounds[0].subarray(0, last), 'track 1');
}

/** As on a machine whose sr driver is not loaded. */
async function withoutBlockNode(drive, run) {
  const address = realpathSync(`/sys/class/block/${basename(drive.block)}/device`);
  writeFileSync('/sys/bus/scsi/drivers/sr/unbind', basename(address));
  try {
    assert.ok(!existsSync(drive.block));
    await run();
  } finally {
    writeFileSync('/sys/bus/scsi/drivers/sr/bind', basename(address));
  }
}

async function closes(drive, node) {
  await runExpecting(0, ...discwright('root', 'close', '--device', node, '--yes'));
  assertBeginning(await drive.do('tracks'));
  assert.equal((await drive.do('state')).locked, false, 'locked after close');
}

export const killing = [
  {
    name: 'SIGKILL during a command on sr: the burn ends with the command, the kernel unlocks the tray, and close makes the disc play',
    limitMs: 300_000,
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      const burn = await heldBurn(drive, drive.block);
      burn.kill('SIGKILL');
      const early = await within(A_WHILE_MS, burn.ended);
      await drive.do('letGo');
      assert.notEqual(await within(LONG_MS, burn.ended), undefined, 'it is still running');
      for (let tries = 0; (await drive.do('state')).locked && tries < 20; tries++) await sleep(100);
      assert.equal((await drive.do('state')).locked, false, 'locked after the last close');
      await closes(drive, drive.block);
      return early === undefined ? 'ended when the command did' : 'ended immediately';
    },
  },
  {
    name: 'SIGKILL during a command on sg: the sr node that we also hold unlocks the tray when the command has ended',
    limitMs: 300_000,
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      const burn = await heldBurn(drive, drive.generic);
      burn.kill('SIGKILL');
      await drive.do('letGo');
      assert.equal((await within(LONG_MS, burn.ended))?.signal, 'SIGKILL', 'it is still running');
      for (let tries = 0; (await drive.do('state')).locked && tries < 20; tries++) await sleep(100);
      assert.equal((await drive.do('state')).locked, false, 'locked after the last close');
    },
  },
  {
    name: 'SIGKILL during a command on sg without sr: the burn ends immediately and leaves a lock; close makes the disc play, eject opens',
    limitMs: 300_000,
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      await withoutBlockNode(drive, async () => {
        const burn = await heldBurn(drive, drive.generic);
        burn.kill('SIGKILL');
        assert.equal((await within(LONG_MS, burn.ended))?.signal, 'SIGKILL', 'it waits for the command');
        await drive.do('letGo');
        assert.equal((await drive.do('state')).locked, true);
        await closes(drive, drive.generic);
        await drive.do('lock');
        await runExpecting(0, ...discwright('root', 'eject', '--device', drive.generic));
        assert.equal((await drive.do('state')).open, true);
      });
    },
  },
  {
    name: 'SIGINT during a burn: the track is closed where it is, the tray is unlocked and the disc plays',
    limitMs: 300_000,
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      const burn = await heldBurn(drive, drive.block);
      burn.kill('SIGINT');
      await burn.said(/Stopping at the next block/);
      await drive.do('letGo');
      const { status, both } = await burn.ended;
      assert.equal(status, 130, both);
      assertBeginning(await drive.do('tracks'));
      assert.equal((await drive.do('state')).locked, false);
    },
  },
];
