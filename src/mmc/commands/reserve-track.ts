import { bit, bits, i32, optional, struct, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

const common = { opcode: 0x53, clause: 'MMC-5 6.31', effect: 'writes', timeoutMs: 200_000 } as const;

/** Sets blocks aside for one track (MMC-5 6.31). */
export const reserveTrack = defineCommand({
  ...common,
  name: 'RESERVE TRACK',
  cdb: struct(10, {
    maximizeZones: bit(1, 1), // RMZ
    byLba: optional(bits(1, [0, 0]), 0), // ARSV
    reservationBlocks: u32(5, 'blocks'),
  }),
});

/** Ends the open track's reservation at a block instead: the next track begins there (MMC-5 6.31). */
export const reserveTrackUpTo = defineCommand({
  ...common,
  name: 'RESERVE TRACK (by LBA)',
  cdb: struct(10, {
    maximizeZones: bit(1, 1),
    byLba: optional(bits(1, [0, 0]), 1),
    lba: i32(2),
  }),
});
