import { AUDIO_BLOCK_BYTES, LINK_BLOCKS, PREGAP_BLOCKS, RUN_OUT_BLOCKS } from '../cd/geometry.ts';
import { hasSync } from '../cd/sector.ts';

/**
 * Run-out blocks that a drive may count as the end of a Track-At-Once track although they cannot be read, with link blocks
 * around them (MMC-5 4.2.3.4).
 */
export const RUN_OUT_TOLERANCE_BLOCKS = RUN_OUT_BLOCKS + LINK_BLOCKS;

/** What is heard this near to a track may be of that track: drives have a read offset. */
const OFFSET_BLOCKS = 5;

/** The blocks between two tracks of a session. */
export interface Gap {
  readonly startLba: number;
  /** Where the next track begins. */
  readonly endLba: number;
}

/** Whether a block is where a Track-At-Once disc has run-out and link blocks: around the start of the pause of two seconds. */
export function isRunOutPlace(lba: number, { startLba, endLba }: Gap): boolean {
  const pauseLba = endLba - PREGAP_BLOCKS;
  const first = Math.max(startLba, pauseLba - RUN_OUT_TOLERANCE_BLOCKS);
  return lba >= first && lba < Math.min(endLba, pauseLba + RUN_OUT_TOLERANCE_BLOCKS);
}

/**
 * What is between two tracks. The pause that a drive writes before a Track-At-Once track is silence after its link blocks: where
 * there is sound, the host wrote the gap, and it has no run-out.
 */
export class HeardGap {
  readonly #gap: Gap;
  #hasSound = false;

  constructor(gap: Gap) {
    this.#gap = gap;
  }

  /** Blocks of 2,352 bytes that were read, some of which may be in the gap. */
  hear(startLba: number, blocks: Uint8Array): void {
    const from = this.#gap.startLba + OFFSET_BLOCKS;
    const to = Math.min(this.#gap.endLba - OFFSET_BLOCKS, startLba + blocks.length / AUDIO_BLOCK_BYTES);
    for (let lba = Math.max(from, startLba); lba < to && !this.#hasSound; lba++) {
      const at = (lba - startLba) * AUDIO_BLOCK_BYTES;
      this.#hasSound = !isRunOutPlace(lba, this.#gap) && isSound(blocks.subarray(at, at + AUDIO_BLOCK_BYTES));
    }
  }

  /** Whether blocks of the gap that cannot be read are the run-out of a track that was written by itself. */
  isRunOut(lbas: readonly number[]): boolean {
    // A read offset that is undone spreads them over one block more.
    const few = lbas.length <= RUN_OUT_TOLERANCE_BLOCKS + 1;
    return few && !this.#hasSound && lbas.every((lba) => isRunOutPlace(lba, this.#gap));
  }
}

const SILENCE = new Uint8Array(AUDIO_BLOCK_BYTES);

const isSound = (block: Uint8Array): boolean => !hasSync(block) && Buffer.compare(block, SILENCE) !== 0;
