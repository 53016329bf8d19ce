import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import { lbaOfMsf } from '../../cd/msf.ts';
import { BlankingType, blank } from '../../mmc/commands/blank.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import type { DriveCore, TimedEffect } from '../core.ts';
import { requireCd } from '../kind-of-disc.ts';
import type { Disc } from '../media/disc.ts';
import { openSessionTracks, trackEnd } from '../media/structure.ts';
import { PMA_UPDATE_MS } from '../media/timings.ts';
import { handle } from './handler.ts';

/** Finding the laser power for erasing, and recognizing the disc again afterwards; an estimate. */
const PREPARING_MS = 15_000;

/** The whole disc, the minimum that makes it blank, or the tail of a track, as drives have them; no other type. */
export const blankHandler = handle(blank, 'medium', ({ drive, args }) => {
  const disc = requireCd(drive.disc);
  // 5/30/05 cannot write medium, incompatible format: a CD-R cannot be erased.
  if (!disc.medium.erasable) throw illegalRequest(0x30, 0x05);
  const task = erasure(drive, disc, args);
  drive.recorder.endTestWrite();
  drive.recorder.buffer.clear();
  return drive.perform(task, args.immediate);
});

function erasure(drive: DriveCore, disc: Disc, args: { blankingType: number; address: number }): TimedEffect {
  const leadInLba = lbaOfMsf(disc.medium.leadInStart);
  switch (args.blankingType) {
    case BlankingType.Disc:
      return wholeDisc(drive, disc, disc.capacityBlocks - leadInLba);
    case BlankingType.Minimal:
      // PMA, lead-in and pregap: where the tracks are listed.
      return wholeDisc(drive, disc, -leadInLba);
    case BlankingType.TrackTail:
      return trackTail(drive, disc, args.address);
    default:
      throw invalidCdbField(blank, 'blankingType');
  }
}

const wholeDisc = (drive: DriveCore, disc: Disc, lengthBlocks: number): TimedEffect => ({
  durationMs: PREPARING_MS + drive.speeds.writeMs(lbaOfMsf(disc.medium.leadInStart), lengthBlocks),
  effect: () => disc.erase(),
  interrupted: () => disc.interruptErase(),
});

function trackTail(drive: DriveCore, disc: Disc, lba: number): TimedEffect {
  const track = openSessionTracks(disc.structure).at(-1);
  const within = track !== undefined && track.startLba <= lba && lba < trackEnd(track);
  if (!within || disc.unfinished !== undefined) throw invalidCdbField(blank, 'address');
  return {
    durationMs: drive.speeds.writeMs(lba, trackEnd(track) - lba + PREGAP_BLOCKS) + PMA_UPDATE_MS,
    effect: () => disc.eraseTail(lba),
    async interrupted() {
      await disc.eraseTail(lba);
      await disc.interruptWriting(0);
    },
  };
}
