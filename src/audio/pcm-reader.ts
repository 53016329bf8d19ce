/** Reads one track's PCM from its start, forward. One `read` at a time. */
export interface PcmReader {
  /**
   * Fills `target` with the next bytes; gives fewer only at the end of the track, then 0. A closed reader throws.
   * @throws AudioFormatError when the source has fewer or more bytes than the track's `lengthBytes`, or was changed
   */
  read(target: Uint8Array): Promise<number>;
  /** Lets go of the file or the source. May be called at any time, also twice. */
  close(): Promise<void>;
}

/** PCM in pieces of any size: a stream, a generator, a decoder's output. */
export type PcmChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
