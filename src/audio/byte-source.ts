/** Bytes with random access: an open file, or memory in tests. */
export interface ByteSource {
  readonly path: string;
  readonly sizeBytes: number;
  /** Up to `lengthBytes` bytes; fewer only at the end of the source. */
  readAt(positionBytes: number, lengthBytes: number): Promise<Uint8Array>;
}

/** A part of a file. */
export interface Extent {
  readonly startBytes: number;
  readonly lengthBytes: number;
}
