import { expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { waitUntilReady } from '../../src/drive/ready.ts';
import { VirtualClock } from '../../src/simulator/clock.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { checkCondition, drainGenerator, good, TamperedTransport } from '../support/tampered-transport.ts';

const BUSY = () => checkCondition(2, 0x04, 0x07);
const HARDWARE_ERROR = () => checkCondition(4, 0x44, 0x00);

/** When the drive was asked, in milliseconds from the first query, if it answers like this and is then ready. */
async function polledAt(answers: readonly (() => ReturnType<typeof good>)[], intervalMs?: number): Promise<number[]> {
  const clock = new VirtualClock();
  const transport = new TamperedTransport(new SimulatedDrive({ clock, justPoweredOn: false }));
  const left = [...answers];
  const times: number[] = [];
  transport.tamper = () => {
    times.push(clock.now());
    return left.shift()?.() ?? good();
  };
  const options = { activity: 'working', limitMs: 60_000, ...(intervalMs === undefined ? {} : { intervalMs }) };
  await drainGenerator(waitUntilReady(new Drive(transport), options));
  return times.map((time) => Math.round(time - (times[0] ?? 0)));
}

test('a busy drive is asked again after 10 ms, then after pauses that double up to half a second', async () => {
  expect(await polledAt(Array(9).fill(BUSY))).toEqual([0, 10, 30, 70, 150, 310, 630, 1_130, 1_630, 2_130]);
});

test('the longest pause can be shorter', async () => {
  expect(await polledAt(Array(5).fill(BUSY), 25)).toEqual([0, 10, 30, 55, 80, 105]);
});

test('after a bad answer the drive gets the longest pause at once: one disturbance is not believed for several', async () => {
  expect(await polledAt([HARDWARE_ERROR, BUSY, HARDWARE_ERROR])).toEqual([0, 500, 520, 1_020]);
});
