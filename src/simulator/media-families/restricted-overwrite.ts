import { BlankingType, blank } from '../../mmc/commands/blank.ts';
import { CloseFunction } from '../../mmc/commands/close-track-session.ts';
import { FormatType } from '../../mmc/commands/format-unit.ts';
import { DiscStatus, SessionState } from '../../mmc/commands/read-disc-information.ts';
import { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import { write10 } from '../../mmc/commands/write-10.ts';
import { invalidCdbField } from '../check-condition.ts';
import type { TimedEffect } from '../core.ts';
import { type BlockDiscStructure, type FormattedStructure, HalfDone } from '../media/block-disc/structure.ts';
import { growing, growthFormats } from './border-growth.ts';
import {
  emptyBuffer,
  invalidAddress,
  NOTHING_TO_DO,
  outOfRange,
  refuseCloseFunction,
  refuseReservation,
  takeBlocks,
} from './common.ts';
import type { BlockPath, FormatRequest, MediaFamily } from './family.ts';
import { chosen, type PossibleFormat, requireFormatted } from './overwritable.ts';

/** Of a formatted DVD-RW, as reported of a drive "LL01": 608 fewer than the data zone has. */
const FORMATTED_BLOCKS = 2_297_888;
/** Blocks are written in whole ECC blocks, the packets of a formatted disc. */
const PACKET_BLOCKS = 16;
/** RMA, lead-in and the first border; an estimate. */
const LEAD_IN_BLOCKS = 15_000;
/** A border-out, without which other drives do not find an end. */
const BORDER_BLOCKS = 28_672;

/** Full: 00h and 10h, the whole disc. Quick: 15h, a border that grows (MMC-6 6.5.4.2.11). As that drive lists them. */
export const dvdRwFormats = (): readonly PossibleFormat[] =>
  [
    { formatType: FormatType.Full, parameter: 0x800, quickBlocks: LEAD_IN_BLOCKS + FORMATTED_BLOCKS },
    { formatType: FormatType.CdRwDvdRwFull, parameter: PACKET_BLOCKS, quickBlocks: LEAD_IN_BLOCKS + FORMATTED_BLOCKS },
    { formatType: FormatType.DvdRwQuick, parameter: PACKET_BLOCKS, quickBlocks: LEAD_IN_BLOCKS },
  ].map((format) => ({ ...format, blocks: FORMATTED_BLOCKS, spareBlocks: 0 }));

/**
 * DVD-RW formatted for restricted overwrite, profile 0013h. After a full format every block can be written; after a quick one
 * the recorded area grows as it is written, from its start onward, and is then closed by CLOSE TRACK/SESSION function 2. From then on the
 * disc ends there, until FORMAT UNIT lets its border grow. BLANK makes it a sequential disc, profile 0014h.
 */
export const restrictedOverwrite: MediaFamily = {
  information({ disc }) {
    const { structure } = disc;
    const one = { sessions: 1, firstTrackInLastSession: 1, lastTrackInLastSession: 1 };
    if (structure.unfinished !== undefined) {
      return { ...one, status: DiscStatus.Other, lastSessionState: SessionState.Damaged };
    }
    return isOpen(structure)
      ? { ...one, status: DiscStatus.Appendable, lastSessionState: SessionState.Incomplete }
      : { ...one, status: DiscStatus.Complete, lastSessionState: SessionState.Complete };
  },

  tracks({ disc }) {
    const { capacityBlocks, structure } = disc;
    const grown = structure.layout === 'formatted' ? structure.grownBlocks : undefined;
    const track = { number: 1, session: 1, startLba: 0, packet: true, fixedPacket: true, lengthBlocks: capacityBlocks };
    if (grown === undefined || !isOpen(structure)) {
      const lengthBlocks = grown ?? capacityBlocks;
      return [{ ...track, lengthBlocks, freeBlocks: 0, lastRecordedLba: lengthBlocks - 1 }];
    }
    const room = { blank: grown === 0, nextWritableLba: grown, freeBlocks: capacityBlocks - grown, invisible: true };
    return [{ ...track, ...room, ...(grown === 0 ? {} : { lastRecordedLba: grown - 1 }) }];
  },

  readableBlocks: ({ structure }) => recordedBlocks(structure),

  readsAsZeros: ({ structure }, lba) => lba < recordedBlocks(structure),

  /** While a border is open it is not known how large the disc will be (MMC-5 6.24.3.2.1). */
  formats: ({ capacityBlocks, structure }) =>
    isOpen(structure)
      ? { capacityType: CapacityType.Unknown, blocks: capacityBlocks, list: dvdRwFormats() }
      : {
          capacityType: CapacityType.Formatted,
          blocks: recordedBlocks(structure),
          list: [...dvdRwFormats(), ...growthFormats(structure)],
        },

  async write(path, blocks) {
    const structure = requireFormatted(path.disc);
    // What follows a closed border has no address until the border grows.
    const endLba = isOpen(structure) ? structure.lengthBlocks : recordedBlocks(structure);
    if (blocks.lba < 0 || blocks.lba + blocks.lengthBlocks > endLba) throw outOfRange();
    if (blocks.lba % PACKET_BLOCKS !== 0) throw invalidAddress();
    if (blocks.lengthBlocks % PACKET_BLOCKS !== 0) throw invalidCdbField(write10, 'lengthBlocks');
    if (structure.grownBlocks !== undefined && blocks.lba > structure.grownBlocks) throw invalidAddress();
    await takeBlocks(path, blocks);
  },

  flush: emptyBuffer,

  close(path, closeFunction) {
    if (closeFunction === CloseFunction.Track) return NOTHING_TO_DO;
    if (closeFunction !== CloseFunction.Session) return refuseCloseFunction();
    const { disc, speeds, buffer } = path;
    if (!isOpen(disc.structure)) return NOTHING_TO_DO;
    return {
      durationMs: buffer.msUntilEmpty + speeds.writeMs(0, BORDER_BLOCKS + LEAD_IN_BLOCKS),
      async effect() {
        const { open: _closed, ...structure } = requireFormatted(disc);
        disc.settle();
        await disc.change(structure);
      },
    };
  },

  reserve: refuseReservation,
  blank: (path, blankingType) => blanking(path, blankingType),
  format: (path, request) => growing(path, request, LEAD_IN_BLOCKS) ?? formatting(path, request),
};

/** Blocks with an address: as far as a quick format has grown, or all. */
const recordedBlocks = (structure: BlockDiscStructure): number =>
  structure.layout === 'formatted' ? (structure.grownBlocks ?? structure.lengthBlocks) : 0;

const isOpen = (structure: BlockDiscStructure): boolean => structure.layout === 'formatted' && structure.open === true;

/** Makes the disc one that is formatted, whatever it was. */
export function formatting({ disc, speeds }: BlockPath, request: FormatRequest): TimedEffect {
  const { formatType, blocks, quickBlocks } = chosen(dvdRwFormats(), request, () => false);
  const { medium } = disc.structure;
  const quick = formatType === FormatType.DvdRwQuick ? ({ grownBlocks: 0, open: true } as const) : {};
  const formatted: FormattedStructure = {
    medium,
    layout: 'formatted',
    formatType,
    lengthBlocks: blocks,
    spareBlocks: 0,
    ...quick,
  };
  return {
    durationMs: speeds.writeMs(0, quickBlocks),
    effect: () => disc.erase(formatted),
    interrupted: () => disc.change({ ...formatted, unfinished: HalfDone.Formatting }),
  };
}

/** The RMA and the first lead-in; the whole disc. A disc that was blanked minimally can only be written at once. */
export function blanking({ disc, speeds }: BlockPath, blankingType: number): TimedEffect {
  const whole = blankingType === BlankingType.Disc;
  if (!whole && blankingType !== BlankingType.Minimal) throw invalidCdbField(blank, 'blankingType');
  const { medium } = disc.structure;
  const sequential: BlockDiscStructure = { medium, layout: 'sequential', sessions: [], tracks: [], complete: false };
  return {
    durationMs: speeds.writeMs(0, whole ? disc.medium.capacityBlocks : LEAD_IN_BLOCKS),
    effect: () => disc.erase(whole ? sequential : { ...sequential, minimallyBlanked: true }),
    interrupted: () => disc.change({ ...sequential, unfinished: HalfDone.Erasing }),
  };
}
