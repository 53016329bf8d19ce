import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { restore } from '../../src/codec/linear-prediction.ts';

/** By the definition, in whole numbers of any size. */
function expected(residuals: readonly number[], coefficients: readonly number[], shift: number): number[] {
  const samples = residuals.map(BigInt);
  for (let index = coefficients.length; index < samples.length; index++) {
    const sum = coefficients.reduce(
      (total, coefficient, tap) => total + BigInt(coefficient) * (samples[index - 1 - tap] ?? 0n),
      0n,
    );
    samples[index] = (samples[index] ?? 0n) + (sum >> BigInt(shift));
  }
  return samples.map(Number);
}

/** Small coefficients against the shift, so that samples stay as small as sound does. */
const predicted = fc.integer({ min: 0, max: 32 }).chain((order) =>
  fc.record({
    coefficients: fc.array(fc.integer({ min: -30, max: 30 }), { minLength: order, maxLength: order }),
    residuals: fc.array(fc.integer({ min: -30_000, max: 30_000 }), { minLength: order, maxLength: order + 60 }),
    shift: fc.integer({ min: 10, max: 14 }),
  }),
);

describe('linear prediction', () => {
  test.each([
    ['32 bits', true],
    ['wider sums', false],
  ])('is undone in %s, for every order', (_, isNarrow) => {
    fc.assert(
      fc.property(predicted, ({ coefficients, residuals, shift }) => {
        const samples = Int32Array.from(residuals);
        restore(samples, samples.length, { coefficients, shift }, isNarrow);
        expect([...samples]).toEqual(expected(residuals, coefficients, shift));
      }),
    );
  });

  test('is undone for samples of 33 bits', () => {
    const residuals = [2 ** 32 - 1, -(2 ** 32), 7, -9];
    const samples = Float64Array.from(residuals);
    restore(samples, samples.length, { coefficients: [16_383, -16_384], shift: 14 }, false);
    expect([...samples]).toEqual(expected(residuals, [16_383, -16_384], 14));
  });
});
