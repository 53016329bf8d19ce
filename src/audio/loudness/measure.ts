import { CD_SAMPLE_BYTES, CD_SAMPLE_RATE_HZ } from '../../cd/digital-audio.ts';
import { requireKnownOptions, SIGNAL_OPTIONS, type SignalOptions } from '../../known-options.ts';
import { viewOf } from '../chunk-header.ts';
import type { PcmTrack } from '../pcm-track.ts';
import { makeKWeighting } from './k-weighting.ts';

/** How loud an album is. */
export interface Loudness {
  /** Integrated loudness of all tracks together, in LUFS (EBU R 128, ITU-R BS.1770-4); -Infinity for silence. */
  readonly lufs: number;
  /** The highest sample, in dB of full scale; -Infinity for silence. */
  readonly peakDb: number;
}

/** Blocks of 400 ms that begin every 100 ms. */
const HOP_FRAMES = CD_SAMPLE_RATE_HZ / 10;
const HOPS_PER_BLOCK = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
const FULL_SCALE = 32_768;
const READ_BYTES = 256 * 1024;

const lufsOf = (power: number): number => -0.691 + 10 * Math.log10(power);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The power of each block of one track, and its highest sample. */
class TrackMeter {
  readonly #left = makeKWeighting(CD_SAMPLE_RATE_HZ);
  readonly #right = makeKWeighting(CD_SAMPLE_RATE_HZ);
  readonly #hops: number[] = [];
  readonly blocks: number[] = [];
  peak = 0;
  #sum = 0;
  #frames = 0;

  add(pcm: Uint8Array): void {
    const view = viewOf(pcm);
    for (let at = 0; at + CD_SAMPLE_BYTES <= pcm.length; at += CD_SAMPLE_BYTES) {
      const left = view.getInt16(at, true) / FULL_SCALE;
      const right = view.getInt16(at + 2, true) / FULL_SCALE;
      this.peak = Math.max(this.peak, Math.abs(left), Math.abs(right));
      this.#sum += this.#left(left) ** 2 + this.#right(right) ** 2;
      if (++this.#frames === HOP_FRAMES) this.#endHop();
    }
  }

  #endHop(): void {
    this.#hops.push(this.#sum / HOP_FRAMES);
    this.#sum = 0;
    this.#frames = 0;
    if (this.#hops.length > HOPS_PER_BLOCK) this.#hops.shift();
    if (this.#hops.length === HOPS_PER_BLOCK) this.blocks.push(meanOf(this.#hops));
  }
}

async function meter(source: LoudSource, signal: AbortSignal | undefined): Promise<TrackMeter> {
  const track = new TrackMeter();
  const reader = await source.openReader();
  try {
    const buffer = new Uint8Array(READ_BYTES);
    for (let left = source.lengthBytes; left > 0; ) {
      signal?.throwIfAborted();
      const count = await reader.read(buffer.subarray(0, Math.min(buffer.length, left)));
      if (count === 0) break;
      track.add(buffer.subarray(0, count));
      left -= count;
    }
  } finally {
    await reader.close();
  }
  return track;
}

/** What is measured: a track that can be read more than once. */
export type LoudSource = Pick<PcmTrack, 'openReader' | 'lengthBytes'>;

/**
 * Measures how loud tracks are together: each is read once. The blocks of all tracks are gated as one (EBU R 128: -70 LUFS, and
 * 10 LU below what is left).
 * @throws what reading throws; OptionsError; the signal's reason
 */
export async function measureLoudness(tracks: readonly LoudSource[], options: SignalOptions = {}): Promise<Loudness> {
  requireKnownOptions('measureLoudness()', options, SIGNAL_OPTIONS);
  const { signal } = options;
  signal?.throwIfAborted();
  const blocks: number[] = [];
  let peak = 0;
  for (const each of tracks) {
    const measured = await meter(each, signal);
    for (const block of measured.blocks) blocks.push(block);
    peak = Math.max(peak, measured.peak);
  }
  const audible = blocks.filter((power) => lufsOf(power) > ABSOLUTE_GATE_LUFS);
  const peakDb = 20 * Math.log10(peak);
  if (audible.length === 0) return { lufs: Number.NEGATIVE_INFINITY, peakDb };
  const gate = lufsOf(meanOf(audible)) + RELATIVE_GATE_LU;
  return { lufs: lufsOf(meanOf(audible.filter((power) => lufsOf(power) > gate))), peakDb };
}
