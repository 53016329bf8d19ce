const FIELD_SIZE = 256;
const NONZERO = FIELD_SIZE - 1;

/** GF(2^8): bytes that are added by exclusive or and multiplied modulo a polynomial. */
export interface GaloisField {
  times(left: number, right: number): number;
  /** Throws RangeError for zero, which has none. */
  inverse(value: number): number;
  /** The products of every byte with this one. */
  timesTable(factor: number): Uint8Array<ArrayBuffer>;
}

/**
 * The field of a primitive polynomial, one whose powers of 2 are all bytes but zero.
 * @param polynomial with its highest term: 11Dh is x^8 + x^4 + x^3 + x^2 + 1
 */
export function galoisField(polynomial: number): GaloisField {
  /** Powers of 2, twice over, so that two logarithms may be added. */
  const powers = new Uint8Array(2 * NONZERO);
  const logarithms = new Uint8Array(FIELD_SIZE);
  let power = 1;
  for (let exponent = 0; exponent < NONZERO; exponent++) {
    powers[exponent] = power;
    powers[exponent + NONZERO] = power;
    logarithms[power] = exponent;
    power <<= 1;
    if (power >= FIELD_SIZE) power ^= polynomial;
  }
  if (power !== 1 || new Set(powers).size !== NONZERO) {
    throw new RangeError(`${polynomial.toString(16)}h is not a primitive polynomial of GF(256)`);
  }
  const logarithm = (value: number): number => logarithms[value] ?? 0;
  const times = (left: number, right: number): number =>
    left === 0 || right === 0 ? 0 : (powers[logarithm(left) + logarithm(right)] ?? 0);
  return {
    times,
    inverse(value) {
      if (value === 0) throw new RangeError('zero has no inverse');
      return powers[NONZERO - logarithm(value)] ?? 0;
    },
    timesTable: (factor) => Uint8Array.from({ length: FIELD_SIZE }, (_, value) => times(factor, value)),
  };
}
