/** A number with a bit set for each of these positions, 0 to 31: 0 and 3 are 9. */
export const bitSet = (positions: readonly number[]): number =>
  positions.reduce((set, position) => set | (1 << position), 0) >>> 0;

/** The positions of the bits that are set in a number of up to 32 bits, lowest first: 9 has 0 and 3. */
export const bitsIn = (set: number): number[] =>
  Array.from({ length: 32 }, (_, position) => position).filter((position) => (set & (1 << position)) !== 0);
