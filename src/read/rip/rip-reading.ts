/** What it took to read some blocks in a row: of a disc at most 200, in the order of their addresses. */
export interface RipReading {
  readonly startLba: number;
  readonly lengthBlocks: number;
  /** Blocks that the drive delivered for these: every pass, every retry, and what was read elsewhere to empty its buffer. */
  readonly readBlocks: number;
  /** How long that took it, in milliseconds. `lengthBlocks / readMs * 1000 / 75` is the speed of the rip as a multiple of 1x. */
  readonly readMs: number;
  /** Those of the blocks that the drive delivered with C2 errors at least once. */
  readonly c2Blocks: number;
}
