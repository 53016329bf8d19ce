import { expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { type Fault, SimulatedDrive } from '../../../src/simulator/index.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { burn } from '../support.ts';

const BLOCK = 2352;

async function failed(does: Fault['does']) {
  const simulated = new SimulatedDrive();
  simulated.inject({ at: { command: 'WRITE(10)', nth: 13 }, does });
  return rejectionOf(burn(new Drive(simulated), [blocksOfNoise(600)]), BurnError);
}

test('a WRITE that does not reach the drive whole fails at its first block that did not', async () => {
  const error = await failed({ residue: 10 * BLOCK + 52 });
  expect(error).toMatchObject({ phase: 'writing', track: 1, lba: 12 * 27 + 16 });
  expect(error.message).toMatch(/only 39932 of 63504 bytes reached the drive.*Connect the drive another way/);
  expect(error.disc?.tracks).toMatchObject([{ number: 1, lengthBlocks: 12 * 27 + 16, open: false }]);
});

test('nothing is sent after it: the WRITEs that are queued would go to the wrong place', async () => {
  const simulated = new SimulatedDrive();
  const lbas: number[] = [];
  simulated.burner.behaviours.unshift({
    name: 'counts WRITEs',
    answer: (call, next) => {
      if (call.cdb[0] === 0x2a) lbas.push((call.cdb[4] ?? 0) * 256 + (call.cdb[5] ?? 0));
      return next();
    },
  });
  simulated.inject({ at: { command: 'WRITE(10)', nth: 13 }, does: { residue: BLOCK } });
  await rejectionOf(burn(new Drive(simulated), [blocksOfNoise(600)]), BurnError);
  expect(Math.max(...lbas)).toBe(12 * 27);
});

test('a residue that is false is found out by reading back, and the bridge is blamed', async () => {
  const error = await failed({ falseResidue: 10 * BLOCK + 52 });
  expect(error).toMatchObject({ phase: 'writing', track: 1, lba: 13 * 27 });
  expect(error.message).toMatch(
    /counted only 39932 of 63504 bytes.*all of them are on the disc\. Its USB bridge or host adapter reports residues that are false/,
  );
  expect(error.disc?.tracks).toMatchObject([{ number: 1, lengthBlocks: 13 * 27, open: false }]);
});
