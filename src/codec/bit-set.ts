/** A number with a bit set for each of these positions, 0 to 31: 0 and 3 are 9. */
export const bitSet = (positions: readonly number[]): number =>
  positions.reduce((set, position) => set | (1 << position), 0) >>> 0;
