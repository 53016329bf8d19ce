import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import type { Pass } from './assembly.ts';

/** What is wrong with a block whose readings never agreed. */
export type Doubt =
  /** The drive returned other bytes each time, or not often enough the same. */
  | 'differs'
  /** The drive says each time that bytes could not be corrected. */
  | 'c2-errors'
  /** The drive could not read it at all. */
  | 'unreadable';

interface Candidate {
  readonly bytes: Uint8Array;
  clean: number;
  flagged: number;
}

/** What the readings of one block have said. */
export class Votes {
  readonly #candidates: Candidate[] = [];
  #error: unknown;

  /** Counts what a pass says about a block. */
  add({ startLba, bytes, flagged, unread }: Pass, lba: number): void {
    if (unread.has(lba)) {
      this.#error = unread.get(lba) ?? this.#error;
      return;
    }
    const at = (lba - startLba) * AUDIO_BLOCK_BYTES;
    const block = bytes.slice(at, at + AUDIO_BLOCK_BYTES);
    let found = this.#candidates.find((each) => Buffer.compare(each.bytes, block) === 0);
    if (found === undefined) {
      found = { bytes: block, clean: 0, flagged: 0 };
      this.#candidates.push(found);
    }
    if (flagged.has(lba)) found.flagged++;
    else found.clean++;
  }

  /** The bytes that were read that often without C2 errors. */
  agreed(times: number): Uint8Array | undefined {
    return this.#candidates.find(({ clean }) => clean >= times)?.bytes;
  }

  /** The bytes read most often, those without C2 errors first; undefined if the block was never read. */
  get best(): Uint8Array | undefined {
    return this.#candidates.toSorted((a, b) => b.clean - a.clean || b.flagged - a.flagged)[0]?.bytes;
  }

  get doubt(): Doubt {
    if (this.#candidates.length === 0) return 'unreadable';
    return this.#candidates.every(({ clean }) => clean === 0) ? 'c2-errors' : 'differs';
  }

  /** Why the drive could not read it, if it could not. */
  get error(): unknown {
    return this.#error;
  }
}
