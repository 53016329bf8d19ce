import { bit, choice, optional, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** What CLOSE TRACK/SESSION closes (MMC-5 table 250). */
export const CloseFunction = {
  StopBackgroundFormat: 0,
  Track: 1,
  Session: 2,
  /** DVD+R only. */
  FinalizeToMinimalRadius: 5,
  /** BD-R, DVD+R. */
  Finalize: 6,
} as const;
/** A value of the constant of the same name. */
export type CloseFunction = (typeof CloseFunction)[keyof typeof CloseFunction];

/** Ends a track or a session (MMC-5 6.3). */
export const closeTrackSession = defineCommand({
  name: 'CLOSE TRACK/SESSION',
  opcode: 0x5b,
  clause: 'MMC-5 6.3',
  effect: 'writes',
  timeoutMs: 480_000, // lead-in and lead-out at 1x
  cdb: struct(10, {
    immediate: bit(1, 0), // IMMED: answer immediately and continue closing
    closeFunction: choice(2, [2, 0], CloseFunction),
    track: optional(u16(4)), // 0 when a session is closed
  }),
});
