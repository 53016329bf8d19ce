import { bit, choice, i32, optional, struct } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** How much BLANK erases (MMC-5 6.2). */
export const BlankingType = {
  Disc: 0,
  Minimal: 1,
  Track: 2,
  UnreserveTrack: 3,
  TrackTail: 4,
  UncloseSession: 5,
  Session: 6,
} as const;
/** A value of the constant of the same name. */
export type BlankingType = (typeof BlankingType)[keyof typeof BlankingType];

/** Erases a rewritable disc (MMC-5 6.2). `address` is a track, or with TrackTail the first block erased. */
export const blank = defineCommand({
  name: 'BLANK',
  opcode: 0xa1,
  clause: 'MMC-5 6.2',
  effect: 'writes',
  timeoutMs: 9_600_000, // a whole disc at 1x, not immediate
  cdb: struct(12, {
    immediate: bit(1, 4),
    blankingType: choice(1, [2, 0], BlankingType),
    address: optional(i32(2)),
  }),
});
