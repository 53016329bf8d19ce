import type { DiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { type CloseSessionOptions, closeSession } from '../engine/close-session.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';
import { formatOfLastTrack } from '../engine/track-format.ts';
import { removeObstacle } from './repair-tracks.ts';

/** One obstacle may hide another: an open track, then an empty one that is reserved. */
const MAX_OBSTACLES = 3;

/**
 * Closes the session that an earlier burn left open. If the drive refuses because of something that can be
 * fixed, it is fixed and the session is then closed.
 * @throws BurnError
 */
export async function* closeStubbornSession(
  drive: Drive,
  ending: CloseSessionOptions['ending'],
  before: DiscState,
): AsyncGenerator<StepProgress | RepairProgress, DiscState> {
  const format = formatOfLastTrack(before);
  // The drive may have reported a wrong length before, and have hidden an open track.
  const tracks = before.tracks
    .filter(({ open, damaged }) => !open && !damaged)
    .map(({ number, startLba }) => ({ number, startLba, lengthBlocks: 1 }));
  for (let obstacles = 0; ; obstacles++) {
    try {
      return yield* closeSession(drive, { writeType: WriteType.TrackAtOnce, ending, format, tracks });
    } catch (error) {
      if (obstacles === MAX_OBSTACLES || !(yield* removeObstacle(drive, error, before))) throw error;
    }
  }
}
