import { LEAD_IN_BLOCKS, leadOutBlocks, PREGAP_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { INCOMPLETE_TRACK } from '../../mmc/commands/read-track-information.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import type { DriveCore, TimedEffect } from '../core.ts';
import { requireCd } from '../kind-of-disc.ts';
import type { Disc } from '../media/disc.ts';
import { isEmptyReserved, openSessionTracks, trackEnd } from '../media/structure.ts';
import { PMA_UPDATE_MS } from '../media/timings.ts';
import { catalogNumberOf } from '../write-types/identifiers.ts';
import { handle } from './handler.ts';

const NOTHING_TO_CLOSE: TimedEffect = { durationMs: 0, effect: async () => {} };

export const closeTrackSessionHandler = handle(closeTrackSession, 'medium', ({ drive, args }) => {
  switch (args.closeFunction) {
    case CloseFunction.Track:
      return drive.perform(closeTrack(drive, args.track), args.immediate);
    case CloseFunction.Session:
      return drive.perform(closeSession(drive), args.immediate);
    default:
      throw invalidCdbField(closeTrackSession, 'closeFunction');
  }
});

/**
 * Ends the open track as a flush does. A track that is closed, or has not begun, needs nothing. In a test write, addresses
 * start again after it, which is why libburn ends tracks by SYNCHRONIZE CACHE alone.
 */
function closeTrack(drive: DriveCore, number: number): TimedEffect {
  const disc = requireCd(drive.recorder.disc);
  const next = disc.openTrack?.number ?? disc.lastTrackNumber + 1;
  if (number !== INCOMPLETE_TRACK && (number < 1 || number > next)) throw invalidCdbField(closeTrackSession, 'track');
  const meansOpenTrack = number === INCOMPLETE_TRACK || number === next;
  if (!meansOpenTrack || disc.openTrack === undefined) return NOTHING_TO_CLOSE;
  if (disc.openTrack.damaged) return repairTrack(drive, disc);
  const flush = drive.recorder.flush();
  return drive.recorder.parameters.testWrite ? { ...flush, effect: async () => drive.recorder.endTestWrite() } : flush;
}

/** An interrupted track is closed at the length it reached, or at four seconds: run-out and PMA entry are written now. */
const repairTrack = (drive: DriveCore, disc: Disc): TimedEffect => ({
  durationMs: drive.speeds.writeMs(disc.openTrack?.startLba ?? 0, SHORTEST_TRACK_BLOCKS) + PMA_UPDATE_MS,
  effect: () => disc.closeUnfinishedTrack(),
});

function closeSession(drive: DriveCore): TimedEffect {
  const disc = requireCd(drive.recorder.disc);
  // As it is now: a later MODE SELECT does not change a session that is being closed.
  const page = drive.recorder.parameters;
  const { testWrite, multiSession, sessionFormat } = page;
  const durationMs = borderMs(drive, disc);
  if (testWrite) return { durationMs, effect: async () => drive.recorder.endTestWrite() };
  const { openTrack } = disc;
  // 5/72/03 session fixation error, incomplete track in session. An interrupted track is closed first, as
  // programs that repair discs expect.
  if (openTrack !== undefined && !openTrack.damaged) throw illegalRequest(0x72, 0x03);
  // 5/72/04 session fixation error, empty or partially written reserved track.
  if (disc.pma.some(isEmptyReserved)) throw illegalRequest(0x72, 0x04);
  if (openTrack === undefined && disc.pma.length === 0) return NOTHING_TO_CLOSE;
  return {
    durationMs,
    async effect() {
      if (openTrack !== undefined) await disc.closeUnfinishedTrack();
      await disc.closeSession(multiSession, sessionFormat, catalogNumberOf(page));
    },
    interrupted: () => disc.interruptClosing(),
  };
}

/** How long lead-in and lead-out of the open session take, each at its place on the disc. */
function borderMs({ speeds }: DriveCore, disc: Disc): number {
  const tracks = openSessionTracks(disc.structure);
  const [first, last] = [tracks.at(0), tracks.at(-1)];
  const leadOut = leadOutBlocks(disc.sessions.length + 1);
  const leadInLba = (first?.startLba ?? 0) - PREGAP_BLOCKS - LEAD_IN_BLOCKS;
  const leadOutLba = last === undefined ? 0 : trackEnd(last);
  return speeds.writeMs(leadInLba, LEAD_IN_BLOCKS) + speeds.writeMs(leadOutLba, leadOut);
}
