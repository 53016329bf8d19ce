import { expect, test } from '@jest/globals';
import { burnData, Drive, readDiscState } from '../../src/index.ts';
import { readFormatCapacities } from '../../src/mmc/commands/read-format-capacities.ts';
import { BlockDisc, SimulatedDrive } from '../../src/simulator/index.ts';
import { good, TamperedTransport } from '../support/tampered-transport.ts';
import { dataOf, finished } from '../write/recipes/block/support.ts';

/** A written DVD+RW, whose first replies to READ FORMAT CAPACITIES are zeros: a list of nothing. */
async function afterZeros(times: number) {
  const simulated = new SimulatedDrive({ disc: BlockDisc.blank('DVD+RW') });
  await finished(burnData(new Drive(simulated), dataOf(100)));
  let asked = 0;
  const transport = new TamperedTransport(simulated, async ({ cdb }, next) => {
    if (cdb[0] !== readFormatCapacities.spec.opcode || ++asked > times) return next();
    return good(new Uint8Array(12));
  });
  return { state: await readDiscState(new Drive(transport)), asked: () => asked };
}

test('a disc that is complete and, by another reply, not formatted is asked about again', async () => {
  const { state, asked } = await afterZeros(1);
  expect(state).toMatchObject({
    status: 'complete',
    sessions: 1,
    tracks: [{ number: 1 }],
    medium: { formatted: true },
  });
  expect(asked()).toBe(2);
});

test('a drive that says so each time is believed', async () => {
  const { state, asked } = await afterZeros(9);
  expect(state).toMatchObject({ tracks: [], medium: { formatted: false } });
  expect(asked()).toBe(2);
});
