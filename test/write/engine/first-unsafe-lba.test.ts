import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { encodeSense } from '../../../src/scsi/sense.ts';
import { type Fault, openSimulatedDrive } from '../../../src/simulator/index.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { asCd } from '../../support/cd.ts';
import { WRITE } from '../../support/cdb.ts';
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
  return { error, accepted: 59 * 27, written: asCd(disc).tracks.find(({ track }) => track.number === 2)?.track };
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

describe('of a WRITE that was answered as done and was not carried out', () => {
  const answers = {
    'RECOVERED ERROR 1/17/01': { status: 0x02, sense: encodeSense({ key: 1, asc: 0x17, ascq: 0x01 }) },
    GOOD: { status: 0x00, sense: new Uint8Array() },
  };

  /** Burns two tracks, of which one WRITE of the second is lost; resolves with the error. */
  async function losing(nth: number, answer: { status: number; sense: Uint8Array }, repeatable = true) {
    const simulated = await openSimulatedDrive('');
    let writes = 0;
    simulated.burner.behaviours.unshift({
      name: 'loses a WRITE',
      answer: async ({ cdb }, next) =>
        cdb[0] === WRITE && ++writes === 12 + nth ? { ...answer, data: new Uint8Array() } : next(),
    });
    const sources = [blocksOfNoise(310, 1), { ...blocksOfNoise(1_000, 2), repeatable }];
    return rejectionOf(drainGenerator(burnAudio(new Drive(simulated), sources)), BurnError);
  }

  describe.each(Object.entries(answers))('%s', (_, answer) => {
    // The drive pads what it has of a track to 300 blocks, and its length then does not show what is missing.
    test.each([2, 5, 11, 12, 14, 30])('the %dth of its track, it is the first block of that one', async (nth) => {
      for (const repeatable of [true, false]) {
        const error = await losing(nth, answer, repeatable);
        const lost = 310 + 152 + (nth - 1) * 27;
        expect(error).toMatchObject({ phase: 'writing', track: 2, lba: lost });
        expect(error.disc?.tracks[1]).toMatchObject({ cutOffBlocks: (nth - 1) * 27 });
      }
    });
  });
});
