import { isRefusal } from '../../drive/bad-answer.ts';
import type { DiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { SourceError } from './burn-error.ts';
import type { SessionPart, WriteProgress } from './progress.ts';
import { type Extent, partOf, type SendOptions, type SentTrack } from './send-extent.ts';
import { sendThrough } from './send-through.ts';
import { isUnsized } from './track-source.ts';

/** What was sent in one go: its tracks, and last the part that ended early, if it is not a track; and the gaps among them. */
export interface SentUnit {
  readonly accepted: readonly [SentTrack, ...SentTrack[]];
  readonly gapBlocks: number;
  /** The address after the last block that the drive has accepted; undefined when there is none. */
  readonly endLba: number | undefined;
}

/** Where the writing of a unit ended before all of it was sent. */
export interface CutOff {
  /** What ended early, where it is not a track. */
  readonly part: SessionPart | undefined;
  /** Whether the signal ended it; otherwise a failure did. */
  readonly stopped: boolean;
  /** Whether the drive has accepted any block of the unit, or may have without saying so. */
  readonly begun: boolean;
}

/** Sends the extents in order, to the first that is not sent completely. */
export async function* sendUnit(
  drive: Drive,
  extents: readonly Extent[],
  options: SendOptions & { readonly leavesTrace: boolean },
): AsyncGenerator<WriteProgress, SentUnit> {
  let accepted: SentTrack[] = [];
  let gapBlocks = 0;
  let endLba: number | undefined;
  let fromLba: number | undefined;
  const comparesTracks = extents.every(isComparable);
  for (const extent of extents) {
    const sent = yield* sendThrough(drive, extent, { ...options, comparesTracks });
    const ended = sent.stopped || sent.failure !== undefined;
    const { part } = partOf(extent);
    if (part !== undefined) {
      gapBlocks += sent.lengthBlocks;
      fromLba ??= sent.startLba;
      if (ended) accepted.push({ ...sent, lengthBlocks: 0, sourceBlocks: 0, part, fromLba });
    } else {
      accepted.push(fromLba === undefined ? sent : { ...sent, fromLba });
      fromLba = undefined;
    }
    if (part === 'lead-out' && sent.resumed && comparesTracks) {
      accepted = accepted.map((each) => ({ ...each, resumed: true }));
    }
    if (sent.lengthBlocks > 0) endLba = sent.startLba + sent.lengthBlocks;
    if (ended) break;
  }
  return { accepted: accepted as unknown as SentUnit['accepted'], gapBlocks, endLba };
}

/** Whether a track can be read back and compared; what is not of a track need not be. */
const isComparable = ({ source, part, format, trackFormat = format }: Extent): boolean =>
  part !== undefined || source === undefined || (source.repeatable && trackFormat.readsBack && !isUnsized(source));

/** Undefined when all of it was sent. */
export function cutOffOf({ accepted, endLba }: Pick<SentUnit, 'accepted' | 'endLba'>): CutOff | undefined {
  const last = accepted.find(({ stopped, failure }) => stopped || failure !== undefined);
  if (last === undefined) return undefined;
  const { part, failure } = last;
  const wroteNothing = failure === undefined || isRefusal(failure) || failure instanceof SourceError;
  return { part, stopped: failure === undefined, begun: endLba !== undefined || !wroteNothing };
}

/** What the disc has closed of what was sent, as far as it was sent. */
export const closedOf = (sent: readonly SentTrack[], disc: DiscState | undefined): SentTrack[] =>
  sent.flatMap((each) => {
    const left = disc?.tracks.find(({ number, open, damaged }) => number === each.number && !open && !damaged);
    if (left === undefined || each.part !== undefined) return [];
    return [{ ...each, lengthBlocks: Math.min(each.lengthBlocks, left.lengthBlocks + (each.pregapBlocks ?? 0)) }];
  });

/** Each with its share of the time that all of it took. */
export function timedAs({ accepted: tracks, gapBlocks }: SentUnit, elapsedMs: number): SentUnit['accepted'] {
  const total = gapBlocks + tracks.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
  const timed = tracks.map((each) => ({ ...each, elapsedMs: (elapsedMs * each.lengthBlocks) / Math.max(1, total) }));
  return timed as unknown as SentUnit['accepted'];
}
