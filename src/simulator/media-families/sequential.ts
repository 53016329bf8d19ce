import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { INCOMPLETE_TRACK } from '../../mmc/commands/read-track-information.ts';
import { reserveTrack, reserveTrackUpTo } from '../../mmc/commands/reserve-track.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import type { BlocksToWrite, TimedEffect } from '../core.ts';
import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import {
  type BlockTrack,
  endOfTrack,
  HalfDone,
  hasRoom,
  type SequentialStructure,
} from '../media/block-disc/structure.ts';
import { PMA_UPDATE_MS } from '../media/timings.ts';
import {
  cannotWrite,
  invalidAddress,
  NOTHING_TO_DO,
  outOfRange,
  refuseCloseFunction,
  roundUp,
  sequenceError,
} from './common.ts';
import type { BlockPath, Reservation } from './family.ts';
import { type Gaps, growingTrack, nextInTrack, nextStart, sequentialOf } from './sequential-tracks.ts';

/*
 * What discs share that are recorded track by track, each of them from its start onward: the commands, as functions that
 * the families combine.
 */

/** Throws 5/30/05 for a disc to which nothing can be added. */
export function requireAppendable(disc: BlockDisc): SequentialStructure {
  const structure = sequentialOf(disc);
  if (structure.complete || structure.unfinished !== undefined) throw cannotWrite();
  return structure;
}

/** The track that a WRITE to this address continues, or the new one that it begins. Throws 5/21/02 and 5/21/00. */
function placeFor(disc: BlockDisc, structure: SequentialStructure, blocks: BlocksToWrite, gaps: Gaps): BlockTrack {
  const writable = structure.tracks.filter((track) => hasRoom(track) && !track.damaged);
  const continued = writable.find((track) => nextInTrack(track) === blocks.lba);
  const startLba = nextStart(structure, gaps, disc.eccBlocks);
  const begins = growingTrack(structure) === undefined && blocks.lba === startLba;
  const track = continued ?? (begins ? { startLba, recordedBlocks: 0 } : undefined);
  if (track === undefined) throw invalidAddress();
  const endLba = track.sizeBlocks === undefined ? disc.capacityBlocks : endOfTrack(track);
  if (blocks.lba + blocks.lengthBlocks > endLba) throw outOfRange();
  return track;
}

/** Writes to an open track, or begins one at the next writable address. */
export async function writeSequentially(
  path: BlockPath,
  blocks: BlocksToWrite,
  gaps: Gaps,
  changes: Partial<SequentialStructure> = {},
): Promise<void> {
  const { disc } = path;
  const structure = requireAppendable(disc);
  const track = placeFor(disc, structure, blocks, gaps);
  path.take(blocks);
  const known = structure.tracks.includes(track);
  if (!known) await disc.change({ ...structure, ...changes, tracks: [...structure.tracks, track] });
  else if (Object.keys(changes).length > 0 && track.recordedBlocks === 0)
    await disc.change({ ...structure, ...changes });
  await disc.write(blocks.lba, blocks.bytes);
}

/** Fills the last ECC block of each open track, as drives do when they must stop: writing continues after it. */
export async function padOpenTracks(disc: BlockDisc): Promise<void> {
  const structure = sequentialOf(disc);
  const padded: BlockTrack[] = [];
  for (const track of structure.tracks) {
    const { recordedBlocks } = track;
    const whole = track.closed
      ? recordedBlocks
      : Math.min(roundUp(recordedBlocks, disc.eccBlocks), track.sizeBlocks ?? Number.POSITIVE_INFINITY);
    await disc.fill(nextInTrack(track), whole - recordedBlocks);
    padded.push(whole === recordedBlocks ? track : { ...track, recordedBlocks: whole });
  }
  disc.settle();
  if (padded.some((track, index) => track !== structure.tracks[index]))
    await disc.change({ ...structure, tracks: padded });
}

export const flushSequentially = ({ buffer, disc }: BlockPath): TimedEffect => ({
  durationMs: buffer.msUntilEmpty,
  effect: () => padOpenTracks(disc),
});

/** Ends a track at the length that it has, or fills it if it was reserved. A track that has not begun needs nothing. */
export function closeSequentialTrack(path: BlockPath, number: number): TimedEffect {
  const { disc, speeds, buffer } = path;
  const structure = sequentialOf(disc);
  if (structure.complete) return NOTHING_TO_DO;
  const closedBefore = structure.sessions.reduce((count, { tracks }) => count + tracks.length, 0);
  const track = number === INCOMPLETE_TRACK ? growingTrack(structure) : structure.tracks[number - closedBefore - 1];
  if (track === undefined || track.closed) {
    const isNext = number === INCOMPLETE_TRACK || number <= closedBefore + structure.tracks.length + 1;
    if (number < 1 || !isNext) throw invalidCdbField(closeTrackSession, 'track');
    return NOTHING_TO_DO;
  }
  const sizeBlocks = track.sizeBlocks ?? roundUp(track.recordedBlocks, disc.eccBlocks);
  const missing = sizeBlocks - track.recordedBlocks;
  return {
    durationMs: buffer.msUntilEmpty + speeds.writeMs(nextInTrack(track), missing) + PMA_UPDATE_MS,
    async effect() {
      await disc.fill(nextInTrack(track), missing);
      disc.settle();
      await disc.change({
        ...structure,
        tracks: structure.tracks.map((each) => (each === track ? closed(each, sizeBlocks) : each)),
      });
    },
    interrupted: () => disc.interruptWriting(0),
  };
}

function closed({ startLba, reserved }: BlockTrack, sizeBlocks: number): BlockTrack {
  return { startLba, recordedBlocks: sizeBlocks, sizeBlocks, closed: true, ...(reserved ? { reserved } : {}) };
}

export interface SessionClosing {
  /** No other session can follow. */
  readonly finalize: boolean;
  /** Blocks of lead-in and lead-out, or border zones, that are written. */
  readonly borderBlocks: number;
}

/** Closes the session, or the disc. Throws 5/72/03 and 5/72/04 for tracks that must be closed before. */
export function closeSequentialSession(path: BlockPath, { finalize, borderBlocks }: SessionClosing): TimedEffect {
  const { disc, speeds, buffer } = path;
  const structure = sequentialOf(disc);
  if (structure.complete) return NOTHING_TO_DO;
  // 5/72/03 session fixation error, incomplete track in session. One that was interrupted is closed with it.
  const open = structure.tracks.filter((track) => !track.closed && !track.damaged);
  if (open.some(({ recordedBlocks }) => recordedBlocks > 0)) throw illegalRequest(0x72, 0x03);
  // 5/72/04 session fixation error, empty or partially written reserved track.
  if (open.length > 0) throw illegalRequest(0x72, 0x04);
  const empty = structure.tracks.length === 0;
  if (empty && (!finalize || structure.sessions.length === 0)) return NOTHING_TO_DO;
  return {
    durationMs: buffer.msUntilEmpty + speeds.writeMs(0, borderBlocks),
    async effect() {
      const now = sequentialOf(disc);
      const { unfinished: _repaired, ...rest } = now;
      const tracks = now.tracks.map((track) =>
        track.closed ? track : closed(track, roundUp(track.recordedBlocks, disc.eccBlocks)),
      );
      disc.settle();
      await disc.change({
        ...rest,
        sessions: tracks.length === 0 ? now.sessions : [...now.sessions, { tracks }],
        tracks: [],
        complete: finalize,
      });
    },
    interrupted: () => disc.change({ ...sequentialOf(disc), unfinished: HalfDone.Closing }),
  };
}

export interface ClosingRules {
  /** The functions that close the session so that no other can follow. */
  readonly finalizing: readonly CloseFunction[];
  /** Blocks that closing a session writes, and that finalizing does. */
  readonly sessionBlocks: number;
  readonly finalBlocks: number;
}

/** CLOSE TRACK/SESSION where the function alone says what is closed (MMC-6 6.3). */
export function closeByFunction(
  path: BlockPath,
  closeFunction: CloseFunction,
  track: number,
  { finalizing, sessionBlocks, finalBlocks }: ClosingRules,
): TimedEffect {
  if (closeFunction === CloseFunction.Track) return closeSequentialTrack(path, track);
  if (closeFunction === CloseFunction.Session)
    return closeSequentialSession(path, { finalize: false, borderBlocks: sessionBlocks });
  if (finalizing.includes(closeFunction))
    return closeSequentialSession(path, { finalize: true, borderBlocks: finalBlocks });
  return refuseCloseFunction();
}

export interface ReservationRules {
  readonly gaps: Gaps;
  readonly mostOpenTracks: number;
  /** Whether a reservation may end at an address (ARSV), even one in the track that is being written. */
  readonly byAddress?: boolean;
}

/** Sets blocks aside for a track at the next writable address: the next one begins after it. */
export function reserveSequentially(path: BlockPath, reservation: Reservation, rules: ReservationRules): TimedEffect {
  const { disc } = path;
  const structure = requireAppendable(disc);
  if ('nextLba' in reservation) return reserveUpTo(path, reservation.nextLba, rules);
  const { lengthBlocks } = reservation;
  if (growingTrack(structure) !== undefined) throw sequenceError();
  // 5/72/05 no more track reservations allowed.
  if (structure.tracks.filter((track) => !track.closed).length >= rules.mostOpenTracks)
    throw illegalRequest(0x72, 0x05);
  const startLba = nextStart(structure, rules.gaps, disc.eccBlocks);
  const sizeBlocks = roundUp(lengthBlocks, disc.eccBlocks);
  if (sizeBlocks === 0 || startLba + sizeBlocks > disc.capacityBlocks) {
    throw invalidCdbField(reserveTrack, 'reservationBlocks');
  }
  const track: BlockTrack = { startLba, recordedBlocks: 0, sizeBlocks, reserved: true };
  return {
    durationMs: PMA_UPDATE_MS,
    effect: () => disc.change({ ...structure, tracks: [...structure.tracks, track] }),
  };
}

/** The incomplete track ends before an ECC block, and the next one begins there (MMC-6 6.32). */
function reserveUpTo({ disc }: BlockPath, nextLba: number, rules: ReservationRules): TimedEffect {
  const structure = requireAppendable(disc);
  if (rules.byAddress !== true) throw invalidCdbField(reserveTrack, 'byLba');
  const growing = growingTrack(structure);
  const startLba = growing?.startLba ?? nextStart(structure, rules.gaps, disc.eccBlocks);
  const first = growing === undefined ? startLba : nextInTrack(growing);
  const misplaced = nextLba <= first || nextLba >= disc.capacityBlocks || nextLba % disc.eccBlocks !== 0;
  if (misplaced) throw invalidCdbField(reserveTrackUpTo, 'lba');
  // 5/72/05 no more track reservations allowed.
  if (structure.tracks.filter((track) => !track.closed).length >= rules.mostOpenTracks)
    throw illegalRequest(0x72, 0x05);
  const track: BlockTrack = {
    startLba,
    recordedBlocks: growing?.recordedBlocks ?? 0,
    sizeBlocks: nextLba - startLba,
    reserved: true,
  };
  const others = structure.tracks.filter((each) => each !== growing);
  return {
    durationMs: PMA_UPDATE_MS,
    effect: () => disc.change({ ...structure, tracks: [...others, track] }),
  };
}

/** READ CAPACITY: up to the end of the last closed session; 0 without one, as Pioneer's manuals say. */
export function sequentialReadableBlocks(disc: BlockDisc): number {
  const last = sequentialOf(disc).sessions.at(-1)?.tracks.at(-1);
  return last === undefined ? 0 : endOfTrack(last);
}
