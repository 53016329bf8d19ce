import type { ByteSource } from '../byte-source.ts';
import { HEADER_BYTES, readHeader } from '../chunk-header.ts';
import { isPlaceholder } from '../data-length.ts';
import type { PcmChunks } from '../pcm-reader.ts';
import { isWav } from '../wav.ts';
import { decodeWavFormat, MAXIMUM_FORMAT_BYTES, objectionTo } from '../wav-format.ts';

/** Longer than anything that programs put before the sound of a WAV file that they write to a pipe. */
const START_BYTES = 65_536;
const FILE_HEADER_BYTES = 12;

/** A stream whose first bytes have been looked at. */
export interface StartedStream {
  readonly start: Uint8Array;
  /** All of it, from its first byte. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the stream, whether it was read on or not. */
  close(): Promise<void>;
}

/** Reads the first bytes of a stream, all of a short one. */
export async function startOf(source: PcmChunks): Promise<StartedStream> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const read: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < START_BYTES) {
    const { done, value } = await iterator.next();
    if (done) break;
    read.push(value);
    bytes += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* read;
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return {
    start: Buffer.concat(read).subarray(0, START_BYTES),
    chunks: all(),
    close: async () => void (await iterator.return?.()),
  };
}

/** Where the sound of a WAV file begins that can be burned as it flows, and how long it is, if its header knows. */
export interface FlowingWav {
  readonly startBytes: number;
  readonly lengthBytes: number | undefined;
}

/** Undefined for anything that must be looked at as a whole, or converted. */
export async function flowingWav(start: Uint8Array): Promise<FlowingWav | undefined> {
  if (!isWav(start)) return undefined;
  const source: ByteSource = {
    path: 'a stream',
    sizeBytes: start.length,
    readAt: async (position, length) => start.subarray(position, position + length),
  };
  let isCdFormat = false;
  for (let position = FILE_HEADER_BYTES; position + HEADER_BYTES <= start.length; ) {
    const header = await readHeader(source, position);
    if (header === undefined) return undefined;
    const { id, declaredBytes } = header;
    const startBytes = position + HEADER_BYTES;
    if (id === 'fmt ') {
      const bytes = start.subarray(startBytes, startBytes + Math.min(declaredBytes, MAXIMUM_FORMAT_BYTES));
      const format = decodeWavFormat(bytes);
      isCdFormat = format !== undefined && objectionTo(format) === undefined;
    }
    if (id === 'data') {
      if (!isCdFormat) return undefined;
      const isKnown = declaredBytes > 0 && !isPlaceholder(declaredBytes) && declaredBytes % 4 === 0;
      return { startBytes, lengthBytes: isKnown ? declaredBytes : undefined };
    }
    position = startBytes + declaredBytes + (declaredBytes % 2);
  }
  return undefined;
}

/** The bytes of a stream from one place to another; what follows is read and dropped. */
export async function* part(
  chunks: AsyncIterable<Uint8Array>,
  startBytes: number,
  lengthBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  let skip = startBytes;
  let left = lengthBytes;
  for await (const chunk of chunks) {
    const wanted = chunk.subarray(Math.min(skip, chunk.length)).subarray(0, left);
    skip = Math.max(0, skip - chunk.length);
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
  }
}
