import { bytes, choice, fixed, late, optional, struct, u8 } from '../../../codec/index.ts';
import { defineCommand } from '../../../scsi/command.ts';

/*
 * Which book drives of LITE-ON's design write on all DVD+R and, when they format one, DVD+RW. Facts from dvd+rw-booktype 7.1 (public
 * domain).
 */

/** Book types that LITE-ON drives can give a disc: its own, or DVD-ROM (dvd+rw-booktype 7.1). */
export const LiteOnBookType = { Own: 0, DvdRom: 1 } as const;
/** A value of the constant of the same name. */
export type LiteOnBookType = (typeof LiteOnBookType)[keyof typeof LiteOnBookType];

const common = { opcode: 0xdf, clause: 'dvd+rw-booktype 7.1', effect: 'reads', timeoutMs: 30_000 } as const;
const PAGE = 0x0f;
const REPLY_BYTES = 128;

/** Which book type a LITE-ON drive gives discs (dvd+rw-booktype 7.1). */
export const liteOnReadBookType = defineCommand({
  ...common,
  name: 'LITE-ON READ BOOK TYPE',
  direction: 'in',
  payload: 'parameters',
  cdb: struct(12, {
    page: optional(u8(2), PAGE),
    set: fixed(u8(3)),
    allocationLength: optional(u8(7, 'bytes'), REPLY_BYTES),
  }),
  reply: struct(
    REPLY_BYTES,
    { bookType: choice(0, [7, 0], LiteOnBookType), rest: late(bytes(1, REPLY_BYTES - 1)) },
    { minimumBytes: 1 },
  ),
});

/** Sets the book type that a LITE-ON drive gives discs (dvd+rw-booktype 7.1). */
export const liteOnSetBookType = defineCommand({
  ...common,
  name: 'LITE-ON SET BOOK TYPE',
  cdb: struct(12, {
    page: optional(u8(2), PAGE),
    set: optional(u8(3), 1),
    bookType: choice(4, [7, 0], LiteOnBookType),
  }),
});
