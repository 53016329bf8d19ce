/** Reads one track's PCM from start to end. One `read` at a time. */
export interface PcmReader {
  /**
   * Fills `target` with the next bytes; returns fewer only at the end of the track, then 0. A closed reader throws.
   * @throws AudioFormatError when the source has fewer or more bytes than the track's `lengthBytes`, or has changed
   */
  read(target: Uint8Array): Promise<number>;
  /**
   * Like {@link read}, but a source that fails after some bytes returns those, and the next call throws. A burn reads
   * mebibytes at a time: without this, what a read had already got when it failed is lost.
   */
  readSome?(target: Uint8Array): Promise<number>;
  /** Releases the file or the source. May be called at any time, and more than once. */
  close(): Promise<void>;
}

/** PCM in pieces of any size: a stream, a generator, a decoder's output. */
export type PcmChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
