import { CloseFunction } from '../../mmc/commands/close-track-session.ts';
import type { FormatType } from '../../mmc/commands/format-unit.ts';
import { DiscStatus, SessionState } from '../../mmc/commands/read-disc-information.ts';
import { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import { invalidParameter } from '../check-condition.ts';
import type { BlocksToWrite, TimedEffect } from '../core.ts';
import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import { type BlockDiscStructure, type FormattedStructure, HalfDone } from '../media/block-disc/structure.ts';
import {
  corrupted,
  emptyBuffer,
  NOTHING_TO_DO,
  notFormatted,
  outOfRange,
  refuseBlanking,
  refuseCloseFunction,
  refuseReservation,
  takeBlocks,
} from './common.ts';
import type { BlockPath, DiscFacts, FormatFacts, FormatRequest, MediaFamily, TrackFacts } from './family.ts';

/** The structure of a disc that is formatted, as far as a power failure left it usable. Throws 5/30/10 or 3/31/00. */
export function requireFormatted({ structure }: BlockDisc): FormattedStructure {
  if (structure.unfinished !== undefined) throw corrupted();
  if (structure.layout !== 'formatted') throw notFormatted();
  return structure;
}

const EMPTY: DiscFacts = {
  status: DiscStatus.Blank,
  lastSessionState: SessionState.Empty,
  sessions: 1,
  firstTrackInLastSession: 1,
  lastTrackInLastSession: 1,
};

const FULL: DiscFacts = { ...EMPTY, status: DiscStatus.Complete, lastSessionState: SessionState.Complete };

/** A blank disc has a track of its whole size that nothing can be written to before it is formatted. */
function oneTrack({ disc }: BlockPath): readonly TrackFacts[] {
  const { capacityBlocks, structure } = disc;
  const blank = structure.layout !== 'formatted';
  const track = { number: 1, session: 1, startLba: 0, lengthBlocks: capacityBlocks, packet: true, freeBlocks: 0 };
  return [blank ? { ...track, blank, invisible: true } : { ...track, lastRecordedLba: capacityBlocks - 1 }];
}

/** A format that the disc can have, how long making it takes, and what the disc is then. */
export interface PossibleFormat extends FormatFacts {
  readonly spareBlocks: number;
  /** Lead-in, lead-out, defect lists: what is written even if nothing is certified. */
  readonly quickBlocks: number;
}

export interface OverwritableRules {
  readonly formats: (disc: BlockDisc) => readonly PossibleFormat[];
  /** Others than `blocks`, between the smallest and the largest of the formats of a type, are accepted for this type. */
  readonly anySize?: (formatType: FormatType) => boolean;
  /** Whether all blocks are written and read first, to find the defects. */
  readonly certifies?: (request: FormatRequest) => boolean;
}

/**
 * What the discs share that are formatted once and then written anywhere: DVD-RAM, BD-RE and, with rules of its own on top,
 * DVD+RW. They have one session with one track.
 */
export function overwritable({
  formats,
  anySize = () => false,
  certifies = () => false,
}: OverwritableRules): MediaFamily {
  return {
    information({ disc }) {
      const { structure } = disc;
      if (structure.unfinished !== undefined) return { ...EMPTY, status: DiscStatus.Other };
      return structure.layout === 'formatted' ? FULL : EMPTY;
    },
    tracks: oneTrack,
    readableBlocks: ({ structure }) => (structure.layout === 'formatted' ? structure.lengthBlocks : 0),
    readsAsZeros: ({ structure }, lba) => structure.layout === 'formatted' && lba < structure.lengthBlocks,
    formats: (disc) => ({
      ...(disc.structure.layout === 'formatted'
        ? { capacityType: CapacityType.Formatted, blocks: disc.structure.lengthBlocks }
        : { capacityType: CapacityType.Unformatted, blocks: disc.medium.capacityBlocks }),
      list: formats(disc),
    }),
    async write(path, blocks) {
      requireInside(requireFormatted(path.disc), blocks);
      await takeBlocks(path, blocks);
    },
    flush: emptyBuffer,
    /** There is nothing to close; drives accept it. */
    close: (_path, closeFunction) =>
      closeFunction === CloseFunction.Track || closeFunction === CloseFunction.Session
        ? NOTHING_TO_DO
        : refuseCloseFunction(),
    reserve: refuseReservation,
    blank: refuseBlanking,
    format: (path, request) => formatting(path, chosen(formats(path.disc), request, anySize), certifies(request)),
  };
}

export function requireInside({ lengthBlocks }: FormattedStructure, blocks: BlocksToWrite): void {
  if (blocks.lba < 0 || blocks.lba + blocks.lengthBlocks > lengthBlocks) throw outOfRange();
}

/** The format that is asked for: of the same type, and of this size or any that it may have. Throws 5/26/00. */
export function chosen(
  formats: readonly PossibleFormat[],
  { formatType, blocks }: FormatRequest,
  anySize: (formatType: FormatType) => boolean,
): PossibleFormat {
  const ofType = formats.filter((format) => format.formatType === formatType);
  const exact = ofType.find((format) => format.blocks === blocks);
  if (exact !== undefined) return exact;
  const [first] = ofType;
  if (first === undefined) throw invalidParameter(FORMAT_TYPE_BYTE);
  const sizes = ofType.map((format) => format.blocks);
  // 0 and FFFFFFFFh ask for what the drive thinks best (MMC-6 6.5.4.2).
  if (blocks === 0 || blocks === 0xffffffff) return first;
  const possible = anySize(formatType) && Math.min(...sizes) <= blocks && blocks <= Math.max(...sizes);
  if (!possible) throw invalidParameter(BLOCKS_BYTE);
  return { ...first, blocks, spareBlocks: first.spareBlocks + first.blocks - blocks };
}

/** In the parameter list: Number of Blocks, and the byte with the format type. */
const BLOCKS_BYTE = 4;
const FORMAT_TYPE_BYTE = 8;

function formatting(path: BlockPath, format: PossibleFormat, certifying: boolean): TimedEffect {
  const { disc, speeds } = path;
  const { blocks, spareBlocks, formatType, quickBlocks } = format;
  const certifyingMs = certifying ? 2 * speeds.writeMs(0, blocks + spareBlocks) : 0;
  const durationMs = speeds.writeMs(0, quickBlocks) + certifyingMs;
  const { medium } = disc.structure;
  const formatted: BlockDiscStructure = { medium, layout: 'formatted', formatType, lengthBlocks: blocks, spareBlocks };
  return {
    durationMs,
    effect: () => disc.erase(formatted),
    interrupted: () => disc.change({ ...formatted, unfinished: HalfDone.Formatting }),
  };
}
