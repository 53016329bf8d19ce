import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { isUnreadable } from '../extents.ts';
import type { AudioReads } from './audio-reads.ts';
import type { BlockRange } from './checksums.ts';

/** What drives without a buffer of known size are given credit for. */
const USUAL_BUFFER_BYTES = 2 * 1_024 * 1_024;

/**
 * Makes the drive read from the disc what it has in its buffer: reads as much elsewhere as the buffer holds. Blocks that alone
 * fill the buffer need nothing of the kind.
 */
export class BufferEvictor {
  readonly #reads: AudioReads;
  readonly #area: BlockRange;
  readonly #bufferBlocks: number;

  /** @param area where audio can be read */
  constructor(reads: AudioReads, area: BlockRange, bufferBytes: number | undefined) {
    this.#reads = reads;
    this.#area = area;
    this.#bufferBlocks = Math.ceil((bufferBytes || USUAL_BUFFER_BYTES) / AUDIO_BLOCK_BYTES);
  }

  /** The next blocks to be read are these, and were read before. */
  async evict(startLba: number, lengthBlocks: number): Promise<void> {
    if (lengthBlocks >= this.#bufferBlocks) return;
    const after = startLba + lengthBlocks;
    const roomAfter = this.#area.endLba - after;
    const roomBefore = startLba - this.#area.startLba;
    const room = Math.min(this.#bufferBlocks, Math.max(roomAfter, roomBefore));
    const from = roomAfter >= roomBefore ? this.#area.endLba - room : this.#area.startLba;
    const most = this.#reads.blocksPerRead;
    for (let done = 0; done < room; done += most) {
      try {
        const { bytes } = await this.#reads.read(from + done, Math.min(most, room - done));
        this.#reads.recycle(bytes);
      } catch (error) {
        // Where the disc is bad, the drive has tried, and has other blocks in its buffer.
        if (!isUnreadable(error)) throw error;
      }
    }
  }
}
