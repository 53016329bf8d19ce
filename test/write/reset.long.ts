import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { openSimulatedDrive, SimulatedDrive } from '../../src/simulator/index.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { blankDisc } from '../../src/write/erase/blank.ts';
import { closeDisc } from '../../src/write/repair/close-disc.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { drainGenerator } from '../support/tampered-transport.ts';

describe('a short power failure is named as the cause, and the drive is not accused of lying, while', () => {
  /** Runs the steps on a drive that loses its power at the nth poll after a phase has begun. */
  async function losingPowerDuring<T extends { readonly phase: string }>(
    simulated: SimulatedDrive,
    { phase, nth }: { readonly phase: string; readonly nth: number },
    steps: AsyncIterable<T>,
  ): Promise<void> {
    let begun = false;
    for await (const step of steps) {
      if (begun || step.phase !== phase) continue;
      begun = true;
      simulated.inject({ at: { command: 'TEST UNIT READY', nth }, does: { powerLoss: 'restart' } });
    }
  }

  test('closing the session', async () => {
    const simulated = new SimulatedDrive();
    await using drive = new Drive(simulated);
    const at = { phase: 'closing the session', nth: 3 };
    await expect(losingPowerDuring(simulated, at, burnAudio(drive, [blocksOfNoise(400)]))).rejects.toMatchObject({
      phase: 'closing the session',
      disc: { lastSession: 'damaged' },
      message: expect.stringMatching(/the drive was reset, .* finish the disc with `discwright close`/),
    });
    await drainGenerator(closeDisc(drive));
    expect(await readDiscState(drive)).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 400 }] });
  });

  test('flushing a track', async () => {
    const simulated = new SimulatedDrive();
    await using drive = new Drive(simulated);
    const at = { phase: 'flushing', nth: 1 };
    await expect(losingPowerDuring(simulated, at, burnAudio(drive, [blocksOfNoise(4_000)]))).rejects.toMatchObject({
      phase: 'verifying',
      message: expect.stringMatching(/the drive was reset, .*the track is damaged.* `discwright close`/),
    });
    await drainGenerator(closeDisc(drive));
    expect(await readDiscState(drive)).toMatchObject({ status: 'complete', tracks: [{ damaged: false }] });
  });

  test('erasing a disc', async () => {
    const simulated = await openSimulatedDrive('?medium=CD-RW');
    await using drive = new Drive(simulated);
    await drainGenerator(burnAudio(drive, [blocksOfNoise(400)]));
    await expect(losingPowerDuring(simulated, { phase: 'blanking', nth: 2 }, blankDisc(drive))).rejects.toMatchObject({
      phase: 'verifying',
      message: expect.stringMatching(/the drive was reset, .* not blank.* erase the disc again/),
    });
    await drainGenerator(blankDisc(drive));
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank' });
  });
});
