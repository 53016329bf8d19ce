import { DataBlockType, TrackMode, WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { illegalRequest, notReady } from '../check-condition.ts';
import { AUDIO_BLOCK_BYTES, RUN_OUT_BLOCKS } from '../medium/cd-layout.ts';
import type { Disc, TrackFormat } from '../medium/disc.ts';
import { missingBlocks } from '../medium/structure.ts';
import { blocksToMs } from '../speeds.ts';
import type { VirtualBurner } from '../virtual-burner.ts';
import type { WriteParameters, WriteTypeStrategy } from './write-type.ts';

/** Seeking to the PMA and writing an entry ten times over; an estimate. */
const PMA_UPDATE_MS = 500;

/** 2/04/08: the buffer is full, the host is to send the same command again. Made once, since it is thrown so often. */
const LONG_WRITE_IN_PROGRESS = notReady(0x04, 0x08);

const AUDIO_TRACK_MODES: readonly number[] = [
  TrackMode.Audio,
  TrackMode.AudioPreEmphasis,
  TrackMode.AudioCopyPermitted,
  TrackMode.AudioPreEmphasisCopyPermitted,
];

/**
 * Track-At-Once (MMC-5 4.2.3.4): the first WRITE begins a track at the next writable address, flushing ends it, and the
 * drive itself makes pregap, run-out and PMA entry.
 */
export const trackAtOnce: WriteTypeStrategy = {
  writeType: WriteType.TrackAtOnce,
  dataBlockTypes: [DataBlockType.Raw],

  refusedField(page) {
    if (page.dataBlockType !== DataBlockType.Raw) return 'dataBlockType';
    return AUDIO_TRACK_MODES.includes(page.trackMode) ? undefined : 'trackMode';
  },

  blockBytes: () => AUDIO_BLOCK_BYTES,

  async write(burner, { lba, lengthBlocks, bytes }) {
    const disc = burner.recordingDisc;
    const format = formatOf(burner.writeParameters);
    requirePlace(disc, format, lba, lengthBlocks);
    if (!burner.buffer.take(bytes.length)) throw LONG_WRITE_IN_PROGRESS;
    if (disc.openTrack === undefined) await disc.beginTrack(format);
    await disc.append(bytes);
  },

  flush(burner) {
    const disc = burner.recordingDisc;
    const track = disc.openTrack;
    if (track === undefined) return { durationMs: burner.buffer.msUntilEmpty, effect: async () => {} };
    return {
      durationMs: burner.buffer.msUntilEmpty + closingMs(burner, missingBlocks(track)),
      async effect() {
        await disc.closeTrack();
        burner.endRehearsal();
      },
    };
  },
};

const closingMs = (burner: VirtualBurner, paddingBlocks: number): number =>
  blocksToMs(paddingBlocks + RUN_OUT_BLOCKS, burner.speeds.write) + PMA_UPDATE_MS;

const formatOf = (page: WriteParameters): TrackFormat => ({
  control: page.trackMode,
  copy: page.copy,
  blockBytes: AUDIO_BLOCK_BYTES,
});

function requirePlace(disc: Disc, format: TrackFormat, lba: number, lengthBlocks: number): void {
  // 5/30/05 cannot write medium, incompatible format: nothing on this disc can be written to any more. Not 7/27/00, which
  // says that a switch or a setting forbids writing.
  if (disc.complete) throw illegalRequest(0x30, 0x05);
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
