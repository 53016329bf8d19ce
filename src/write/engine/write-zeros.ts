import { isStillBusy } from '../../drive/bad-answer.ts';
import type { Drive } from '../../drive/drive.ts';
import { StillBusyError } from '../../drive/ready.ts';
import { endOfTrackLimitMs } from './limits.ts';
import { WriteQueue, type WriteUnit } from './write-queue.ts';

export interface ZeroBlocks {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly format: WriteUnit;
}

/**
 * Writes blocks of zeros, for a track that ended early, in no more time than the end of a track may take; resolves with how
 * many were written, and why not all of them.
 */
export async function writeZeros(
  drive: Drive,
  { lba, lengthBlocks, format }: ZeroBlocks,
): Promise<{ readonly writtenBlocks: number; readonly failure: unknown }> {
  const limitMs = endOfTrackLimitMs();
  const queue = new WriteQueue(drive, format, 0, limitMs);
  for (let sent = 0; sent < lengthBlocks && !queue.stopped; ) {
    const buffer = queue.buffer(Math.min(queue.blocksPerWrite, lengthBlocks - sent)).fill(0);
    const blocks = buffer.length / format.blockBytes;
    queue.write(lba + sent, buffer);
    sent += blocks;
    while (!queue.hasRoom && (await queue.settleOldest()));
  }
  await queue.drain();
  const { writtenBlocks, failure } = queue;
  return {
    writtenBlocks,
    failure: isStillBusy(failure)
      ? new StillBusyError(
          `accepting the last ${lengthBlocks - writtenBlocks} of ${lengthBlocks} blocks that pad the track`,
          limitMs,
          failure,
        )
      : failure,
  };
}
