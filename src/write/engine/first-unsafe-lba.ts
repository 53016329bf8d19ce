import type { DiscState, TrackState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { readBufferCapacity } from '../../mmc/commands/read-buffer-capacity.ts';
import type { SentTrack } from './send-extent.ts';

/**
 * The first block of a track that is not safely on the disc, by what the disc has: a drive accepts blocks into its buffer
 * and may lose them there. Nothing of a track counts that the drive does not know, or does not answer about.
 * @param disc as it was found after the failure
 */
export async function firstUnsafeLba(
  drive: Drive,
  { number, startLba, sourceBlocks, format }: SentTrack,
  disc: DiscState | undefined,
): Promise<number> {
  const track = disc?.tracks.find((each) => each.number === number && each.startLba === startLba);
  if (track === undefined) return startLba;
  const buffered = track.open ? await bufferedBlocks(drive, track, format.blockBytes) : 0;
  return startLba + Math.min(sourceBlocks, Math.max(0, track.lengthBlocks - buffered));
}

/** The next writable address of an open track counts what is still in the drive's buffer. All of it, if it does not say. */
async function bufferedBlocks(drive: Drive, { lengthBlocks }: TrackState, blockBytes: number): Promise<number> {
  try {
    const { bufferBytes, availableBytes } = await drive.execute(readBufferCapacity({ allocationLength: 12 }));
    return Math.ceil(Math.max(0, bufferBytes - availableBytes) / blockBytes);
  } catch {
    return lengthBlocks;
  }
}
