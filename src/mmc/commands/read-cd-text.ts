import { bit, bits, bytes, list, optional, struct, u8, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { readTocCommon, TocFormat, tocCdb } from './read-toc.ts';

/** One CD-TEXT pack of 18 bytes as it stands in the lead-in (MMC-3 annex J). The texts are read by cd-text/decode.ts. */
export const cdTextPack = struct(18, {
  packType: u8(0), // 80h title, 81h performer, ... 8Fh sizes
  extension: bit(1, 7),
  track: bits(1, [6, 0]), // whose text the payload begins with, 0 the album's; in other packs a number of their own
  sequence: u8(2),
  doubleByte: bit(3, 7),
  block: optional(bits(3, [6, 4])), // one of up to 8 languages
  characterPosition: optional(bits(3, [3, 0])), // characters of that text in the packs before; 15 means 15 or more
  payload: bytes(4, 12),
  crc: optional(u16(16)),
});

/** Format 5: the CD-TEXT of the lead-in. */
export const readCdText = defineCommand({
  ...readTocCommon,
  name: 'READ CD-TEXT',
  cdb: tocCdb(TocFormat.CdText, 0),
  reply: list({
    header: struct(4, { dataLength: u16(0, 'bytes') }),
    lengthField: 'dataLength',
    uncountedBytes: 2,
    entry: cdTextPack,
  }),
});
