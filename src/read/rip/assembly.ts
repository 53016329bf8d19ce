import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import type { AudioPiece } from './audio-reads.ts';
import { displacementAfter } from './displacement.ts';

/** What one reading of some blocks in a row has given. */
export interface Pass {
  readonly startLba: number;
  /** 2,352 for each block; zeros where nothing was read. */
  readonly bytes: Uint8Array;
  /** Blocks with C2 errors. */
  readonly flagged: ReadonlySet<number>;
  /** Blocks that were not read, with the reason if the drive gave one. */
  readonly unread: ReadonlyMap<number, unknown>;
  /** How many pieces began elsewhere than they should. */
  readonly displacedPieces: number;
}

interface Placed {
  readonly piece: AudioPiece;
  /** In samples, against the other pieces of its chain. */
  readonly displacement: number;
}

/** Pieces of which each is known to continue the one before. */
interface Chain {
  readonly placed: Placed[];
  /** It continues blocks whose place is known. */
  readonly anchored: boolean;
}

/**
 * Puts pieces together. Pieces that overlap are moved to where they are the same. The pieces of a chain are right only against
 * each other: the place where most of them begin as asked counts as the right one.
 */
export class Assembly {
  readonly #startLba: number;
  readonly #lengthBlocks: number;
  readonly #chains: Chain[] = [];
  readonly #unread = new Map<number, unknown>();
  /** What was read last, up to its end, and where it ends: the next piece may overlap with it. */
  #tail: { readonly bytes: Uint8Array; readonly endLba: number; readonly displacement: number } | undefined;

  /** @param before blocks before the first, if they are known */
  constructor(startLba: number, lengthBlocks: number, before?: Uint8Array) {
    this.#startLba = startLba;
    this.#lengthBlocks = lengthBlocks;
    if (before !== undefined) {
      this.#tail = { bytes: before, endLba: startLba, displacement: 0 };
      this.#chains.push({ placed: [], anchored: true });
    }
  }

  add(piece: AudioPiece): void {
    const displacement = this.#displacementOf(piece);
    const placed = { piece, displacement: displacement ?? 0 };
    const chain = this.#chains.at(-1);
    if (displacement === undefined || chain === undefined) this.#chains.push({ placed: [placed], anchored: false });
    else chain.placed.push(placed);
    this.#tail = { bytes: piece.bytes, endLba: piece.lba + piece.lengthBlocks, displacement: placed.displacement };
  }

  addUnread(lba: number, error: unknown): void {
    this.#unread.set(lba, error);
    this.#tail = undefined;
  }

  finish(): Pass {
    const bytes = new Uint8Array(this.#lengthBlocks * AUDIO_BLOCK_BYTES);
    const flagged = new Set<number>();
    const unread = new Map(this.#unread);
    let displacedPieces = 0;
    let covered = 0;
    for (const { piece, displacement } of this.#chains.flatMap(placedRight)) {
      if (displacement !== 0) displacedPieces++;
      const from = (piece.lba - this.#startLba) * AUDIO_BLOCK_BYTES + displacement * CD_SAMPLE_BYTES;
      this.#noteGap(covered, from, unread);
      const skipped = Math.max(0, -from);
      if (skipped < piece.bytes.length && from < bytes.length) {
        bytes.set(piece.bytes.subarray(skipped, Math.min(piece.bytes.length, bytes.length - from)), Math.max(0, from));
      }
      covered = Math.max(covered, from + piece.bytes.length);
      for (const lba of piece.flagged) for (const each of touched(lba, displacement)) flagged.add(each);
    }
    this.#noteGap(covered, bytes.length, unread);
    return { startLba: this.#startLba, bytes, flagged, unread, displacedPieces };
  }

  /** Against the piece before; undefined if there is none that it overlaps with, or it is not clear where. */
  #displacementOf(piece: AudioPiece): number | undefined {
    const tail = this.#tail;
    if (tail === undefined) return undefined;
    const overlapBytes = (tail.endLba - piece.lba) * AUDIO_BLOCK_BYTES;
    if (overlapBytes <= 0 || overlapBytes > tail.bytes.length) return undefined;
    const found = displacementAfter(tail.bytes.subarray(tail.bytes.length - overlapBytes), piece.bytes);
    return typeof found === 'number' ? tail.displacement + found : undefined;
  }

  #noteGap(fromByte: number, toByte: number, unread: Map<number, unknown>): void {
    const first = Math.floor(Math.max(0, fromByte) / AUDIO_BLOCK_BYTES);
    const end = Math.min(this.#lengthBlocks, Math.ceil(toByte / AUDIO_BLOCK_BYTES));
    for (let block = first; block < end; block++) {
      const lba = this.#startLba + block;
      if (!unread.has(lba)) unread.set(lba, undefined);
    }
  }
}

/** The pieces of a chain, moved together to where most of them begin as asked. */
function placedRight({ placed, anchored }: Chain): Placed[] {
  if (anchored) return placed;
  const counts = new Map<number, number>();
  for (const { displacement } of placed) counts.set(displacement, (counts.get(displacement) ?? 0) + 1);
  let usual = placed[0]?.displacement ?? 0;
  for (const [displacement, count] of counts) if (count > (counts.get(usual) ?? 0)) usual = displacement;
  return usual === 0 ? placed : placed.map((each) => ({ ...each, displacement: each.displacement - usual }));
}

/** The blocks in which a block's bytes are after it was moved. */
function touched(lba: number, displacement: number): number[] {
  const samples = AUDIO_BLOCK_BYTES / CD_SAMPLE_BYTES;
  const first = lba + Math.floor(displacement / samples);
  return displacement % samples === 0 ? [first] : [first, first + 1];
}
