import * as z from 'zod';
import { count, flag, integer, list, maybe, number, oneOf, result, text } from './kinds.ts';

const data = (description: string) =>
  z
    .union([
      z.string().describe('the bytes in hexadecimal'),
      z
        .object({
          bytes: count('the number of bytes'),
          hex: maybe(text('the bytes in hexadecimal, without zeros at the end')),
          crc32: maybe(text('their CRC-32, where not all of them are kept')),
          head: maybe(text('the first of them in hexadecimal, where not all are kept')),
        })
        .describe('bytes that are not written in full'),
    ])
    .describe(description);

const failure = z
  .object({
    kind: text('the kind of failure'),
    operation: text('what failed'),
    osCode: maybe(text("the system's code")),
    errno: maybe(integer("the system's number")),
    reason: text('why, in words'),
    remedy: text('what to do'),
  })
  .describe('why no answer came');

/** What was recorded of one exchange with a drive. */
export const entryShape = {
  type: oneOf(['exchange', 'event'], 'a command, or something else that was asked of the connection'),
  seq: count('its number'),
  t: number('when it was sent, in milliseconds since the recording began'),
  tDone: maybe(number('when the answer came, in milliseconds since the recording began')),
  answeredAfter: maybe(count('the highest number that was sent before the answer came')),
  cdb: maybe(text('the command descriptor block in hexadecimal')),
  timeoutMs: maybe(number('its time-out in milliseconds')),
  out: maybe(data('the data that was sent')),
  inBytes: maybe(count('how many bytes the drive might send')),
  outcome: maybe(oneOf(['answered', 'skipped', 'failed'], 'what became of it')),
  status: maybe(count('the SCSI status')),
  sense: maybe(text('the sense data in hexadecimal')),
  in: maybe(data('the data that came')),
  residual: maybe(count('bytes that the host adapter counted as not transferred')),
  durationMs: maybe(number('how long the drive took, in milliseconds')),
  resends: maybe(count('how often it was sent again')),
  event: maybe(oneOf(['take-exclusive', 'release-exclusive', 'close'], 'what was asked for')),
  owner: maybe(text('the name under which the drive was taken')),
  error: maybe(failure),
} as const;

export const traceShow = result('trace-show', 'The exchanges of a trace: `trace show`.', {
  header: z
    .object({
      type: z.literal('header').describe('header'),
      format: z.literal('discwright trace').describe('the format of the file'),
      version: count('its version'),
      path: text('the drive that was opened'),
      simulated: flag('whether it was a simulated drive'),
      maxTransferBytes: count('the most bytes that one command could transfer'),
      startedAt: maybe(text('when the recording began, as ISO 8601')),
    })
    .describe('the first line of the trace'),
  entries: list(
    z.object({ ...entryShape, words: text('the exchange in words') }).describe('an exchange or an event'),
    'the exchanges, in the order in which they were sent',
  ),
  errors: list(
    z
      .object({
        type: z.literal('error').describe('error'),
        t: number('when, in milliseconds since the recording began'),
        name: text('its class'),
        message: text("what failed, and the disc's state"),
        remedy: maybe(text('what to do next')),
      })
      .describe('an error that the program which recorded the trace reported'),
    'the errors with which what was recorded ended: none if it succeeded, or if the program was killed',
  ),
  cutOff: flag('whether the last line is cut off: the program did not end properly'),
});
