import { DiscStatus, SessionState } from '../../mmc/commands/read-disc-information.ts';
import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import {
  allTracks,
  type BlockTrack,
  endOfTrack,
  HalfDone,
  hasRoom,
  RecordingMethod,
  type SequentialStructure,
} from '../media/block-disc/structure.ts';
import { cannotWrite, roundUp } from './common.ts';
import type { DiscFacts, TrackFacts } from './family.ts';

/** Blocks that lie between what is recorded, which no track has. */
export interface Gaps {
  /** Between two tracks of a session. */
  readonly track: number;
  /** After a session: its border-out or closure, and the border-in or intro of the next. */
  readonly session: (session: { readonly number: number; readonly endLba: number }) => number;
}

/** The structure of a disc that is recorded track by track. */
export function sequentialOf({ structure }: BlockDisc): SequentialStructure {
  if (structure.layout !== 'sequential') throw cannotWrite();
  return structure;
}

/** Where the next track that is not reserved begins. */
export function nextStart(structure: SequentialStructure, gaps: Gaps, unit: number): number {
  const last = structure.tracks.at(-1);
  if (last !== undefined) return roundUp(endOfTrack(last) + gaps.track, unit);
  const number = structure.sessions.length;
  const before = structure.sessions.at(-1)?.tracks.at(-1);
  if (before === undefined) return 0;
  const endLba = roundUp(endOfTrack(before), unit);
  return endLba + gaps.session({ number, endLba });
}

/** Where writing to an open track continues. */
export const nextInTrack = (track: BlockTrack): number => track.startLba + track.recordedBlocks;

/** The open track whose size is not settled: there is at most one, the last. */
export const growingTrack = ({ tracks }: SequentialStructure): BlockTrack | undefined =>
  tracks.find(({ closed, sizeBlocks }) => !closed && sizeBlocks === undefined);

export function sequentialTracks(disc: BlockDisc, gaps: Gaps): readonly TrackFacts[] {
  const structure = sequentialOf(disc);
  const { capacityBlocks } = disc;
  const packet = structure.method !== RecordingMethod.AtOnce;
  const sessionsBefore = structure.sessions.length;
  const facts = (track: BlockTrack, number: number, session: number): TrackFacts => {
    const { startLba, recordedBlocks, sizeBlocks, closed, reserved, damaged } = track;
    const common = {
      number,
      session,
      startLba,
      packet,
      reserved: reserved === true && !closed,
      damaged: damaged === true,
      lengthBlocks: sizeBlocks ?? capacityBlocks - startLba,
      blank: recordedBlocks === 0,
      invisible: !closed && sizeBlocks === undefined,
      ...(recordedBlocks === 0 ? {} : { lastRecordedLba: startLba + recordedBlocks - 1 }),
    };
    if (!hasRoom(track) || damaged) return { ...common, freeBlocks: 0 };
    const nextWritableLba = nextInTrack(track);
    return {
      ...common,
      nextWritableLba,
      freeBlocks: startLba + (sizeBlocks ?? capacityBlocks - startLba) - nextWritableLba,
    };
  };
  const closedTracks = structure.sessions.flatMap(({ tracks }, index) =>
    tracks.map((track) => ({ track, session: index + 1 })),
  );
  const open = structure.tracks.map((track) => ({ track, session: sessionsBefore + 1 }));
  const known = [...closedTracks, ...open].map(({ track, session }, index) => facts(track, index + 1, session));
  const startLba = nextStart(structure, gaps, disc.eccBlocks);
  const canBegin =
    !structure.complete && structure.unfinished !== HalfDone.Erasing && growingTrack(structure) === undefined;
  if (!canBegin || startLba >= capacityBlocks) return known;
  const freeBlocks = capacityBlocks - startLba;
  const invisible: TrackFacts = {
    number: known.length + 1,
    session: sessionsBefore + 1,
    startLba,
    lengthBlocks: freeBlocks,
    blank: true,
    packet,
    nextWritableLba: startLba,
    freeBlocks,
    invisible: true,
  };
  return [...known, invisible];
}

export function sequentialInformation(disc: BlockDisc, gaps: Gaps): DiscFacts {
  const structure = sequentialOf(disc);
  const { complete, sessions, tracks, unfinished } = structure;
  const numbers = sequentialTracks(disc, gaps);
  const closedTracks = allTracks(structure).length - tracks.length;
  const last = numbers.at(-1)?.number ?? 1;
  if (complete) {
    const firstTrackInLastSession = Math.max(1, closedTracks - (sessions.at(-1)?.tracks.length ?? 1) + 1);
    const track = { firstTrackInLastSession, lastTrackInLastSession: last };
    return {
      ...track,
      status: DiscStatus.Complete,
      lastSessionState: SessionState.Complete,
      sessions: sessions.length,
    };
  }
  const common = {
    sessions: sessions.length + 1,
    firstTrackInLastSession: closedTracks + 1,
    lastTrackInLastSession: Math.max(last, closedTracks + 1),
  };
  if (unfinished === HalfDone.Erasing) {
    return { ...common, status: DiscStatus.Other, lastSessionState: SessionState.Damaged };
  }
  const status = disc.blank ? DiscStatus.Blank : DiscStatus.Appendable;
  if (unfinished !== undefined || tracks.some(({ damaged }) => damaged)) {
    return { ...common, status, lastSessionState: SessionState.Damaged };
  }
  return { ...common, status, lastSessionState: tracks.length === 0 ? SessionState.Empty : SessionState.Incomplete };
}
