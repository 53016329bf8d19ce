import type { Drive } from '../../drive/drive.ts';
import type { WriteProgress } from './progress.ts';
import { type Extent, partOf, type SendOptions, type SentTrack } from './send-extent.ts';
import { sendThrough } from './send-through.ts';

/** What was sent in one go: its tracks, and the gaps among them that were sent completely. */
export interface SentUnit {
  readonly accepted: readonly [SentTrack, ...SentTrack[]];
  readonly gapBlocks: number;
  /** The address after the last block that the drive has accepted; undefined when there is none. */
  readonly endLba: number | undefined;
}

/** Sends the extents in order, to the first that is not sent completely. Completed gaps are not tracks. */
export async function* sendUnit(
  drive: Drive,
  extents: readonly Extent[],
  options: SendOptions & { readonly leavesTrace: boolean },
): AsyncGenerator<WriteProgress, SentUnit> {
  const accepted: SentTrack[] = [];
  let gapBlocks = 0;
  let endLba: number | undefined;
  for (const extent of extents) {
    const sent = yield* sendThrough(drive, extent, options);
    const ended = sent.stopped || sent.failure !== undefined;
    const isTrack = partOf(extent).part === undefined;
    if (!isTrack) gapBlocks += sent.lengthBlocks;
    if (isTrack) accepted.push(sent);
    else if (ended) accepted.push({ ...sent, lengthBlocks: 0, sourceBlocks: 0 });
    if (sent.lengthBlocks > 0) endLba = sent.startLba + sent.lengthBlocks;
    if (ended) break;
  }
  return { accepted: accepted as unknown as SentUnit['accepted'], gapBlocks, endLba };
}

/** Each with its share of the time that all of it took. */
export function timedAs({ accepted: tracks, gapBlocks }: SentUnit, elapsedMs: number): SentUnit['accepted'] {
  const total = gapBlocks + tracks.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
  const timed = tracks.map((each) => ({ ...each, elapsedMs: (elapsedMs * each.lengthBlocks) / Math.max(1, total) }));
  return timed as unknown as SentUnit['accepted'];
}
