import { LEAD_IN_BLOCKS, leadOutBlocks, PREGAP_BLOCKS } from '../cd/geometry.ts';
import type { DiscState, TrackState } from '../drive/disc.ts';

/** What a part of a disc is. `gap`: a pause or the link blocks between two tracks. `border`: between two sessions of a DVD or BD. */
export type PartKind = 'audio' | 'data' | 'open' | 'gap' | 'lead-in' | 'lead-out' | 'border' | 'free';

/** Blocks of one kind. */
export interface DiscPart {
  readonly kind: PartKind;
  readonly startLba: number;
  readonly lengthBlocks: number;
  readonly session: number | null;
  readonly track: number | null;
}

/** Blocks that were found to be bad, of whatever part they are. */
export interface DiscMark {
  readonly kind: 'unreadable' | 'c2-errors' | 'differs';
  readonly startLba: number;
  readonly lengthBlocks: number;
}

/** A disc to scale: everything that has an address, in order and without holes, and what was found on it. */
export interface DiscMap {
  readonly family: 'CD' | 'DVD or BD';
  readonly sessions: number;
  readonly parts: readonly DiscPart[];
  readonly marks: readonly DiscMark[];
  /** Where the last part ends: with a disc that can be written on, its capacity. */
  readonly endLba: number;
}

/** What else the picture of a disc shows. */
export interface DiscMapOptions {
  /** Blocks in doubt, such as the `suspects` of a rip. */
  readonly suspects?:
    | readonly {
        readonly startLba: number;
        readonly lengthBlocks: number;
        readonly doubt: DiscMark['kind'];
      }[]
    | undefined;
}

/**
 * The parts of a disc, from what the drive says of its tracks. Lead-ins and lead-outs between sessions have the lengths that the
 * standard gives them (Orange Book part II; MMC-5 4.2.3); pauses and link blocks are what is left between two tracks.
 */
export function discMap(state: DiscState, { suspects = [] }: DiscMapOptions = {}): DiscMap {
  const family = state.medium === undefined ? 'CD' : 'DVD or BD';
  const parts: DiscPart[] = [];
  const add = (kind: PartKind, endLba: number, session: number | null, track: number | null): void => {
    const startLba = endOf(parts);
    if (endLba > startLba) parts.push({ kind, startLba, lengthBlocks: endLba - startLba, session, track });
  };
  let previous: TrackState | undefined;
  for (const track of state.tracks.toSorted((a, b) => a.startLba - b.startLba)) {
    if (previous === undefined || previous.session === track.session) add('gap', track.startLba, track.session, null);
    else if (family !== 'CD') add('border', track.startLba, null, null);
    else {
      const leadInLba = track.startLba - PREGAP_BLOCKS - LEAD_IN_BLOCKS;
      add('lead-out', leadInLba, previous.session, null);
      add('lead-in', track.startLba - PREGAP_BLOCKS, track.session, null);
      add('gap', track.startLba, track.session, null);
    }
    add(track.open ? 'open' : track.kind, track.startLba + track.lengthBlocks, track.session, track.number);
    previous = track;
  }
  const { nextWritableLba, freeBlocks } = state;
  if (nextWritableLba !== null) {
    if (family === 'CD') addBetweenSessions(state, previous, nextWritableLba, add);
    else add('border', nextWritableLba, null, null);
    add('free', nextWritableLba + (freeBlocks ?? 0), null, null);
  } else if (family === 'CD' && previous !== undefined) {
    add('lead-out', endOf(parts) + leadOutBlocks(previous.session), previous.session, null);
  }
  const marks = suspects.map(({ doubt, startLba, lengthBlocks }) => ({ kind: doubt, startLba, lengthBlocks }));
  return { family, sessions: state.sessions, parts, marks, endLba: endOf(parts) };
}

/** A session that is closed and can be followed: its lead-out and the next lead-in are before the next writable address. */
function addBetweenSessions(
  { lastSession }: DiscState,
  previous: TrackState | undefined,
  nextLba: number,
  add: (kind: PartKind, endLba: number, session: number | null, track: number | null) => void,
): void {
  if (previous !== undefined && lastSession === 'empty') {
    add('lead-out', nextLba - PREGAP_BLOCKS - LEAD_IN_BLOCKS, previous.session, null);
    add('lead-in', nextLba - PREGAP_BLOCKS, previous.session + 1, null);
  }
  add('gap', nextLba, null, null);
}

const endOf = (parts: readonly DiscPart[]): number => {
  const last = parts.at(-1);
  return last === undefined ? 0 : last.startLba + last.lengthBlocks;
};
