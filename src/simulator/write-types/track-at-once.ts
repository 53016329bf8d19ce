import { decodeControl } from '../../cd/control.ts';
import { RUN_OUT_BLOCKS } from '../../cd/geometry.ts';
import { WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { illegalRequest } from '../check-condition.ts';
import type { WriteParameters, WritePath } from '../core.ts';
import type { Disc, TrackFormat } from '../media/disc.ts';
import { blocksToShortest, type Track } from '../media/structure.ts';
import { PMA_UPDATE_MS } from '../media/timings.ts';
import { BLOCK_FORMATS, type BlockFormat, blockFormatOf } from './block-formats.ts';
import { isrcOf } from './identifiers.ts';
import type { WriteTypeStrategy } from './write-type.ts';

/**
 * Track-At-Once (MMC-5 4.2.3.4): the first WRITE begins a track at the next writable address, flushing ends it, and the
 * drive itself writes pregap, run-out and PMA entry.
 */
export const trackAtOnce: WriteTypeStrategy = {
  writeType: WriteType.TrackAtOnce,
  dataBlockTypes: BLOCK_FORMATS.map(({ dataBlockType }) => dataBlockType),

  refusedField(page) {
    const format = blockFormatOf(page);
    if (format === undefined) return 'dataBlockType';
    const { kind, incremental, fourChannels } = decodeControl(page.trackMode);
    const writable = kind === (format.data ? 'data' : 'audio') && !incremental && !fourChannels;
    return writable ? undefined : 'trackMode';
  },

  blockBytes: ({ parameters }) => formatIn(parameters).hostBytes,

  async write(path, blocks) {
    const { lba, lengthBlocks, bytes } = blocks;
    const { disc } = path;
    const page = path.parameters;
    const format = trackFormatOf(page);
    requirePlace(disc, format, lba, lengthBlocks);
    path.take(blocks);
    if (disc.reservedTrackAt(lba) !== undefined) await disc.openReservedTrack(format, lba);
    if (disc.openTrack === undefined) await disc.beginTrack(format);
    await disc.append(formatIn(page).toStored(bytes, page));
  },

  flush(path) {
    const { disc } = path;
    const track = disc.openTrack;
    if (track === undefined || track.damaged) return { durationMs: path.buffer.msUntilEmpty, effect: async () => {} };
    return {
      durationMs: path.buffer.msUntilEmpty + closingMs(path, track),
      // A test write continues after the track: libburn refuses a drive whose next address goes back.
      // An open track of a session that the host laid out was left unfinished.
      effect: () => disc.closeUnfinishedTrack(),
    };
  },
};

const closingMs = ({ speeds }: WritePath, track: Track): number =>
  speeds.writeMs(track.startLba + track.lengthBlocks, blocksToShortest(track) + RUN_OUT_BLOCKS) + PMA_UPDATE_MS;

const trackFormatOf = (page: WriteParameters): TrackFormat => ({
  control: page.trackMode,
  copy: page.copy,
  blockBytes: formatIn(page).storedBytes,
  ...isrcOf(page),
});

/** 5/64/00 illegal mode for this track; the page refuses such types, but may have been set without its checks. */
function formatIn(page: WriteParameters): BlockFormat {
  const format = blockFormatOf(page);
  if (format === undefined) throw illegalRequest(0x64, 0x00);
  return format;
}

function requirePlace(disc: Disc, format: TrackFormat, lba: number, lengthBlocks: number): void {
  // 5/30/05 cannot write medium, incompatible format: nothing more can be written to this disc. Not 7/27/00, which
  // says that a switch or a setting forbids writing.
  if (disc.complete) throw illegalRequest(0x30, 0x05);
  // 5/21/02 invalid address for write: nothing can follow where writing was interrupted.
  if (disc.openTrack?.damaged) throw illegalRequest(0x21, 0x02);
  const reserved = disc.reservedTrackAt(lba);
  if (reserved !== undefined) {
    if (lengthBlocks > (reserved.reservedBlocks ?? 0)) throw illegalRequest(0x21, 0x00);
    return;
  }
  const next = disc.nextWritableLba;
  // 5/63/00 end of user area: no room, or no number, for another track.
  if (next === undefined) throw illegalRequest(0x63, 0x00);
  if (lba !== next) throw illegalRequest(0x21, 0x02);
  if (lengthBlocks > disc.freeBlocks) throw illegalRequest(0x21, 0x00);
  const open = disc.openTrack;
  if (open !== undefined && (open.control !== format.control || open.blockBytes !== format.blockBytes)) {
    throw illegalRequest(0x64, 0x00);
  }
}
