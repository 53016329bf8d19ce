import { readerFromIterable } from '../../audio/iterable-reader.ts';

/** Reads a {@link ByteStream} once, from its start. */
export interface ByteReader {
  /** Fills all of `target` unless the stream ends first; resolves with the number of bytes read. */
  read(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** Bytes whose length is known before they are read, as with COM's IStream. */
export interface ByteStream {
  /** A label, for messages. */
  readonly name: string;
  readonly lengthBytes: number;
  /** Whether {@link openReader} may be called again, as verification does. */
  readonly repeatable: boolean;
  openReader(): Promise<ByteReader>;
}

/** Bytes in pieces, of a length that is not known: a stream of Node or of the web, a generator, an array of chunks. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * What IMAPI2 takes an IStream for. The length of {@link Chunks} is not known, so they are read into memory before anything
 * is written; give a {@link ByteStream} where that is too much.
 */
export type StreamData = ByteStream | ArrayBufferView | ArrayBuffer | Blob | ReadableStream<Uint8Array> | Chunks;

const hasOpenReader = (data: unknown): data is ByteStream =>
  typeof data === 'object' && data !== null && typeof (data as Partial<ByteStream>).openReader === 'function';

const isChunks = (data: unknown): data is Chunks =>
  typeof data === 'object' && data !== null && (Symbol.asyncIterator in data || Symbol.iterator in data);

/** A view of the same memory as bytes; undefined for what is not memory. */
export function bytesIn(data: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  // By its name, since memory may be of another realm.
  const isMemory = /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(data));
  return isMemory ? new Uint8Array(data as ArrayBuffer) : undefined;
}

/** Data that is in memory, as a stream that can be read again. The bytes are not copied. */
export function streamOfBytes(name: string, ...parts: readonly Uint8Array[]): ByteStream {
  const lengthBytes = parts.reduce((sum, { length }) => sum + length, 0);
  return {
    name,
    lengthBytes,
    repeatable: true,
    openReader: async () => readerFromIterable(name, parts, lengthBytes),
  };
}

/**
 * The stream of data whose length is known.
 * @returns undefined for {@link Chunks} and for what is not data at all: {@link isUnmeasured} says which
 */
export function measuredStream(data: unknown, name: string): ByteStream | undefined {
  const bytes = bytesIn(data);
  if (bytes !== undefined) return streamOfBytes(name, bytes);
  if (data instanceof Blob) {
    const { size } = data;
    const openReader = async () =>
      readerFromIterable(name, data.stream() as unknown as AsyncIterable<Uint8Array>, size);
    return { name, lengthBytes: size, repeatable: true, openReader };
  }
  if (!hasOpenReader(data)) return undefined;
  return Number.isSafeInteger(data.lengthBytes) && data.lengthBytes >= 0 ? data : undefined;
}

/** Whether the data is a stream that must be read to know how long it is. */
export const isUnmeasured = (data: unknown): data is Chunks =>
  isChunks(data) && bytesIn(data) === undefined && !hasOpenReader(data);

/** More was read than there is room for. */
export class TooLongError extends RangeError {
  override readonly name = 'TooLongError';
}

/**
 * Reads a stream of unknown length into memory.
 * @param mostBytes ends it with a TooLongError
 * @throws the signal's reason; TypeError for chunks that are not bytes
 */
export async function collect(
  chunks: Chunks,
  name: string,
  mostBytes: number,
  signal?: AbortSignal,
): Promise<ByteStream> {
  const parts: Uint8Array[] = [];
  let lengthBytes = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    const part = bytesIn(chunk);
    if (part === undefined) throw new TypeError(`${name} provided a value of type ${typeof chunk} instead of bytes`);
    lengthBytes += part.length;
    if (lengthBytes > mostBytes) throw new TooLongError(`${name} is longer than ${mostBytes} bytes`);
    parts.push(part);
  }
  signal?.throwIfAborted();
  return streamOfBytes(name, ...parts);
}
