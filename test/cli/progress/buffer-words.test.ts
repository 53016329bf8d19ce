import { expect, test } from '@jest/globals';
import { buffersInWords } from '../../../src/cli/progress/buffer-words.ts';

test.each([
  [
    'that all of it fitted into the FIFO',
    undefined,
    100,
    0,
    ["Each track fitted into the FIFO; the drive's buffer was never found less than half full."],
  ],
  [
    'that a drive faster than the source left no time to fill the FIFO',
    undefined,
    101,
    0,
    ["The FIFO was never full; the drive's buffer was never found less than half full."],
  ],
  [
    'the lowest fill when all went well',
    94,
    1_000,
    0,
    [
      "While there was still data to read, the FIFO was at least 94 % full; the drive's buffer was never found less than half full.",
    ],
  ],
  [
    'how often the drive ran low',
    3,
    1_000,
    1,
    [
      "While there was still data to read, the FIFO was at least 3 % full; the drive's buffer was found less than half full 1 time.",
    ],
  ],
  [
    'that the FIFO ran empty',
    0,
    1_000,
    0,
    ["The FIFO ran empty while there was still data to read; the drive's buffer was never found less than half full."],
  ],
  [
    'dips of a burn that fitted into the FIFO',
    undefined,
    100,
    2,
    ["Each track fitted into the FIFO; the drive's buffer was found less than half full 2 times."],
  ],
] as const)('after a burn, says %s', (_name, lowestFifoBytes, longestBytes, driveBufferDips, words) => {
  expect(buffersInWords({ fifoBytes: 100, lowestFifoBytes, driveBufferDips }, longestBytes)).toEqual(words);
});
