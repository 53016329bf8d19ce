import type { Drive } from '../../drive/drive.ts';
import { WriteQueue } from './write-queue.ts';

export interface ZeroBlocks {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly blockBytes: number;
}

/**
 * Writes blocks of zeros, for a track that ended early; resolves with how many were written, and why not all of them.
 */
export async function writeZeros(
  drive: Drive,
  { lba, lengthBlocks, blockBytes }: ZeroBlocks,
): Promise<{ readonly writtenBlocks: number; readonly failure: unknown }> {
  const queue = new WriteQueue(drive, blockBytes, 0);
  for (let sent = 0; sent < lengthBlocks && !queue.stopped; ) {
    const buffer = queue.buffer(Math.min(queue.blocksPerWrite, lengthBlocks - sent)).fill(0);
    const blocks = buffer.length / blockBytes;
    await queue.write(lba + sent, buffer);
    sent += blocks;
  }
  await queue.drain();
  return { writtenBlocks: queue.writtenBlocks, failure: queue.failure };
}
