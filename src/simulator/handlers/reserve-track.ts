import { AUDIO_BLOCK_BYTES, MOST_TRACKS, RUN_OUT_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { reserveTrack } from '../../mmc/commands/reserve-track.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import { requireCd } from '../kind-of-disc.ts';
import { PMA_UPDATE_MS } from '../media/timings.ts';
import { blockFormatOf } from '../write-types/block-formats.ts';
import { handle } from './handler.ts';

/** Enters a track without blocks into the PMA, given only its size: CD drives know no other form. */
export const reserveTrackHandler = handle(reserveTrack, 'medium', ({ drive, args }) => {
  if (args.byLba !== 0) throw invalidCdbField(reserveTrack, 'byLba');
  if (args.maximizeZones) throw invalidCdbField(reserveTrack, 'maximizeZones');
  const disc = requireCd(drive.recorder.disc);
  // 5/30/05 cannot write medium, incompatible format.
  if (disc.complete) throw illegalRequest(0x30, 0x05);
  // 5/2C/00 command sequence error: an open track must be closed first.
  if (disc.openTrack !== undefined || disc.unfinished !== undefined) throw illegalRequest(0x2c, 0x00);
  const startLba = disc.nextWritableLba;
  // 5/72/05 no more track reservations allowed.
  if (startLba === undefined || disc.lastTrackNumber >= MOST_TRACKS) throw illegalRequest(0x72, 0x05);
  const lengthBlocks = Math.max(args.reservationBlocks, SHORTEST_TRACK_BLOCKS);
  if (startLba + lengthBlocks + RUN_OUT_BLOCKS > disc.capacityBlocks) {
    throw invalidCdbField(reserveTrack, 'reservationBlocks');
  }
  const page = drive.recorder.parameters;
  const blockBytes = blockFormatOf(page)?.storedBytes ?? AUDIO_BLOCK_BYTES;
  const format = { control: page.trackMode, copy: page.copy, blockBytes };
  return drive.perform({ durationMs: PMA_UPDATE_MS, effect: () => disc.reserveTrack(format, lengthBlocks) }, false);
});
