import zlib from 'node:zlib';
import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { joinedCrc32, productSums } from '../../codec/index.ts';

/** Blocks in ascending order, from the first to before the last. */
export interface BlockRange {
  readonly startLba: number;
  readonly endLba: number;
}

/** CRC-32 as in zip and zlib, of the part of what it is given that is in its range. */
export class RangeCrc32 {
  readonly range: BlockRange;
  #crc = 0;

  constructor(range: BlockRange) {
    this.range = range;
  }

  add(lba: number, bytes: Uint8Array): void {
    const part = within(this.range, lba, bytes);
    if (part !== undefined) this.#crc = zlib.crc32(part.bytes, this.#crc);
  }

  /** Of ranges that follow one another. */
  static ofAll(parts: readonly RangeCrc32[]): number {
    return parts.reduce((crc, { range, value }) => {
      return joinedCrc32(crc, value, (range.endLba - range.startLba) * AUDIO_BLOCK_BYTES);
    }, 0);
  }

  get value(): number {
    return this.#crc;
  }
}

/** At both ends of a disc, AccurateRip leaves five blocks out, at the start less one sample: drives did not read them alike. */
const LEFT_OUT_BLOCKS = 5;
const SAMPLES_PER_BLOCK = AUDIO_BLOCK_BYTES / CD_SAMPLE_BYTES;
const TWO_TO_32 = 2 ** 32;

/**
 * The checksums of AccurateRip: each sample of both channels, a number of 32 bits, times its place in the track, counted from 1.
 * Version 1 adds up the lower halves of these products, version 2 both halves.
 */
export class AccurateRipSums {
  readonly #range: BlockRange;
  readonly #skipFrom: number;
  readonly #skipTo: number;
  #low = 0;
  #high = 0;

  constructor(range: BlockRange, { first, last }: { readonly first: boolean; readonly last: boolean }) {
    this.#range = range;
    const samples = (range.endLba - range.startLba) * SAMPLES_PER_BLOCK;
    this.#skipFrom = first ? LEFT_OUT_BLOCKS * SAMPLES_PER_BLOCK - 1 : 0;
    this.#skipTo = samples - (last ? LEFT_OUT_BLOCKS * SAMPLES_PER_BLOCK : 0);
  }

  get v1(): number {
    return this.#low;
  }

  get v2(): number {
    return (this.#low + this.#high) % TWO_TO_32;
  }

  add(lba: number, bytes: Uint8Array): void {
    const part = within(this.#range, lba, bytes);
    if (part === undefined) return;
    const before = (part.lba - this.#range.startLba) * SAMPLES_PER_BLOCK;
    const from = Math.max(0, this.#skipFrom - before);
    const to = Math.min(part.bytes.length / CD_SAMPLE_BYTES, this.#skipTo - before);
    if (from >= to) return;
    const counted = part.bytes.subarray(from * CD_SAMPLE_BYTES, to * CD_SAMPLE_BYTES);
    const { low, high } = productSums(counted, before + from + 1);
    this.#low = (this.#low + low) % TWO_TO_32;
    this.#high = (this.#high + high) % TWO_TO_32;
  }
}

/** The CUETools database leaves out ten blocks at both ends of a disc, at the end also what is not a multiple of ten. */
const CTDB_BLOCKS = 10;

/** The blocks of a range that its CRC in the CUETools database covers, in a disc whose audio is `disc`. */
export function ctdbRange(range: BlockRange, disc: BlockRange): BlockRange {
  const left = (disc.endLba - disc.startLba) % CTDB_BLOCKS;
  const startLba = Math.max(range.startLba, disc.startLba + CTDB_BLOCKS);
  const endLba = Math.min(range.endLba, disc.endLba - CTDB_BLOCKS - left);
  return { startLba, endLba: Math.max(startLba, endLba) };
}

/** The blocks in a range, of those that begin at `lba`; undefined if none is. */
export function within(
  { startLba, endLba }: BlockRange,
  lba: number,
  bytes: Uint8Array,
): { readonly lba: number; readonly bytes: Uint8Array } | undefined {
  const from = Math.max(startLba, lba);
  const to = Math.min(endLba, lba + bytes.length / AUDIO_BLOCK_BYTES);
  if (from >= to) return undefined;
  return { lba: from, bytes: bytes.subarray((from - lba) * AUDIO_BLOCK_BYTES, (to - lba) * AUDIO_BLOCK_BYTES) };
}
