import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { type Fault, SimulatedDrive } from '../../../src/simulator/index.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { closeDisc } from '../../../src/write/repair/close-disc.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';

describe('closing a disc after a power failure interrupted the burn', () => {
  test.each<[string, Fault[]]>([
    ['by CLOSE TRACK', []],
    ['in a drive that refuses CLOSE TRACK', [{ at: { command: 'CLOSE TRACK/SESSION' }, does: { sense: '5/72/03' } }]],
  ])('%s', async (_name, faults) => {
    const simulated = new SimulatedDrive({ bufferBytes: 512 * 1_024 });
    await using drive = new Drive(simulated);
    simulated.inject({ at: { lba: 1_000 }, does: { powerLoss: 'restart' } });
    await rejectionOf(drainGenerator(burnAudio(drive, [blocksOfNoise(400), blocksOfNoise(900, 2)])), BurnError);
    await drive.whenReady({ activity: 'loading', limitMs: 20_000 });
    expect(await readDiscState(drive)).toMatchObject({
      lastSession: 'damaged',
      tracks: [{ lengthBlocks: 400, damaged: false }, { damaged: true }],
    });
    for (const fault of faults) simulated.inject(fault);
    const { result } = await drainGenerator(closeDisc(drive));
    expect(result).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 400 }, { damaged: false }] });
    expect(simulated.burner.tray.locked).toBe(false);
  });
});
