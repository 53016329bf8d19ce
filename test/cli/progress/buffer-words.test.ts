import { expect, test } from '@jest/globals';
import { buffersInWords } from '../../../src/cli/progress/buffer-words.ts';

test.each([
  ['nothing when all of it fitted into the buffers', undefined, 0, []],
  [
    'the lowest fill when all went well',
    94,
    0,
    [
      "While there was still data to read, the FIFO was at least 94 % full; the drive's buffer was never found less than half full.",
    ],
  ],
  [
    'how often the drive ran low',
    3,
    1,
    [
      "While there was still data to read, the FIFO was at least 3 % full; the drive's buffer was found less than half full 1 time.",
    ],
  ],
  [
    'that the FIFO ran empty',
    0,
    0,
    ["The FIFO ran empty while there was still data to read; the drive's buffer was never found less than half full."],
  ],
  [
    'dips of a burn that fitted into the FIFO',
    undefined,
    2,
    ["The drive's buffer was found less than half full 2 times."],
  ],
] as const)('after a burn, says %s', (_name, lowestFifoBytes, driveBufferDips, words) => {
  expect(buffersInWords({ fifoBytes: 100, lowestFifoBytes, driveBufferDips })).toEqual(words);
});
