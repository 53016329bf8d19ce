import { bit, i32, rawBytes, struct, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { halvesOf } from '../../scsi/halves.ts';
import { READ_BLOCK_BYTES } from './read-10.ts';

/** READ(10) with a longer count, and streaming: data in time rather than retries (MMC-6 6.17). */
export const read12 = defineCommand({
  name: 'READ(12)',
  opcode: 0xa8,
  clause: 'MMC-6 6.17',
  effect: 'reads',
  timeoutMs: 60_000, // a drive retries for long on a scratch
  direction: 'in',
  payload: 'blocks',
  cdb: struct(12, {
    disablePageOut: bit(1, 4), // DPO
    forceUnitAccess: bit(1, 3),
    lba: i32(2),
    lengthBlocks: u32(6, 'blocks'),
    streaming: bit(10, 7),
  }),
  reply: rawBytes,
  halves: ({ lba, lengthBlocks, ...rest }) =>
    halvesOf(lengthBlocks).map(({ offset, length }) => ({ ...rest, lba: lba + offset, lengthBlocks: length })),
  replyBytes: ({ lengthBlocks }) => lengthBlocks * READ_BLOCK_BYTES,
});
