/** Samples of up to 32 bits, or of more. */
export type Samples = Int32Array | Float64Array;

/** Each sample is the sum of the ones before it, the latest first, times these, shifted right, plus a residual. */
export interface LinearPredictor {
  readonly coefficients: readonly number[];
  readonly shift: number;
}

/**
 * Turns residuals into samples, in place. As many samples as the predictor has coefficients come first, as they are.
 * @param isNarrow whether every sum fits in 32 bits
 */
export function restore(samples: Samples, length: number, predictor: LinearPredictor, isNarrow: boolean): void {
  const { coefficients } = predictor;
  if (coefficients.length === 0) return;
  if (!isNarrow || !(samples instanceof Int32Array)) {
    if (coefficients.length <= 12) restoreWide12(samples, length, predictor);
    else restoreWide(samples, length, predictor);
  } else if (coefficients.length <= 4) restore4(samples, length, predictor);
  else if (coefficients.length <= 8) restore8(samples, length, predictor);
  else if (coefficients.length <= 12) restore12(samples, length, predictor);
  else restoreNarrow(samples, length, predictor);
}

/** Sums of more than 32 bits: as floating point they are exact up to 53, and the shift is a division. */
function restoreWide(samples: Samples, length: number, { coefficients, shift }: LinearPredictor): void {
  const factors = Float64Array.from(coefficients);
  const order = factors.length;
  const scale = 2 ** -shift;
  for (let index = order; index < length; index++) {
    let sum = 0;
    for (let tap = 0; tap < order; tap++) sum += (factors[tap] as number) * (samples[index - 1 - tap] as number);
    samples[index] = (samples[index] as number) + Math.floor(sum * scale);
  }
}

function restoreNarrow(samples: Int32Array, length: number, { coefficients, shift }: LinearPredictor): void {
  const factors = Int32Array.from(coefficients);
  const order = factors.length;
  for (let index = order; index < length; index++) {
    let sum = 0;
    for (let tap = 0; tap < order; tap++) {
      sum = (sum + Math.imul(factors[tap] as number, samples[index - 1 - tap] as number)) | 0;
    }
    samples[index] = ((samples[index] as number) + (sum >> shift)) | 0;
  }
}

/**
 * {@link restoreNarrow} the other way round: each sample adds its part to the predictions of those after it. All is in
 * variables, since an element of an array would be checked for every product.
 */
function restore4(samples: Int32Array, length: number, { coefficients, shift }: LinearPredictor): void {
  const order = coefficients.length;
  const c1 = (coefficients[0] ?? 0) | 0;
  const c2 = (coefficients[1] ?? 0) | 0;
  const c3 = (coefficients[2] ?? 0) | 0;
  const c4 = (coefficients[3] ?? 0) | 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  let p4 = 0;
  for (let index = 0; index < length; index++) {
    const residual = samples[index] as number;
    const sample = index < order ? residual : (residual + (p1 >> shift)) | 0;
    samples[index] = sample;
    p1 = (p2 + Math.imul(c1, sample)) | 0;
    p2 = (p3 + Math.imul(c2, sample)) | 0;
    p3 = (p4 + Math.imul(c3, sample)) | 0;
    p4 = Math.imul(c4, sample);
  }
}

/** {@link restore4} for up to eight. */
function restore8(samples: Int32Array, length: number, { coefficients, shift }: LinearPredictor): void {
  const order = coefficients.length;
  const c1 = (coefficients[0] ?? 0) | 0;
  const c2 = (coefficients[1] ?? 0) | 0;
  const c3 = (coefficients[2] ?? 0) | 0;
  const c4 = (coefficients[3] ?? 0) | 0;
  const c5 = (coefficients[4] ?? 0) | 0;
  const c6 = (coefficients[5] ?? 0) | 0;
  const c7 = (coefficients[6] ?? 0) | 0;
  const c8 = (coefficients[7] ?? 0) | 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  let p4 = 0;
  let p5 = 0;
  let p6 = 0;
  let p7 = 0;
  let p8 = 0;
  for (let index = 0; index < length; index++) {
    const residual = samples[index] as number;
    const sample = index < order ? residual : (residual + (p1 >> shift)) | 0;
    samples[index] = sample;
    p1 = (p2 + Math.imul(c1, sample)) | 0;
    p2 = (p3 + Math.imul(c2, sample)) | 0;
    p3 = (p4 + Math.imul(c3, sample)) | 0;
    p4 = (p5 + Math.imul(c4, sample)) | 0;
    p5 = (p6 + Math.imul(c5, sample)) | 0;
    p6 = (p7 + Math.imul(c6, sample)) | 0;
    p7 = (p8 + Math.imul(c7, sample)) | 0;
    p8 = Math.imul(c8, sample);
  }
}

/** {@link restore4} for up to twelve. */
function restore12(samples: Int32Array, length: number, { coefficients, shift }: LinearPredictor): void {
  const order = coefficients.length;
  const c1 = (coefficients[0] ?? 0) | 0;
  const c2 = (coefficients[1] ?? 0) | 0;
  const c3 = (coefficients[2] ?? 0) | 0;
  const c4 = (coefficients[3] ?? 0) | 0;
  const c5 = (coefficients[4] ?? 0) | 0;
  const c6 = (coefficients[5] ?? 0) | 0;
  const c7 = (coefficients[6] ?? 0) | 0;
  const c8 = (coefficients[7] ?? 0) | 0;
  const c9 = (coefficients[8] ?? 0) | 0;
  const c10 = (coefficients[9] ?? 0) | 0;
  const c11 = (coefficients[10] ?? 0) | 0;
  const c12 = (coefficients[11] ?? 0) | 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  let p4 = 0;
  let p5 = 0;
  let p6 = 0;
  let p7 = 0;
  let p8 = 0;
  let p9 = 0;
  let p10 = 0;
  let p11 = 0;
  let p12 = 0;
  for (let index = 0; index < length; index++) {
    const residual = samples[index] as number;
    const sample = index < order ? residual : (residual + (p1 >> shift)) | 0;
    samples[index] = sample;
    p1 = (p2 + Math.imul(c1, sample)) | 0;
    p2 = (p3 + Math.imul(c2, sample)) | 0;
    p3 = (p4 + Math.imul(c3, sample)) | 0;
    p4 = (p5 + Math.imul(c4, sample)) | 0;
    p5 = (p6 + Math.imul(c5, sample)) | 0;
    p6 = (p7 + Math.imul(c6, sample)) | 0;
    p7 = (p8 + Math.imul(c7, sample)) | 0;
    p8 = (p9 + Math.imul(c8, sample)) | 0;
    p9 = (p10 + Math.imul(c9, sample)) | 0;
    p10 = (p11 + Math.imul(c10, sample)) | 0;
    p11 = (p12 + Math.imul(c11, sample)) | 0;
    p12 = Math.imul(c12, sample);
  }
}

/** {@link restore12} for sums of more than 32 bits. */
function restoreWide12(samples: Samples, length: number, { coefficients, shift }: LinearPredictor): void {
  const order = coefficients.length;
  const scale = 2 ** -shift;
  const c1 = coefficients[0] ?? 0;
  const c2 = coefficients[1] ?? 0;
  const c3 = coefficients[2] ?? 0;
  const c4 = coefficients[3] ?? 0;
  const c5 = coefficients[4] ?? 0;
  const c6 = coefficients[5] ?? 0;
  const c7 = coefficients[6] ?? 0;
  const c8 = coefficients[7] ?? 0;
  const c9 = coefficients[8] ?? 0;
  const c10 = coefficients[9] ?? 0;
  const c11 = coefficients[10] ?? 0;
  const c12 = coefficients[11] ?? 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  let p4 = 0;
  let p5 = 0;
  let p6 = 0;
  let p7 = 0;
  let p8 = 0;
  let p9 = 0;
  let p10 = 0;
  let p11 = 0;
  let p12 = 0;
  for (let index = 0; index < length; index++) {
    const residual = samples[index] as number;
    const sample = index < order ? residual : residual + Math.floor(p1 * scale);
    samples[index] = sample;
    p1 = p2 + c1 * sample;
    p2 = p3 + c2 * sample;
    p3 = p4 + c3 * sample;
    p4 = p5 + c4 * sample;
    p5 = p6 + c5 * sample;
    p6 = p7 + c6 * sample;
    p7 = p8 + c7 * sample;
    p8 = p9 + c8 * sample;
    p9 = p10 + c9 * sample;
    p10 = p11 + c10 * sample;
    p11 = p12 + c11 * sample;
    p12 = c12 * sample;
  }
}
