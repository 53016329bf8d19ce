import { expect, test } from '@jest/globals';
import { readDiscState } from '../../../../src/drive/disc-state.ts';
import { Drive } from '../../../../src/drive/drive.ts';
import type { Fault, SimulatedDrive } from '../../../../src/simulator/index.ts';
import { closeDisc } from '../../../../src/write/repair/close-disc.ts';
import { drainGenerator } from '../../../support/tampered-transport.ts';
import { burnUnder } from './burn-under.ts';

const SEEDS = 200;

const FAULTS: readonly Fault['does'][] = [
  { sense: '3/0C/00' },
  { sense: '3/0C/09', deferred: true },
  { sense: '3/11/05' },
  { sense: '4/44/00' },
  { sense: '5/2C/00' },
  { sense: '6/28/00' },
  { sense: '2/04/00' },
  { sense: '2/04/07', progress: 0.5 },
  { sense: '2/04/08' },
  { sense: '2/3A/01' },
  { sense: 'b/4b/00' },
  { status: 'BUSY' },
  { status: 'CHECK CONDITION' },
  { status: 'TASK ABORTED' },
  { hostTimeout: true },
  { hostTimeout: 'carried-out' },
  { shortData: 3 },
  { shortData: 12 },
  { staleData: 5 },
  { reset: true },
  { powerLoss: 'restart' },
];

/** Two kinds of faults, from rare to frequent. */
function faultsFor(seed: number): Fault[] {
  const chance = [0.005, 0.02, 0.1, 0.3][seed % 4] ?? 0;
  const pick = (factor: number) => FAULTS[(seed * factor) % FAULTS.length] ?? { reset: true };
  return [
    { at: { random: { seed, chance } }, does: pick(1) },
    { at: { random: { seed: seed + 1_000, chance: chance / 2 } }, does: pick(5) },
  ];
}

/** Once the faults are removed, what the burn left can be closed, if there is anything. */
async function expectRepairable(simulated: SimulatedDrive): Promise<void> {
  simulated.burner.behaviours.length = 0;
  const drive = new Drive(simulated.connect());
  await drive.whenReady({ activity: 'getting ready', limitMs: 600_000, discInformation: true });
  const { status, tracks, lastSession } = await readDiscState(drive);
  expect(['blank', 'appendable', 'complete']).toContain(status);
  if (status !== 'appendable' || tracks.length === 0 || lastSession === 'empty') return;
  const { result } = await drainGenerator(closeDisc(drive));
  expect(result.status).toBe('complete');
}

test('under any faults, a burn succeeds or ends with a clear error, releases the drive, and leaves a disc that can be closed', async () => {
  let failed = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const faults = faultsFor(seed);
    try {
      if ((await burnUnder(faults, {}, expectRepairable)) !== undefined) failed++;
    } catch (error) {
      throw new Error(`with ${JSON.stringify(faults)}`, { cause: error });
    }
  }
  console.log(`${SEEDS} burns, ${failed} of them failed with a clear error`);
  expect(failed).toBeGreaterThan(SEEDS / 4);
  expect(failed).toBeLessThan(SEEDS);
});
