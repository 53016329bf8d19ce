import { createHash } from 'node:crypto';

/** Park and Miller's minimal standard generator: good enough to scatter faults, the same on every machine. */
const MODULUS = 2_147_483_647;
const MULTIPLIER = 48_271;

const step = (state: number): number => (state * MULTIPLIER) % MODULUS;

const startOf = (seed: number): number => (Math.abs(seed) % (MODULUS - 1)) + 1;

/** A sequence of numbers from 0 to below 1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = step(step(startOf(seed)));
  return () => {
    state = step(state);
    return (state - 1) / (MODULUS - 1);
  };
}

/** A number from 0 to below 1 for each pair of seed and LBA, unrelated to its neighbours'. */
export const numberFor = (seed: number, lba: number): number =>
  createHash('sha256').update(`${seed} ${lba}`).digest().readUInt32BE(0) / 2 ** 32;
