import { type LowPass, lowPass } from './low-pass.ts';

/** Between two stored phases the filter is interpolated, with an error of about -130 dB. */
const MOST_PHASES = 2_048;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** One channel, filtered at one place. */
function filterOne(coefficients: Float64Array, at: number, input: Float64Array, start: number, taps: number): number {
  let even = 0;
  let odd = 0;
  for (let tap = 0; tap < taps; tap += 2) {
    even += (coefficients[at + tap] as number) * (input[start + tap] as number);
    odd += (coefficients[at + tap + 1] as number) * (input[start + tap + 1] as number);
  }
  return even + odd;
}

export interface StageFilter {
  readonly cutoffHz: number;
  /** In input samples. */
  readonly halfLength: number;
}

/**
 * One step from one sample rate to another, for all channels together. Before the first and after the last sample is silence. In
 * all it returns `round(input x to / from)` samples.
 */
export class ResampleStage {
  readonly #filter: LowPass;
  /** An output sample is `#step / #unit` input samples after the one before. */
  readonly #step: number;
  readonly #unit: number;
  #buffers: Float64Array[];
  #filled: number;
  /** The input position of the first sample in the buffers. */
  #first: number;
  #given = 0;
  /** The input position of the next output sample is `#whole + #part / #unit`. */
  #whole = 0;
  #part = 0;

  constructor(channels: number, fromHz: number, toHz: number, filter: StageFilter) {
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#step = fromHz / divisor;
    this.#unit = toHz / divisor;
    this.#filter = lowPass(filter.cutoffHz / fromHz, filter.halfLength, Math.min(this.#unit, MOST_PHASES));
    const before = this.#filter.taps / 2 - 1;
    this.#first = -before;
    this.#filled = before;
    this.#buffers = Array.from({ length: channels }, () => new Float64Array(before));
  }

  /** Adds samples of all channels and returns the output that they complete. */
  push(piece: readonly Float32Array[]): Float32Array[] {
    const length = piece[0]?.length ?? 0;
    this.#given += length;
    this.#append(piece, length);
    return this.#make(Number.POSITIVE_INFINITY);
  }

  /** The output that needs the silence after the last sample. */
  finish(): Float32Array[] {
    const silence = new Float32Array(this.#filter.taps);
    const piece = this.#buffers.map(() => silence);
    this.#append(piece, silence.length);
    return this.#make(this.#given);
  }

  #append(piece: readonly Float32Array[], length: number): void {
    const drop = Math.max(0, Math.min(this.#filled, this.#whole - (this.#filter.taps / 2 - 1) - this.#first));
    const kept = this.#filled - drop;
    this.#buffers = this.#buffers.map((buffer, channel) => {
      const target = buffer.length >= kept + length ? buffer : new Float64Array(2 * (kept + length));
      target.set(buffer.subarray(drop, this.#filled));
      target.set(piece[channel] ?? [], kept);
      return target;
    });
    this.#first += drop;
    this.#filled = kept + length;
  }

  /** @param end the input position at which the sound ends: the last output sample is less than half a sample after it */
  #make(end: number): Float32Array[] {
    const last = this.#first + this.#filled - this.#filter.taps / 2;
    const until = Math.min(last, end) + 1;
    const room = Math.max(0, Math.ceil(((until - this.#whole) * this.#unit) / this.#step) + 2);
    const made = this.#buffers.map(() => new Float32Array(room));
    const limit = end * this.#unit - this.#step / 2;
    let count = 0;
    while (this.#whole < last && this.#whole * this.#unit + this.#part <= limit) {
      this.#filterAll(made, count);
      count++;
      this.#part += this.#step;
      const whole = Math.floor(this.#part / this.#unit);
      this.#whole += whole;
      this.#part -= whole * this.#unit;
    }
    return made.map((channel) => channel.subarray(0, count));
  }

  #filterAll(made: readonly Float32Array[], index: number): void {
    const { taps, phases, coefficients } = this.#filter;
    const position = (this.#part * phases) / this.#unit;
    const phase = Math.floor(position);
    const share = position - phase;
    const start = this.#whole - (taps / 2 - 1) - this.#first;
    if (made.length === 2 && share === 0) {
      this.#filterPair(made[0] as Float32Array, made[1] as Float32Array, index, phase * taps, start);
      return;
    }
    for (const [channel, target] of made.entries()) {
      const input = this.#buffers[channel] as Float64Array;
      const value = filterOne(coefficients, phase * taps, input, start, taps);
      const next = share === 0 ? value : filterOne(coefficients, (phase + 1) * taps, input, start, taps);
      target[index] = value + share * (next - value);
    }
  }

  /** The usual case: each coefficient is fetched once for both channels, and the zeros of a half-band filter are skipped. */
  #filterPair(leftOut: Float32Array, rightOut: Float32Array, index: number, at: number, start: number): void {
    const { taps, coefficients, halfBand } = this.#filter;
    const left = this.#buffers[0] as Float64Array;
    const right = this.#buffers[1] as Float64Array;
    const stride = halfBand ? 2 : 1;
    const middle = taps / 2 - 1;
    const centre = halfBand ? (coefficients[at + middle] as number) : 0;
    let leftEven = centre * (left[start + middle] as number);
    let rightEven = centre * (right[start + middle] as number);
    let leftOdd = 0;
    let rightOdd = 0;
    for (let tap = 0; tap < taps; tap += 2 * stride) {
      const even = coefficients[at + tap] as number;
      const odd = coefficients[at + tap + stride] as number;
      leftEven += even * (left[start + tap] as number);
      rightEven += even * (right[start + tap] as number);
      leftOdd += odd * (left[start + tap + stride] as number);
      rightOdd += odd * (right[start + tap + stride] as number);
    }
    leftOut[index] = leftEven + leftOdd;
    rightOut[index] = rightEven + rightOdd;
  }
}
