import { expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { endOfTrackLimitMs } from '../../../src/write/engine/limits.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';

test('a stop whose padding the drive never takes ends in time, and says what it waited for', async () => {
  const simulated = new SimulatedDrive();
  const drive = new Drive(simulated);
  const stop = new AbortController();
  let stoppedMs = 0;
  async function stopped() {
    for await (const { phase } of burnAudio(drive, [blocksOfNoise(4_000)], { signal: stop.signal, fifoBytes: 0 })) {
      if (phase !== 'writing' || stop.signal.aborted) continue;
      stop.abort();
      stoppedMs = drive.clock.now();
      simulated.inject({ at: { command: 'WRITE(10)' }, does: { sense: '2/04/08' }, times: 'always' });
    }
  }
  const error = await rejectionOf(stopped(), BurnError);
  expect(error.message).toMatch(/still taking the last \d+ of \d+ blocks that pad the track after \d+ s/);
  expect(drive.clock.now() - stoppedMs).toBeLessThan(2 * endOfTrackLimitMs());
});

test('and padding that the drive takes slowly has one limit for all of it', async () => {
  const simulated = new SimulatedDrive();
  const drive = new Drive(simulated);
  const stop = new AbortController();
  let stoppedMs = 0;
  async function stopped() {
    for await (const { phase } of burnAudio(drive, [blocksOfNoise(4_000)], { signal: stop.signal, fifoBytes: 0 })) {
      if (phase !== 'writing' || stop.signal.aborted) continue;
      stop.abort();
      stoppedMs = drive.clock.now();
      simulated.burner.behaviours.unshift({
        name: 'takes three minutes for each WRITE',
        async answer(call, next) {
          if (call.cdb[0] === 0x2a) await drive.clock.sleep(180_000);
          return next();
        },
      });
    }
  }
  await rejectionOf(stopped(), BurnError);
  expect(drive.clock.now() - stoppedMs).toBeLessThan(2 * endOfTrackLimitMs());
});
