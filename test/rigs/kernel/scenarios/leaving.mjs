// Drives that are disconnected while they are in use.
import assert from 'node:assert/strict';
import { burnAudio, openAudioFile, openDrive } from '../../../../build/index.js';
import { failureOf, forgetDrive, ourDrive, putAway, withDrive } from '../guest/our-drive.mjs';
import { nodes, targets } from '../guest/served.mjs';
import { wavs } from '../guest/sounds.mjs';

const HELD_WRITE = 6;

async function burn(ours) {
  const tracks = await Promise.all(wavs.map((path) => openAudioFile(path)));
  for await (const _progress of burnAudio(ours, tracks));
}

/** What the kernel reported first: that the device is gone, or that the adapter failed and then that the device is gone. */
function assertLost(error) {
  const { cause } = error;
  assert.ok(['gone', 'not-found', 'unknown'].includes(cause?.kind), error.stack);
  assert.match(error.message, /Check cable and power|Connect the drive/);
}

function unpluggedIn(kind) {
  return {
    name: `${kind === 'block' ? 'sr' : 'sg'}: a burn on a drive that is unplugged fails immediately because the drive is gone`,
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      const node = drive[kind];
      const ours = await openDrive(node);
      await drive.do('hold', 'WRITE(10)', HELD_WRITE);
      const burning = failureOf(burn(ours));
      await drive.event('held');
      const unplugged = drive.do('unplug');
      await drive.do('letGo');
      const error = await burning;
      await unplugged;
      assertLost(error);
      const later = await failureOf(
        ours.transport.send({ cdb: new Uint8Array(6), data: { direction: 'none' }, timeoutMs: 1_000 }),
      );
      assert.equal(later.kind, 'gone', String(later));
      await ours.close();
      assert.deepEqual([nodes(), targets()], [[], []]);
      await putAway();
      assert.equal((await failureOf(openDrive(node))).kind, 'not-found');
      return error.message;
    },
  };
}

export const leaving = [
  unpluggedIn('block'),
  unpluggedIn('generic'),
  {
    name: 'a drive with an injected disconnect ends the serving process too',
    run: async () => {
      const drive = await ourDrive();
      await drive.do('inject', { at: { command: 'READ DISC INFORMATION' }, does: { disconnect: true } });
      const failed = await withDrive(drive.block, (ours) => failureOf(burn(ours)));
      const { message } = await drive.event('failed');
      assert.match(message, /unplugged/);
      assert.equal(failed.name, 'SenseError', String(failed));
      await putAway();
      assert.deepEqual([nodes(), targets()], [[], []]);
      return `${message}; the program: ${failed.message}`;
    },
  },
  {
    name: 'a server that is killed during a burn: the burn ends with an error, and the next server cleans up',
    limitMs: 300_000,
    run: async () => {
      await putAway();
      const drive = await ourDrive();
      const ours = await openDrive(drive.generic);
      await drive.do('hold', 'WRITE(10)', HELD_WRITE);
      const burning = failureOf(burn(ours));
      await drive.event('held');
      await drive.kill();
      forgetDrive();
      const beganMs = performance.now();
      const next = await ourDrive();
      const error = await burning;
      assert.equal(error.name, 'BurnError', String(error));
      assert.equal(error.phase, 'writing');
      const spent = ((performance.now() - beganMs) / 1_000).toFixed(1);
      await ours.close();
      assert.equal(nodes().length, 2, nodes().join(' '));
      await withDrive(next.block, (each) => each.whenReady({ activity: 'loading', limitMs: 10_000 }));
      return `${spent} s: ${error.message}`;
    },
  },
];
