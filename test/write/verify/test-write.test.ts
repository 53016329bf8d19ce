import { expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { burn } from '../support.ts';

const MODE_SELECT_10 = 0x55;
const MODE_SENSE_10 = 0x5a;
/** After a header of 8 bytes; Test Write is bit 4 of byte 2 of page 05h (MMC-5 7.5). */
const FIRST_PAGE = 8;
const TEST_WRITE = 0x10;

/** A drive that accepts Test Write, reports it as set, and writes. */
function ignoringTestWrite(): SimulatedDrive {
  const simulated = new SimulatedDrive();
  let claimed = 0;
  simulated.burner.behaviours.unshift({
    name: 'ignores Test Write',
    async answer(call, next) {
      if (call.cdb[0] === MODE_SELECT_10 && (call.data[FIRST_PAGE] ?? 0) % 0x40 === 5) {
        const data = Uint8Array.from(call.data);
        claimed = (data[FIRST_PAGE + 2] ?? 0) & TEST_WRITE;
        data[FIRST_PAGE + 2] = (data[FIRST_PAGE + 2] ?? 0) & ~TEST_WRITE;
        return next({ ...call, data });
      }
      const answer = await next();
      const isPage = call.cdb[0] === MODE_SENSE_10 && call.cdb[2] === 5 && answer.data.length > FIRST_PAGE + 2;
      if (isPage) answer.data[FIRST_PAGE + 2] = (answer.data[FIRST_PAGE + 2] ?? 0) | claimed;
      return answer;
    },
  });
  return simulated;
}

test('a drive that ignores Test Write is caught after its first track', async () => {
  const drive = new Drive(ignoringTestWrite());
  const error = await rejectionOf(
    burn(
      drive,
      [310, 320].map((blocks) => blocksOfNoise(blocks)),
      { testWrite: true },
    ),
    BurnError,
  );
  expect(error).toMatchObject({ phase: 'verifying', track: 1, code: 'NOT_AS_REPORTED' });
  expect(error.message).toMatch(/this drive wrote although Test Write was set: track 1 is on the disc/);
  expect(error.message).not.toMatch(/nothing was written/i);
  // There are no WRITEs of the second track.
  expect((await readDiscState(drive)).tracks).toHaveLength(1);
});

test('a test write on a disc that has tracks leaves it as it was', async () => {
  const drive = new Drive(new SimulatedDrive());
  await burn(drive, [blocksOfNoise(310)], { ending: 'leave-open' });
  const before = await readDiscState(drive);
  const { result } = await burn(drive, [blocksOfNoise(320), blocksOfNoise(330)], { testWrite: true });
  expect(result.tracks).toHaveLength(2);
  expect(await readDiscState(drive)).toEqual(before);
});
