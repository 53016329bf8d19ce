import { expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { burnData } from '../../../src/index.ts';
import { BlockDisc, SimulatedDrive } from '../../../src/simulator/index.ts';
import { dataOf, finished } from '../../write/recipes/block/support.ts';

const KBPS_AT_16X = 71_936;
const BLOCKS = 20_000;

test('a BD-R of 16x is fed at its speed, which page 2Ah has no room for', async () => {
  const disc = BlockDisc.blank('BD-R');
  Object.defineProperty(disc, 'medium', { value: { ...disc.medium, writeSpeeds: [16] } });
  await using drive = new Drive(new SimulatedDrive({ disc }));
  const times: Record<string, number> = {};
  await finished(burnData(drive, dataOf(BLOCKS), { padBlocks: 0, verify: 'none' }), ({ phase }) => {
    times[phase] ??= drive.clock.now();
  });
  const KBps = (BLOCKS * 2.048) / (((times.flushing ?? 0) - (times.writing ?? 0)) / 1000);
  expect(KBps).toBeGreaterThan(0.9 * KBPS_AT_16X);
  expect(KBps).toBeLessThan(1.2 * KBPS_AT_16X);
});
