import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { bit, i32, rawBytes, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { halvesOf } from '../../scsi/halves.ts';

/** What READ returns of each block of a data track, whatever its mode. */
export const READ_BLOCK_BYTES = USER_DATA_BYTES;

/** Reads the user data of Mode 1 and Mode 2 form 1 blocks; audio is refused with 5/64/00 (MMC-5 6.15). */
export const read10 = defineCommand({
  name: 'READ(10)',
  opcode: 0x28,
  clause: 'MMC-5 6.15',
  effect: 'reads',
  timeoutMs: 60_000, // a drive retries for long on a scratch
  direction: 'in',
  payload: 'blocks',
  cdb: struct(10, {
    forceUnitAccess: bit(1, 3),
    lba: i32(2),
    lengthBlocks: u16(7, 'blocks'),
  }),
  reply: rawBytes,
  halves: ({ lba, lengthBlocks, ...rest }) =>
    halvesOf(lengthBlocks).map(({ offset, length }) => ({ ...rest, lba: lba + offset, lengthBlocks: length })),
  replyBytes: ({ lengthBlocks }) => lengthBlocks * READ_BLOCK_BYTES,
});
