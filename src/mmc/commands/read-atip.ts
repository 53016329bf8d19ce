import { atipSpecialFields } from '../../cd/atip.ts';
import { late, optional, struct, u8, u16, u24 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { readTocCommon, TocFormat, tocCdb } from './read-toc.ts';

/** The disc's factory groove data (MMC-5 6.26). Older drives return 28 bytes; a pressed disc has none. */
export const atipData = struct(
  32,
  {
    dataLength: optional(u16(0, 'bytes'), 30),
    ...atipSpecialFields(4),
    // 90:00:00 and above: before LBA 0. Minute and second together identify the maker of the disc.
    leadInStartMinute: u8(8),
    leadInStartSecond: u8(9),
    leadInStartFrame: u8(10),
    lastLeadOutStartMinute: u8(12),
    lastLeadOutStartSecond: u8(13),
    lastLeadOutStartFrame: u8(14),
    a1: late(optional(u24(16))),
    a2: late(optional(u24(20))),
    a3: late(optional(u24(24))),
    s4: late(optional(u24(28))),
  },
  {
    minimumBytes: 15,
    ownLength: { field: 'dataLength', uncountedBytes: 2 },
    validIf: { a1: 'a1Valid', a2: 'a2Valid', a3: 'a3Valid' },
  },
);

/** Format 4: what kind of blank this is, its lead-in and its capacity (MMC-5 6.26). */
export const readAtip = defineCommand({
  ...readTocCommon,
  name: 'READ ATIP',
  cdb: tocCdb(TocFormat.Atip, 1),
  reply: atipData,
});
