import { cdTextPack, MOST_PACKS } from '../../cd/cd-text/pack.ts';
import { list, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { readTocCommon, TocFormat, tocCdb } from './read-toc.ts';

const header = struct(4, { dataLength: u16(0, 'bytes') });

/** Format 5: the CD-TEXT of the lead-in. decodeCdText decodes the texts. See MMC-5 6.26. */
export const readCdText = defineCommand({
  ...readTocCommon,
  name: 'READ CD-TEXT',
  cdb: tocCdb(TocFormat.CdText, 0),
  reply: list({ header, lengthField: 'dataLength', uncountedBytes: 2, entry: cdTextPack }),
});

/** Room for all the packs that a lead-in can hold. */
export const CD_TEXT_REPLY_BYTES = header.lengthBytes + MOST_PACKS * cdTextPack.lengthBytes;
