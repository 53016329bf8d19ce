import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { INCOMPLETE_TRACK } from '../../mmc/commands/read-track-information.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import { sessionGapBlocks } from '../medium/cd-layout.ts';
import { blocksToMs } from '../speeds.ts';
import type { VirtualBurner } from '../virtual-burner.ts';
import type { TimedEffect } from '../write-types/write-type.ts';
import { handle } from './handler.ts';

const NOTHING_TO_CLOSE: TimedEffect = { durationMs: 0, effect: async () => {} };

export const closeTrackSessionHandler = handle(closeTrackSession, 'medium', ({ burner, args }) => {
  switch (args.closeFunction) {
    case CloseFunction.Track:
      return burner.perform(closeTrack(burner, args.track), args.immediate);
    case CloseFunction.Session:
      return burner.perform(closeSession(burner), args.immediate);
    default:
      throw invalidCdbField(closeTrackSession, 'closeFunction');
  }
});

/** Ends the open track as a flush does. A track that is closed, or has not begun, needs nothing. */
function closeTrack(burner: VirtualBurner, number: number): TimedEffect {
  const disc = burner.recordingDisc;
  const next = disc.openTrack?.number ?? disc.lastTrackNumber + 1;
  if (number !== INCOMPLETE_TRACK && (number < 1 || number > next)) throw invalidCdbField(closeTrackSession, 'track');
  const meansOpenTrack = number === INCOMPLETE_TRACK || number === next;
  return meansOpenTrack && disc.openTrack !== undefined ? burner.writeType.flush(burner) : NOTHING_TO_CLOSE;
}

function closeSession(burner: VirtualBurner): TimedEffect {
  const disc = burner.recordingDisc;
  // As they are now: a later MODE SELECT does not change a session that is being closed.
  const { testWrite, multiSession, sessionFormat } = burner.writeParameters;
  // Lead-out and lead-in together are as long as the gap before a next session would be.
  const durationMs = blocksToMs(sessionGapBlocks(disc.sessions.length + 1), burner.speeds.write);
  if (testWrite) return { durationMs, effect: async () => burner.endRehearsal() };
  // 5/72/03 session fixation error, incomplete track in session.
  if (disc.openTrack !== undefined) throw illegalRequest(0x72, 0x03);
  if (disc.pma.length === 0) return NOTHING_TO_CLOSE;
  return { durationMs, effect: () => disc.closeSession(multiSession, sessionFormat) };
}
