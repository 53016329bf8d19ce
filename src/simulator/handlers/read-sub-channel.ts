import { QMode } from '../../cd/q-channel.ts';
import { readCatalogNumber, readIsrc, SubChannelFormat } from '../../mmc/commands/read-sub-channel.ts';
import { invalidCdbField } from '../check-condition.ts';
import { requireCd } from '../kind-of-disc.ts';
import type { Disc } from '../media/disc.ts';
import { decodeArguments, type Handler } from './handler.ts';

const HEADER_BYTES = 4;

/** Returns catalogue number and ISRC. Format 1, the play position, is refused: the drive does not play. */
export const readSubChannelHandler: Handler = {
  opcode: readCatalogNumber.spec.opcode,
  access: 'medium',
  async run({ drive, cdb }) {
    const args = decodeArguments(readCatalogNumber.spec, cdb);
    const reply = args.subQ === 0 ? new Uint8Array(HEADER_BYTES) : replyOf(requireCd(drive.disc), args);
    return reply.subarray(0, args.allocationLength);
  },
};

function replyOf(disc: Disc, { format, track }: { format: number; track: number }): Uint8Array {
  switch (format) {
    case SubChannelFormat.CatalogNumber: {
      const digits = disc.sessions.find(({ catalogNumber }) => catalogNumber !== undefined)?.catalogNumber;
      return readCatalogNumber.spec.reply.encode(digits === undefined ? {} : { valid: true, digits: ascii(digits) });
    }
    case SubChannelFormat.Isrc: {
      const found = disc.tracks.find((each) => each.track.number === track)?.track;
      if (found === undefined) throw invalidCdbField(readIsrc, 'track');
      const { control, isrc } = found;
      const code = isrc === undefined ? {} : { valid: true, isrc: ascii(isrc) };
      return readIsrc.spec.reply.encode({ adr: QMode.Isrc, control, track, ...code });
    }
    default:
      throw invalidCdbField(readCatalogNumber, 'format');
  }
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
