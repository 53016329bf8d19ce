import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { type Fault, openSimulatedDrive } from '../../../src/simulator/index.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';

const BLOCKS = 3_000;

async function failed(does: Fault['does']) {
  const simulated = await openSimulatedDrive('');
  simulated.inject({ at: { command: 'WRITE(10)', nth: 60 }, does, times: 1 });
  const burning = drainGenerator(burnAudio(new Drive(simulated), [blocksOfNoise(310, 1), blocksOfNoise(BLOCKS, 2)]));
  const error = await rejectionOf(burning, BurnError);
  const disc = simulated.burner.tray.disc;
  return { error, accepted: 59 * 27, written: disc?.tracks.find(({ track }) => track.number === 2)?.track };
}

describe('the first block that is not safe', () => {
  test.each([
    ['a reset', { reset: true }],
    ['a power failure', { powerLoss: 'restart' }],
  ] as const)(
    'after %s in the middle of a track is where the disc ends, not what the drive accepted',
    async (_n, does) => {
      const { error, accepted, written } = await failed(does);
      expect(error).toMatchObject({ phase: 'writing', track: 2 });
      expect(error.lba).toBe((written?.startLba ?? 0) + (written?.lengthBlocks ?? 0));
      expect(written?.lengthBlocks).toBeLessThan(accepted);
    },
  );

  test('of a drive that no longer answers is the start of its track', async () => {
    const { error, written } = await failed({ powerLoss: 'gone' });
    expect(error).toMatchObject({ code: 'DRIVE_GONE', lba: written?.startLba, disc: undefined });
  });
});
