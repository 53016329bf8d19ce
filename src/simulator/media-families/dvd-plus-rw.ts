import { CloseFunction } from '../../mmc/commands/close-track-session.ts';
import { FormatType } from '../../mmc/commands/format-unit.ts';
import { BookType } from '../../mmc/disc-structures.ts';
import { invalidParameter } from '../check-condition.ts';
import type { TimedEffect } from '../core.ts';
import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import { type FormattedStructure, HalfDone } from '../media/block-disc/structure.ts';
import { NOTHING_TO_DO, refuseCloseFunction } from './common.ts';
import type { BlockPath, FormatRequest, MediaFamily } from './family.ts';
import { chosen, overwritable, type PossibleFormat } from './overwritable.ts';

/** Lead-in and the first blocks after it: then the disc can be written, and is formatted further in the background. */
const LEAD_IN_BLOCKS = 30_000;
/** A temporary lead-out, so that other drives can read the disc; and where de-icing stopped, in the lead-in. */
const LEAD_OUT_BLOCKS = 40_000;

/** Byte 11 of the parameter list, bit 0: continue a background format that was stopped (MMC-6 6.5.4.2.14). */
const RESTART = 1;
const RESTART_BYTE = 11;

const formats = ({ medium: { capacityBlocks } }: BlockDisc): readonly PossibleFormat[] => [
  {
    formatType: FormatType.DvdPlusRwBasic,
    blocks: capacityBlocks,
    spareBlocks: 0,
    parameter: 0,
    quickBlocks: LEAD_IN_BLOCKS,
  },
];

const base = overwritable({ formats });

/** Background format states (MMC-6 table 367). */
const BackgroundFormat = { None: 0, Stopped: 1, Running: 2, Complete: 3 } as const;

/**
 * DVD+RW: FORMAT UNIT writes the lead-in, and the rest is formatted ("de-iced") in the background, while the disc is written
 * anywhere. That can be stopped by CLOSE TRACK/SESSION function 0, which makes the disc readable elsewhere, and started again.
 */
export const dvdPlusRw: MediaFamily = {
  ...base,

  information(path) {
    const facts = base.information(path);
    const { structure } = path.disc;
    if (structure.layout !== 'formatted' || structure.unfinished !== undefined) return facts;
    const formatted = formattedBlocks(path, structure);
    if (formatted >= structure.lengthBlocks) return { ...facts, backgroundFormat: BackgroundFormat.Complete };
    if (!isRunning(path.disc)) return { ...facts, backgroundFormat: BackgroundFormat.Stopped };
    return { ...facts, backgroundFormat: BackgroundFormat.Running, progress: formatted / structure.lengthBlocks };
  },

  /** Only what has been formatted or written has anything to read. */
  readsAsZeros: ({ structure }, lba) =>
    structure.layout === 'formatted' && lba < (structure.background?.formattedBlocks ?? structure.lengthBlocks),

  close(path, closeFunction) {
    switch (closeFunction) {
      case CloseFunction.StopBackgroundFormat:
      case CloseFunction.Session:
        return stopping(path);
      case CloseFunction.Track:
        return NOTHING_TO_DO;
      default:
        return refuseCloseFunction();
    }
  },

  format(path, request) {
    const restart = request.parameter === RESTART;
    if (request.parameter !== 0 && !restart) throw invalidParameter(RESTART_BYTE);
    return restart ? restarting(path) : beginning(path, request);
  },
};

/** A drive that lost power, or a disc that was taken out, does not go on by itself. */
const isRunning = (disc: BlockDisc): boolean => {
  const { structure } = disc;
  const running = structure.layout === 'formatted' && structure.background?.running === true;
  return running && disc.backgroundSinceMs !== undefined;
};

/** How far the background format has come by now. It goes on from the last place that was noted on the disc. */
function formattedBlocks({ disc, speeds, now }: BlockPath, { background, lengthBlocks }: FormattedStructure): number {
  if (background === undefined) return lengthBlocks;
  const since = isRunning(disc) ? disc.backgroundSinceMs : undefined;
  const { formattedBlocks: noted } = background;
  if (since === undefined) return noted;
  const wholeMs = speeds.writeMs(0, lengthBlocks);
  return Math.min(lengthBlocks, noted + Math.floor(((now() - since) / wholeMs) * lengthBlocks));
}

function beginning(path: BlockPath, request: FormatRequest): TimedEffect {
  const { disc, speeds } = path;
  const { blocks } = chosen(formats(disc), request, () => false);
  const { medium } = disc.structure;
  const { dvdPlusRw } = path.bookTypes;
  const book = dvdPlusRw === BookType.DvdRom ? { bookType: dvdPlusRw } : {};
  const formatType = FormatType.DvdPlusRwBasic;
  const formatted = { medium, layout: 'formatted', formatType, spareBlocks: 0, ...book } as const;
  return {
    durationMs: speeds.writeMs(0, LEAD_IN_BLOCKS),
    async effect() {
      const background = { formattedBlocks: 0, running: true };
      await disc.erase({ ...formatted, lengthBlocks: blocks, background });
      disc.backgroundSinceMs = path.now();
    },
    interrupted: () => disc.change({ ...formatted, lengthBlocks: blocks, unfinished: HalfDone.Formatting }),
  };
}

/** Goes on with a format that was stopped; one that is complete, or running, stays so. */
function restarting(path: BlockPath): TimedEffect {
  const { disc, speeds } = path;
  const { structure } = disc;
  if (structure.layout !== 'formatted') throw invalidParameter(RESTART_BYTE);
  const { background } = structure;
  if (background === undefined || isRunning(disc)) return NOTHING_TO_DO;
  return {
    durationMs: speeds.writeMs(0, LEAD_IN_BLOCKS / 10),
    async effect() {
      await disc.change({ ...structure, background: { ...background, running: true } });
      disc.backgroundSinceMs = path.now();
    },
  };
}

/** Notes how far the format has come, and writes a lead-out: the disc can be taken out and read elsewhere. */
function stopping(path: BlockPath): TimedEffect {
  const { disc, speeds, buffer } = path;
  const { structure } = disc;
  if (structure.layout !== 'formatted' || structure.background === undefined || !isRunning(disc)) return NOTHING_TO_DO;
  return {
    durationMs: buffer.msUntilEmpty + speeds.writeMs(0, LEAD_OUT_BLOCKS),
    async effect() {
      const { background: _done, ...formatted } = structure;
      const blocks = formattedBlocks(path, structure);
      disc.backgroundSinceMs = undefined;
      disc.settle();
      const stopped = { formattedBlocks: blocks, running: false };
      await disc.change(blocks >= structure.lengthBlocks ? formatted : { ...structure, background: stopped });
    },
    async interrupted() {
      disc.backgroundSinceMs = undefined;
    },
  };
}
