import { createHash } from 'node:crypto';
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

/** Different readings of a block that are in memory; of others only the digest is. */
const MOST_CANDIDATES = 3;

interface Candidate {
  readonly bytes: Uint8Array;
  clean: number;
  flagged: number;
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

/** The best first: those without C2 errors, most often read. */
const byVotes = (a: Candidate, b: Candidate): number => b.clean - a.clean || b.flagged - a.flagged;

/** What the readings of one block have said. */
export class Votes {
  readonly #candidates: Candidate[] = [];
  /** By digest, the votes of those that are not in memory. */
  readonly #others = new Map<string, Pick<Candidate, 'clean' | 'flagged'>>();
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
      found = { bytes: block, ...this.#remembered(block) };
      this.#candidates.push(found);
    }
    if (flagged.has(lba)) found.flagged++;
    else found.clean++;
    if (this.#candidates.length > MOST_CANDIDATES) this.#forgetWorst();
  }

  #remembered(block: Uint8Array): Pick<Candidate, 'clean' | 'flagged'> {
    const none = { clean: 0, flagged: 0 };
    if (this.#others.size === 0) return none;
    const digest = digestOf(block);
    const votes = this.#others.get(digest) ?? none;
    this.#others.delete(digest);
    return votes;
  }

  /** Of equal ones the latest. */
  #forgetWorst(): void {
    const worst = this.#candidates.toSorted(byVotes).at(-1);
    if (worst === undefined) return;
    this.#candidates.splice(this.#candidates.indexOf(worst), 1);
    this.#others.set(digestOf(worst.bytes), { clean: worst.clean, flagged: worst.flagged });
  }

  /** The bytes that were read that often without C2 errors. */
  agreed(times: number): Uint8Array | undefined {
    return this.#candidates.find(({ clean }) => clean >= times)?.bytes;
  }

  /** The bytes read most often, those without C2 errors first; undefined if the block was never read. */
  get best(): Uint8Array | undefined {
    return this.#candidates.toSorted(byVotes)[0]?.bytes;
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
