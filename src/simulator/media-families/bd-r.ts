import { CloseFunction } from '../../mmc/commands/close-track-session.ts';
import { BdRFormatSubType, FormatType } from '../../mmc/commands/format-unit.ts';
import { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import { invalidParameter } from '../check-condition.ts';
import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import type { BlockDiscStructure } from '../media/block-disc/structure.ts';
import { CLUSTER_BLOCKS, QUICK_FORMAT_BLOCKS, spareSizes } from './bd-spare.ts';
import { cannotWrite, outOfRange, refuseBlanking, takeBlocks } from './common.ts';
import type { MediaFamily } from './family.ts';
import { chosen, type PossibleFormat } from './overwritable.ts';
import {
  type ClosingRules,
  closeByFunction,
  flushSequentially,
  requireAppendable,
  reserveSequentially,
  sequentialReadableBlocks,
  writeSequentially,
} from './sequential.ts';
import { type Gaps, sequentialInformation, sequentialOf, sequentialTracks } from './sequential-tracks.ts';

/** Tracks and sessions of a BD follow each other at whole clusters: the disc lists them in its lead-in. */
const GAPS: Gaps = { track: 0, session: () => 0 };

/** Sequential recording ranges that can be open at the same time (MMC-6 4.5.3). */
const MOST_OPEN_TRACKS = 16;
/** The lists in the lead-in; with the last of them, the lead-out. Estimates. */
const CLOSING: ClosingRules = {
  finalizing: [CloseFunction.Finalize],
  sessionBlocks: 20_000,
  finalBlocks: 60_000,
};
/** In the parameter list: the byte with the format type and its subtype. */
const FORMAT_TYPE_BYTE = 8;

/** As an LG WH16NS40 lists them for a blank disc; 32h has no parameter there. */
function formats(disc: BlockDisc): readonly PossibleFormat[] {
  const sizes = spareSizes(disc).map((spareBlocks) => ({
    formatType: FormatType.BdRWithSpare,
    blocks: disc.medium.capacityBlocks - spareBlocks,
    spareBlocks,
    parameter: 0,
    quickBlocks: QUICK_FORMAT_BLOCKS,
  }));
  const [first] = sizes;
  if (first === undefined) return [];
  return [{ ...first, formatType: FormatType.Full, parameter: first.spareBlocks / CLUSTER_BLOCKS }, ...sizes];
}

/**
 * BD-R recorded sequentially (SRM). FORMAT UNIT sets spare areas aside while the disc is blank; with pseudo-overwrite (POW) what
 * is recorded can be written again, into them (MMC-6 4.5.3.6). Without a format the first WRITE makes it one without spare areas.
 */
export const bdR: MediaFamily = {
  information: ({ disc }) => sequentialInformation(disc, GAPS),
  tracks: ({ disc }) => sequentialTracks(disc, GAPS),
  readableBlocks: sequentialReadableBlocks,
  readsAsZeros: () => false,
  formats(disc) {
    const blank = disc.blank && sequentialOf(disc).format === undefined;
    return blank
      ? { capacityType: CapacityType.Unformatted, blocks: disc.medium.capacityBlocks, list: formats(disc) }
      : { capacityType: CapacityType.Formatted, blocks: disc.capacityBlocks, list: [] };
  },
  async write(path, blocks) {
    const { disc } = path;
    const { format } = requireAppendable(disc);
    if (format?.pseudoOverwrite && isRecorded(disc, blocks.lba)) {
      const last = blocks.lba + blocks.lengthBlocks - 1;
      if (!isRecorded(disc, last)) throw outOfRange();
      await takeBlocks(path, blocks);
    } else await writeSequentially(path, blocks, GAPS);
  },
  flush: flushSequentially,
  close: (path, closeFunction, track) => closeByFunction(path, closeFunction, track, CLOSING),
  reserve: (path, reservation) =>
    reserveSequentially(path, reservation, { gaps: GAPS, mostOpenTracks: MOST_OPEN_TRACKS, byAddress: true }),
  blank: refuseBlanking,
  format({ disc, speeds }, request) {
    const structure = requireAppendable(disc);
    if (!disc.blank || structure.format !== undefined) throw cannotWrite();
    const { spareBlocks } = chosen(formats(disc), request, (type) => type === FormatType.BdRWithSpare);
    if (request.subType > BdRFormatSubType.Random) throw invalidParameter(FORMAT_TYPE_BYTE);
    const random: BlockDiscStructure = {
      medium: structure.medium,
      layout: 'formatted',
      formatType: FormatType.BdRWithSpare,
      lengthBlocks: disc.medium.capacityBlocks - spareBlocks,
      spareBlocks,
    };
    const pseudoOverwrite = request.subType === BdRFormatSubType.SequentialPow;
    return {
      durationMs: speeds.writeMs(0, QUICK_FORMAT_BLOCKS),
      effect: () =>
        disc.change(
          request.subType === BdRFormatSubType.Random
            ? random
            : { ...structure, format: { spareBlocks, pseudoOverwrite } },
        ),
    };
  },
};

const isRecorded = (disc: BlockDisc, lba: number): boolean => {
  const { sessions, tracks } = sequentialOf(disc);
  return [...sessions.flatMap((session) => session.tracks), ...tracks].some(
    ({ startLba, recordedBlocks }) => startLba <= lba && lba < startLba + recordedBlocks,
  );
};
