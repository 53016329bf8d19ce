import { bytes, list, optional, struct, u8, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { readTocCommon, TocFormat, tocCdb } from './read-toc.ts';

/** One CD-TEXT pack of 18 bytes as it stands in the lead-in (MMC-5 annex J); cd-text.ts reads the texts out of packs. */
export const cdTextPack = struct(18, {
  packType: u8(0), // 80h title, 81h performer, ... 8Fh sizes
  trackOrElement: u8(1),
  sequence: u8(2),
  position: optional(u8(3)), // bit 7 double-byte text, bits 6-4 block (language), bits 3-0 character
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
