import type { DiscState, TrackState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { readBufferCapacity } from '../../mmc/commands/read-buffer-capacity.ts';
import { type SentTrack, trackStartOf } from './send-extent.ts';

/**
 * The first block of a track that is not safely on the disc, judged by the disc: a drive accepts blocks into its buffer and
 * may lose them there. A track that the drive does not know, or gives no answer about, counts as not written.
 * @param disc as it was found after the failure
 */
export async function firstUnsafeLba(drive: Drive, sent: SentTrack, disc: DiscState | undefined): Promise<number> {
  const { number, startLba, sourceBlocks, format, pregapBlocks = 0 } = sent;
  const track = disc?.tracks.find((each) => each.number === number && each.startLba === trackStartOf(sent));
  if (track === undefined) return startLba;
  const buffered = track.open ? await bufferedBlocks(drive, track, format.blockBytes) : 0;
  return startLba + Math.min(sourceBlocks, Math.max(0, pregapBlocks + track.lengthBlocks - buffered));
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
