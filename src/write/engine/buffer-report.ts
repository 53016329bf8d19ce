/** How well the buffers between the source and the disc were filled. */
export interface BufferReport {
  /** What the FIFO holds when it is full. */
  readonly fifoBytes: number;
  /**
   * The least that it held while the source was read, from when it was first full; undefined if it never was, as with a track
   * that is shorter.
   */
  readonly lowestFifoBytes: number | undefined;
  /** How often the drive's buffer was found less than half full, after it had been full. */
  readonly driveBufferDips: number;
}

/** The report on several tracks. */
export const bufferReportOf = (reports: readonly BufferReport[]): BufferReport => {
  const lowest = reports.flatMap(({ lowestFifoBytes }) => (lowestFifoBytes === undefined ? [] : [lowestFifoBytes]));
  return {
    fifoBytes: Math.max(0, ...reports.map(({ fifoBytes }) => fifoBytes)),
    lowestFifoBytes: lowest.length === 0 ? undefined : Math.min(...lowest),
    driveBufferDips: reports.reduce((sum, { driveBufferDips }) => sum + driveBufferDips, 0),
  };
};
