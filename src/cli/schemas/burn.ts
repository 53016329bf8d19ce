import * as z from 'zod';
import { disc } from './disc.ts';
import { drive } from './drive.ts';
import { count, flag, integer, list, maybe, number, oneOf, orNull, result, text, warnings } from './kinds.ts';

export const comparison = z
  .object({
    track: count('its number'),
    offsetSamples: integer('by how many samples the drive reads audio after its address: no error'),
    comparedBytes: count('bytes that were compared'),
  })
  .describe('a track that was read back and is what was sent');

const speed = orNull(
  z
    .object({
      requestedKBps: orNull(number('the speed that was asked for, in units of 1000 bytes a second')),
      usedKBps: orNull(number('the speed that the drive reports, in units of 1000 bytes a second')),
    })
    .describe('the write speed'),
);

const buffers = orNull(
  z
    .object({
      fifoBytes: count('what the FIFO holds when it is full, in bytes'),
      lowestFifoBytes: orNull(count('the least that it held once it had been full, in bytes; null if it never was')),
      driveBufferDips: count("how often the drive's buffer was found less than half full"),
    })
    .describe('how well the buffers were filled'),
);

/** Whether the computer was kept awake. */
export const sleep = orNull(
  z
    .object({
      heldOff: flag('whether it was'),
      problem: maybe(text('why it was not')),
    })
    .describe("whether the computer's sleep was held off; null with a simulated drive"),
);

const session = z
  .object({
    writeType: text('how it was written'),
    tracks: list(z.int().describe('a number'), 'the numbers of its tracks'),
    comparisons: list(comparison, 'its tracks that were compared'),
    speed,
    buffers,
    warnings,
  })
  .describe('a session as it was written');

export const burn = result('burn', 'What was burned: `burn`, `image burn`, `data`, `enhanced` and `copy`.', {
  drive,
  disc,
  testWrite: flag('whether the laser was off'),
  writeType: text('how it was written'),
  verify: oneOf(['none', 'quick', 'full'], 'how much was compared'),
  comparisons: list(comparison, 'the tracks that were compared'),
  cancelled: flag('whether it was stopped by Ctrl-C'),
  speed,
  buffers,
  sleep,
  warnings,
  sessions: list(session, 'the sessions that were written, in order'),
});
