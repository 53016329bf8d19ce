import { bytes, inHex, optional, struct, u8 } from '../../../codec/index.ts';
import { defineCommand } from '../../../scsi/command.ts';

/*
 * Which book drives of LG's design write on a DVD+R, single and dual layer: 00h that of DVD-ROM, A0h or E0h their own. Facts from
 * dvd+rw-booktype 7.1 (public domain), which recognizes them by DVD-RAM among their profiles.
 */

/** The book types that LG drives give DVD+R and DVD+R DL (dvd+rw-booktype 7.1). */
export const lgBookTypes = struct(4, { dvdPlusR: inHex(u8(0)), dvdPlusRDualLayer: inHex(u8(1)) });

const KEY = Uint8Array.of(0x2b, 0x52, 0x54, 0x42); // +RTB

const common = { clause: 'dvd+rw-booktype 7.1', effect: 'reads', timeoutMs: 30_000, payload: 'parameters' } as const;

/** Which book types an LG drive gives new discs (dvd+rw-booktype 7.1). */
export const lgReadBookTypes = defineCommand({
  ...common,
  name: 'LG READ BOOK TYPES',
  opcode: 0xfa,
  direction: 'in',
  cdb: struct(10, { allocationLength: optional(u8(8, 'bytes'), 4) }),
  reply: lgBookTypes,
});

/** Sets the book types that an LG drive gives new discs (dvd+rw-booktype 7.1). */
export const lgSetBookTypes = defineCommand({
  ...common,
  name: 'LG SET BOOK TYPES',
  opcode: 0xfc,
  direction: 'out',
  cdb: struct(10, { key: optional(bytes(2, 4), KEY), parameterListLength: optional(u8(8, 'bytes')) }),
  parameters: lgBookTypes,
  lengthField: 'parameterListLength',
});
