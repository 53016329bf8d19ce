import { LINK_BLOCKS, RUN_OUT_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import type { DiscState, TrackState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { reportsMediumChange } from '../../drive/medium-change.ts';
import { readBufferCapacity } from '../../mmc/commands/read-buffer-capacity.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { type SentTrack, trackStartOf } from './send-extent.ts';

/** A track that a drive has made long enough; some count the run-out and the link blocks after it. */
const MOST_PADDED_BLOCKS = SHORTEST_TRACK_BLOCKS + RUN_OUT_BLOCKS + LINK_BLOCKS;

/**
 * The first block of a track that is not safely on the disc, judged by the disc: a drive accepts blocks into its buffer and
 * may lose them there. A track that the drive does not know, or gives no answer about, counts as not written, like the
 * lead-in or the gap before it.
 * @param disc as it was found after the failure
 */
export async function firstUnsafeLba(drive: Drive, sent: SentTrack, disc: DiscState | undefined): Promise<number> {
  const { number, startLba, sourceBlocks, format, pregapBlocks = 0, part, fromLba, sentBlockBytes } = sent;
  if (part === 'lead-out') return startLba;
  const track = disc?.tracks.find((each) => each.number === number && each.startLba === trackStartOf(sent));
  if (track === undefined) return fromLba ?? startLba;
  // What was in the buffer of a drive that was reset is lost, and nothing on such a disc says how much that was.
  if (format.overwrites && sent.failure instanceof SenseError && reportsMediumChange(sent.failure)) return startLba;
  const buffered = track.open ? await bufferedBlocks(drive, track, sentBlockBytes ?? format.blockBytes) : 0;
  const isPadded = !track.open && track.lengthBlocks <= MOST_PADDED_BLOCKS;
  const sentBlocks = isPadded ? Math.min(sourceBlocks, sent.reachedBlocks ?? sourceBlocks) : sourceBlocks;
  return startLba + Math.min(sentBlocks, Math.max(0, pregapBlocks + track.lengthBlocks - buffered));
}

/** An open track's length includes blocks still in the drive's buffer: all of them, if the drive does not say how many. */
async function bufferedBlocks(drive: Drive, { lengthBlocks }: TrackState, blockBytes: number): Promise<number> {
  try {
    const { bufferBytes, availableBytes } = await drive.execute(readBufferCapacity({ allocationLength: 12 }));
    return Math.ceil(Math.max(0, bufferBytes - availableBytes) / blockBytes);
  } catch {
    return lengthBlocks;
  }
}

/** What has the first block that is not safe. */
export interface Unsafe {
  readonly sent: SentTrack;
  readonly lba: number;
}

/**
 * In a session in one go nothing is flushed between tracks: what a drive loses from its buffer may be of an earlier track than
 * the one that it failed in.
 * @param sent all tracks that were sent together, in order
 * @param failed the one in which a WRITE failed, or the part of the session
 */
export async function firstUnsafe(
  drive: Drive,
  sent: readonly SentTrack[],
  failed: SentTrack,
  disc: DiscState | undefined,
): Promise<Unsafe> {
  const before = sent.filter(
    ({ number, part }) => part === undefined && (number < failed.number || failed.part === 'lead-out'),
  );
  for (const each of before) {
    const lba = await firstUnsafeLba(drive, each, disc);
    if (lba < each.startLba + each.sourceBlocks) return { sent: { ...each, failure: failed.failure }, lba };
  }
  return { sent: failed, lba: await firstUnsafeLba(drive, failed, disc) };
}
