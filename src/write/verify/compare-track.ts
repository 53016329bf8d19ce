import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import type { Drive } from '../../drive/drive.ts';
import { blocksPerRead, readAudioBlocks } from '../../read/read-blocks.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import type { VerifyProgress } from '../engine/progress.ts';
import type { TrackReader, TrackSource } from '../engine/track-source.ts';
import type { SentTrack } from '../engine/write-track.ts';
import { isSilence, silenceFound } from './sample-track.ts';

/** The largest sum of a drive's write and read offset that is looked for: known drives stay well below three blocks. */
const LARGEST_OFFSET_BYTES = 3 * AUDIO_BLOCK_BYTES;

/** What full verification found for one track. */
export interface TrackComparison {
  readonly track: number;
  /**
   * How many samples later than its address this drive writes and reads audio, combined. Drives differ by a constant, which
   * is not an error; the few samples that it moves over the track's edge cannot be compared.
   */
  readonly offsetSamples: number;
  readonly comparedBytes: number;
}

/**
 * Reads a track back and compares it with its source, byte for byte, up to the drive's constant sample offset.
 * @throws BurnError of phase `verifying` at the first difference
 */
export async function* compareTrack(
  drive: Drive,
  sent: SentTrack,
  source: TrackSource,
): AsyncGenerator<VerifyProgress, TrackComparison> {
  const { number, startLba, audioBlocks } = sent;
  const expectedBytes = Math.min(source.lengthBytes, audioBlocks * AUDIO_BLOCK_BYTES);
  const reader = await source.openReader();
  try {
    const expected = new SlidingSource(reader, expectedBytes);
    let offsetBytes: number | undefined;
    let comparedBytes = 0;
    for (let block = 0; block < sent.lengthBlocks; ) {
      const blocks = Math.min(blocksPerRead(drive), sent.lengthBlocks - block);
      const onDisc = await readBack(drive, number, startLba + block, blocks);
      const position = block * AUDIO_BLOCK_BYTES;
      const window = await expected.window(position - LARGEST_OFFSET_BYTES, onDisc.length + 2 * LARGEST_OFFSET_BYTES);
      offsetBytes ??= findOffset(onDisc, window, position);
      if (offsetBytes !== undefined) {
        const start = Math.max(0, offsetBytes - position);
        const reference = window.subarray(LARGEST_OFFSET_BYTES - offsetBytes).subarray(0, onDisc.length);
        const difference = firstDifference(onDisc, reference, start);
        if (difference !== undefined) throw different(number, startLba + block, difference, onDisc);
        comparedBytes += onDisc.length - start;
      } else if (window.some((byte) => byte !== 0)) {
        throw different(number, startLba + block, 0, onDisc);
      }
      block += blocks;
      yield { phase: 'verifying', track: number, startLba, verifiedBlocks: block, lengthBlocks: sent.lengthBlocks };
    }
    return { track: number, offsetSamples: (offsetBytes ?? 0) / CD_SAMPLE_BYTES, comparedBytes };
  } finally {
    await reader.close();
  }
}

async function readBack(drive: Drive, track: number, lba: number, blocks: number): Promise<Uint8Array> {
  try {
    return await readAudioBlocks(drive, lba, blocks);
  } catch (error) {
    throw new BurnError({
      phase: 'verifying',
      track,
      lba,
      reason: `the disc cannot be read there: ${messageOf(error)}`,
      remedy: 'Write another copy, slower or on another brand of disc',
      cause: error,
    });
  }
}

const different = (track: number, lba: number, byte: number, onDisc: Uint8Array): BurnError => {
  const firstWrong = lba + Math.floor(byte / AUDIO_BLOCK_BYTES);
  if (isSilence(onDisc)) return silenceFound(track, firstWrong);
  return new BurnError({
    phase: 'verifying',
    track,
    lba: firstWrong,
    reason: 'what is on the disc differs from the source',
    remedy: 'Write another copy, slower or on another brand of disc',
  });
};

function firstDifference(onDisc: Uint8Array, reference: Uint8Array, start: number): number | undefined {
  if (Buffer.compare(onDisc.subarray(start), reference.subarray(start)) === 0) return undefined;
  for (let index = start; index < onDisc.length; index++) if (onDisc[index] !== reference[index]) return index;
  return undefined;
}

/**
 * By how many bytes the disc lags behind the source: the shift, nearest to 0 first, under which everything is equal.
 * Undefined while there is only silence to go by.
 */
function findOffset(onDisc: Uint8Array, window: Uint8Array, position: number): number | undefined {
  if (isSilence(onDisc)) return undefined;
  for (let distance = 0; distance <= LARGEST_OFFSET_BYTES; distance += CD_SAMPLE_BYTES) {
    for (const offset of distance === 0 ? [0] : [distance, -distance]) {
      const start = Math.max(0, offset - position);
      const reference = window.subarray(LARGEST_OFFSET_BYTES - offset).subarray(0, onDisc.length);
      if (firstDifference(onDisc, reference, start) === undefined) return offset;
    }
  }
  return 0;
}

/** A source read once from its start, of which a window that only moves forward is in memory; silence around it. */
class SlidingSource {
  readonly #reader: TrackReader;
  readonly #lengthBytes: number;
  #held: Uint8Array = new Uint8Array();
  #heldFrom = 0;

  constructor(reader: TrackReader, lengthBytes: number) {
    this.#reader = reader;
    this.#lengthBytes = lengthBytes;
  }

  async window(from: number, length: number): Promise<Uint8Array> {
    const result = new Uint8Array(length);
    const firstKept = Math.max(this.#heldFrom, Math.min(from, this.#heldFrom + this.#held.length));
    const readFrom = this.#heldFrom + this.#held.length;
    const end = Math.max(readFrom, Math.min(this.#lengthBytes, from + length));
    const next = new Uint8Array(end - firstKept);
    next.set(this.#held.subarray(firstKept - this.#heldFrom));
    const fresh = next.subarray(readFrom - firstKept);
    if (fresh.length > 0 && (await this.#reader.read(fresh)) < fresh.length)
      throw new Error('the source became shorter');
    this.#held = next;
    this.#heldFrom = firstKept;
    const start = Math.max(from, firstKept);
    result.set(next.subarray(start - firstKept, Math.max(start, from + length) - firstKept), start - from);
    return result;
  }
}
