import { choice, optional, rawBytes, struct, u8, u24 } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';
import { halvesOf } from '../halves.ts';

/** What READ BUFFER reads (SPC-3 6.15). */
export const BufferMode = {
  HeaderAndData: 0,
  Vendor: 1,
  Data: 2,
  Descriptor: 3,
  Echo: 10,
  EchoDescriptor: 11,
} as const;
/** A value of the constant of the same name. */
export type BufferMode = (typeof BufferMode)[keyof typeof BufferMode];

/** A drive may allow only offsets that are multiples of a boundary (SPC-3 table 142); it is at most this on known drives. */
const SMALLEST_PART_BYTES = 512;

/**
 * Reads the drive's memory, to test the connection to it (SPC-3 6.15). wodim reads the 4 bytes before the data in mode 0 to
 * find out how much there is; most CD recorders refuse.
 */
export const readBuffer = defineCommand({
  name: 'READ BUFFER',
  opcode: 0x3c,
  clause: 'SPC-3 6.15',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(10, {
    mode: choice(1, [4, 0], BufferMode),
    bufferId: optional(u8(2)),
    bufferOffset: optional(u24(3)),
    allocationLength: u24(6, 'bytes'),
  }),
  reply: rawBytes,
  // The other modes begin with a header that counts what follows.
  halves: ({ mode, bufferOffset, allocationLength, ...rest }) =>
    mode === BufferMode.Data
      ? halvesOf(allocationLength, SMALLEST_PART_BYTES).map(({ offset, length }) => ({
          ...rest,
          mode,
          bufferOffset: bufferOffset + offset,
          allocationLength: length,
        }))
      : undefined,
});
