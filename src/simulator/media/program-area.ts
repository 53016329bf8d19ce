import {
  MOST_TRACKS,
  PREGAP_BLOCKS,
  RUN_OUT_BLOCKS,
  SHORTEST_TRACK_BLOCKS,
  sessionGapBlocks,
} from '../../cd/geometry.ts';
import { MultiSession } from '../../mmc/mode-pages/write-parameters.ts';
import { type DiscStructure, openSessionTracks, type Session, trackEnd } from './structure.ts';

/** Where the program area after these sessions begins: the start of the pregap of its first track. */
export function programAreaAfter(sessions: readonly Session[]): number {
  const last = sessions.at(-1);
  return last === undefined ? -PREGAP_BLOCKS : last.leadOutLba + sessionGapBlocks(sessions.length);
}

export function lastTrackNumber(structure: DiscStructure): number {
  const lastClosed = structure.sessions.at(-1)?.tracks.at(-1);
  return (openSessionTracks(structure).at(-1) ?? lastClosed)?.number ?? 0;
}

/** Where the next block must go; undefined if none can be added. */
export function nextWritableLba(structure: DiscStructure, capacityBlocks: number): number | undefined {
  const { sessions, pma, openTrack, complete, unfinished } = structure;
  if (complete || unfinished !== undefined || openTrack?.damaged) return undefined;
  if (openTrack !== null) return openTrack.startLba + openTrack.lengthBlocks;
  if (lastTrackNumber(structure) >= MOST_TRACKS) return undefined;
  const lastTrack = pma.at(-1);
  const start = (lastTrack === undefined ? programAreaAfter(sessions) : trackEnd(lastTrack)) + PREGAP_BLOCKS;
  return hasRoomForTrack(start, capacityBlocks) ? start : undefined;
}

const hasRoomForTrack = (startLba: number, capacityBlocks: number): boolean =>
  startLba + SHORTEST_TRACK_BLOCKS + RUN_OUT_BLOCKS <= capacityBlocks;

/** The disc with lead-in and lead-out around the tracks of the PMA. */
export function withClosedSession(
  structure: DiscStructure,
  { multiSession, ...leadIn }: Omit<Session, 'tracks' | 'leadOutLba'>,
  capacityBlocks: number,
): DiscStructure {
  const { sessions, pma, openTrack } = structure;
  const lastTrack = pma.at(-1);
  if (openTrack !== null || lastTrack === undefined) throw new Error('there is no session to close');
  const leadOutLba = trackEnd(lastTrack);
  const nextTrackLba = leadOutLba + sessionGapBlocks(sessions.length + 1) + PREGAP_BLOCKS;
  // A pointer to a program area that does not fit on the disc would promise an impossible session.
  const pointer =
    multiSession === MultiSession.NextSessionAllowed && !hasRoomForTrack(nextTrackLba, capacityBlocks)
      ? MultiSession.NoNextSessionFinalPointer
      : multiSession;
  return {
    ...structure,
    sessions: [...sessions, { ...leadIn, tracks: pma, leadOutLba, multiSession: pointer }],
    pma: [],
    complete: pointer !== MultiSession.NextSessionAllowed,
  };
}
