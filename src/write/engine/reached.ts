import { SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { nextWritableLbaOf, trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { SentTrack } from './send-extent.ts';
import { blocksPerWrite } from './write-queue.ts';

/**
 * A failed track with the place that its drive has reached, if it is so short that its length will not show that: drives pad
 * it to 300 blocks.
 */
export async function withReached(drive: Drive, sent: SentTrack): Promise<SentTrack> {
  const { number, startLba, sourceBlocks, format, failure } = sent;
  const mayBePadded = sourceBlocks < SHORTEST_TRACK_BLOCKS + blocksPerWrite(drive, format);
  if (format.eccBlocks !== undefined) return sent;
  if (failure === undefined || sourceBlocks === 0 || !mayBePadded || startLba < 0) return sent;
  try {
    const track = await trackInformation(drive, number);
    if (!track.nextWritableValid || track.blank) return sent;
    return { ...sent, reachedBlocks: Math.max(0, nextWritableLbaOf(track) - startLba) };
  } catch {
    return sent;
  }
}
