// Commands that are answered late or never.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { testUnitReady } from '../../../../build/mmc/index.js';
import { failureOf, ourDrive, withDrive } from '../guest/our-drive.mjs';

const LOST = { at: { command: 'TEST UNIT READY' }, does: { hostTimeout: true } };
/** sr gives every command at least 7 s (BLK_MIN_SG_TIMEOUT); nobody may wait for the 30 s after which the target gives up. */
const SR_LEAST_MS = 7_000;
const MOST_MS = 25_000;
const WITHIN_SR_LEAST_MS = 3_000;

const ask = (timeoutMs) => ({ ...testUnitReady({}), timeoutMs });

const send = (ours, timeoutMs) => {
  const { cdb, data } = ask(timeoutMs);
  return ours.transport.send({ cdb, data, timeoutMs });
};

async function isUsable(ours) {
  await ours.whenReady({ activity: 'coming back', limitMs: 10_000 });
  assert.equal((await send(ours, 10_000)).status, 0);
}

function lostAnswer(kind, timeoutMs, leastMs) {
  return {
    name: `${kind === 'block' ? 'sr' : 'sg'}: an answer that never comes is a time-out with a message, and the drive stays usable`,
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      return withDrive(drive[kind], async (ours) => {
        await isUsable(ours);
        await drive.do('inject', LOST);
        const beganMs = performance.now();
        const error = await failureOf(send(ours, timeoutMs));
        const spentMs = performance.now() - beganMs;
        assert.equal(error.kind, 'timeout', String(error));
        assert.match(error.message, /did not answer in time/);
        assert.ok(spentMs >= leastMs && spentMs < MOST_MS, `after ${spentMs} ms`);
        await isUsable(ours);
        return `limit ${timeoutMs} ms, failed after ${(spentMs / 1_000).toFixed(1)} s`;
      });
    },
  };
}

export const patience = [
  lostAnswer('generic', 2_000, 2_000),
  lostAnswer('block', 1_000, SR_LEAST_MS),
  {
    name: 'an answer that comes late: a time-out on sg, while sr waits at least 7 s even with a shorter limit',
    run: async () => {
      const drive = await ourDrive();
      for (const [kind, patient] of [
        ['block', true],
        ['generic', false],
      ]) {
        await withDrive(drive[kind], async (ours) => {
          await isUsable(ours);
          await drive.do('hold', 'TEST UNIT READY', 1);
          const outcome = send(ours, 1_000).then(
            ({ status }) => status,
            (error) => error.kind,
          );
          await drive.event('held');
          await sleep(WITHIN_SR_LEAST_MS);
          await drive.do('letGo');
          assert.equal(await outcome, patient ? 0 : 'timeout', kind);
          await isUsable(ours);
        });
      }
    },
  },
];
