/** Attenuation of aliases in dB: below the noise of 16 bits (98 dB). */
export const STOPBAND_DB = 102;

/** The modified Bessel function of the first kind and order zero, by its power series. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** J. F. Kaiser's formulas (1974) for the shape of the window, and for the length that a transition needs. */
const KAISER_BETA = 0.1102 * (STOPBAND_DB - 8.7);

/** @param transition its width as a part of the sample rate; returns half of the filter's length in samples */
export const halfLengthFor = (transition: number): number => (STOPBAND_DB - 7.95) / (14.36 * transition) / 2;

const kaiser = (x: number): number =>
  Math.abs(x) >= 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel0(KAISER_BETA);

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** A low-pass filter of linear phase, at several phases between two input samples. */
export interface LowPass {
  /** Coefficients of each phase; their sum is 1. The sample before the output is at `taps / 2 - 1`. A multiple of 4. */
  readonly taps: number;
  readonly phases: number;
  /** One phase after the other, and the first one again, for interpolation. */
  readonly coefficients: Float64Array;
  /** Every second coefficient is zero, except the middle one. */
  readonly halfBand: boolean;
}

/** Filters made before: an album has one rate. */
const made = new Map<string, LowPass>();
const MOST_KEPT = 4;

/**
 * @param cutoff in cycles per input sample
 * @param halfLength in input samples
 */
export function lowPass(cutoff: number, halfLength: number, phases: number): LowPass {
  const key = `${cutoff} ${halfLength} ${phases}`;
  const kept = made.get(key);
  if (kept !== undefined) return kept;
  const filter = makeLowPass(cutoff, halfLength, phases);
  const [oldest] = made.keys();
  if (made.size >= MOST_KEPT && oldest !== undefined) made.delete(oldest);
  made.set(key, filter);
  return filter;
}

function makeLowPass(cutoff: number, halfLength: number, phases: number): LowPass {
  const half = 2 * Math.ceil(halfLength / 2);
  const taps = 2 * half;
  const coefficients = new Float64Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    const values = coefficients.subarray(phase * taps, (phase + 1) * taps);
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - (half - 1) - phase / phases;
      values[tap] = sinc(2 * cutoff * distance) * kaiser(distance / halfLength);
    }
    const sum = values.reduce((total, value) => total + value, 0);
    for (const [tap, value] of values.entries()) values[tap] = value / sum;
  }
  return { taps, phases, coefficients, halfBand: cutoff === 0.25 && phases === 1 };
}
