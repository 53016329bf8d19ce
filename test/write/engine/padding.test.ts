import { expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { endOfTrackLimitMs } from '../../../src/write/engine/limits.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';

/** Stops a burn at its first blocks, on a drive that `hinder` slows down from then on. */
async function stopped(
  hinder: (simulated: SimulatedDrive, drive: Drive) => unknown,
): Promise<{ readonly error: BurnError; readonly waitedMs: number }> {
  const simulated = new SimulatedDrive();
  const drive = new Drive(simulated);
  const stop = new AbortController();
  let stoppedMs = 0;
  async function burning() {
    for await (const { phase } of burnAudio(drive, [blocksOfNoise(4_000)], { signal: stop.signal, fifoBytes: 0 })) {
      if (phase !== 'writing' || stop.signal.aborted) continue;
      stop.abort();
      stoppedMs = drive.clock.now();
      hinder(simulated, drive);
    }
  }
  const error = await rejectionOf(burning(), BurnError);
  return { error, waitedMs: drive.clock.now() - stoppedMs };
}

test('a stop whose padding the drive never accepts ends in time, and says what it waited for', async () => {
  const { error, waitedMs } = await stopped((simulated) =>
    simulated.inject({ at: { command: 'WRITE(10)' }, does: { sense: '2/04/08' }, times: 'always' }),
  );
  expect(error.message).toMatch(/still accepting the last \d+ of \d+ blocks that pad the track after \d+ s/);
  expect(waitedMs).toBeLessThan(2 * endOfTrackLimitMs());
});

test('and padding that the drive accepts slowly has one limit for all of it', async () => {
  const { waitedMs } = await stopped((simulated, drive) =>
    simulated.burner.behaviours.unshift({
      name: 'takes three minutes for each WRITE',
      async answer(call, next) {
        if (call.cdb[0] === 0x2a) await drive.clock.sleep(180_000);
        return next();
      },
    }),
  );
  expect(waitedMs).toBeLessThan(2 * endOfTrackLimitMs());
});
