import { bit, fixed, late, optional, type Struct, struct, text, u8, u32Both } from '../../codec/index.ts';
import { shortDate } from './dates.ts';

/*
 * The entries of the System Use Sharing Protocol 1.12 (IEEE P1281) and of the Rock Ridge Interchange Protocol 1.12 (IEEE P1282) that are
 * written or read. Every entry begins with two letters, its length and its version.
 */

export const USE_HEADER_BYTES = 4;
const LONGEST_ENTRY_BYTES = 255;

/** Of an entry whose length is always the same. */
const fixedHeading = (signature: string, length: number) => ({
  signature: optional(text(0, 2), signature),
  lengthBytes: optional(u8(2), length),
  version: optional(u8(3), 1),
});

const heading = (signature: string) => ({ ...fixedHeading(signature, 0), lengthBytes: u8(2) });

/** What every entry begins with (SUSP 4.1). */
export const useEntryHeading = struct(USE_HEADER_BYTES, { signature: text(0, 2), lengthBytes: u8(2), version: u8(3) });

/** The rest of the entries is elsewhere (SUSP 5.1). */
export const continuationArea = struct(28, {
  ...fixedHeading('CE', 28),
  block: u32Both(4),
  offsetBytes: u32Both(12),
  lengthBytesThere: u32Both(20),
});

/** The protocol is used on this volume; only in the root's own record (SUSP 5.3). */
export const sharingProtocol = struct(7, {
  ...fixedHeading('SP', 7),
  checkHigh: fixed(u8(4), 0xbe),
  checkLow: fixed(u8(5), 0xef),
  /** How many bytes come before the entries in all other records. */
  skippedBytes: optional(u8(6)),
});

/** Which protocol the entries follow (SUSP 5.5); the three texts come after it. */
export const extensionsReference = struct(8, {
  ...heading('ER'),
  identifierBytes: u8(4),
  descriptorBytes: u8(5),
  sourceBytes: u8(6),
  extensionVersion: optional(u8(7), 1),
});

/** POSIX attributes (RRIP 4.1.1). Version 1.09 had no serial number. */
export const posixAttributes = struct(
  44,
  {
    ...fixedHeading('PX', 44),
    mode: u32Both(4),
    links: u32Both(12),
    uid: u32Both(20),
    gid: u32Both(28),
    serialNumber: late(u32Both(36)),
  },
  { minimumBytes: 36 },
);

/** The numbers of a device (RRIP 4.1.2): major and minor, as Linux reads them. */
export const deviceNumbers = struct(20, { ...fixedHeading('PN', 20), high: u32Both(4), low: u32Both(12) });

/** A symbolic link, or a part of it (RRIP 4.1.3); component records come after it. */
export const symbolicLink = struct(5, { ...heading('SL'), continues: bit(4, 0) });

/** One part of a path (RRIP 4.1.3.1); its text comes after it. */
export const linkComponent = struct(2, {
  continues: bit(0, 0),
  current: bit(0, 1),
  parent: bit(0, 2),
  root: bit(0, 3),
  textBytes: u8(1),
});

/** A name, or a part of it (RRIP 4.1.4); its text comes after it. */
export const alternateName = struct(5, {
  ...heading('NM'),
  continues: bit(4, 0),
  current: bit(4, 1),
  parent: bit(4, 2),
});

/** Where a relocated folder is (RRIP 4.1.5.1), and where its parent was (4.1.5.2). */
export const childLink = struct(12, { ...fixedHeading('CL', 12), block: u32Both(4) });
export const parentLink = struct(12, { ...fixedHeading('PL', 12), block: u32Both(4) });
/** A folder that was moved here (RRIP 4.1.5.3). */
export const relocated = struct(4, fixedHeading('RE', 4));

/** Which dates follow, in this order (RRIP 4.1.6). */
export const timeStamps = struct(5, {
  ...heading('TF'),
  created: bit(4, 0),
  modified: bit(4, 1),
  accessed: bit(4, 2),
  changed: bit(4, 3),
  backup: bit(4, 4),
  expires: bit(4, 5),
  effective: bit(4, 6),
  /** Seventeen bytes each instead of seven. */
  longForm: bit(4, 7),
});
export const timeStamp = struct(7, { date: shortDate(0) });

/** An entry, ready to be placed: its length is known before its bytes are made. */
export interface UseEntry {
  readonly lengthBytes: number;
  encode(): Uint8Array;
}

/** An entry of fixed length. */
export const entryOf = <F extends Parameters<typeof struct>[1]>(
  layout: Struct<F>,
  values: () => Parameters<Struct<F>['encode']>[0],
): UseEntry => ({ lengthBytes: layout.lengthBytes, encode: () => layout.encode(values()) });

/** How many bytes fit into an entry after a header of this length. */
export const roomAfter = (headerBytes: number): number => LONGEST_ENTRY_BYTES - headerBytes;
