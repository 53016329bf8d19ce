import { choice, optional, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** How the disc rotates (MMC-5 6.37). */
export const RotationControl = { Clv: 0, Cav: 1 } as const;
/** A value of the constant of the same name. */
export type RotationControl = (typeof RotationControl)[keyof typeof RotationControl];

/** A speed for SET CD SPEED: as fast as the drive can. */
export const MAX_SPEED_KBPS = 0xffff;

/** Sets the speeds in units of 1,000 bytes a second; the drive uses its nearest lower speed (MMC-5 6.37). 1x is 177. */
export const setCdSpeed = defineCommand({
  name: 'SET CD SPEED',
  opcode: 0xbb,
  clause: 'MMC-5 6.37',
  effect: 'reads',
  timeoutMs: 30_000,
  cdb: struct(12, {
    rotationControl: optional(choice(1, [1, 0], RotationControl)),
    readKBps: optional(u16(2, 'kB/s'), MAX_SPEED_KBPS),
    writeKBps: optional(u16(4, 'kB/s'), MAX_SPEED_KBPS),
  }),
});
