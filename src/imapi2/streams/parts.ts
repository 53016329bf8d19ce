import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { type ByteReader, type ByteStream, measuredStream, type StreamData } from '../core/stream-data.ts';

/** @throws E_POINTER for nothing, E_INVALIDARG for data whose length is not known */
export function partOf(data: StreamData, member: string): ByteStream {
  if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
  const stream = measuredStream(data, 'a part');
  if (stream !== undefined) return stream;
  throw new ImapiError(HResult.E_INVALIDARG, {
    member,
    meaning: 'the length of a stream is not known',
    remedy: 'Give memory, a Blob, or an object with name, lengthBytes, repeatable and openReader().',
  });
}

/** @throws E_POINTER, E_INVALIDARG */
export function partsOf(data: readonly StreamData[], member: string): readonly ByteStream[] {
  if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
  if (!Array.isArray(data) || data.length === 0) {
    throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: 'Give an array of one stream or more.' });
  }
  return data.map((each) => partOf(each, member));
}

/** How many bytes of which stream come next, in order. */
export type Turn = readonly [stream: ByteStream, bytes: number];

/** Reads streams in turns, each from where its last turn ended. */
export function readerOfTurns(turns: Iterable<Turn>): ByteReader {
  const readers = new Map<ByteStream, Promise<ByteReader>>();
  const order = turns[Symbol.iterator]();
  let left = 0;
  let current: ByteReader | undefined;

  async function next(): Promise<ByteReader | undefined> {
    while (left === 0) {
      const turn = order.next();
      if (turn.done) return undefined;
      const [stream, bytes] = turn.value;
      const reader = readers.get(stream) ?? stream.openReader();
      readers.set(stream, reader);
      current = await reader;
      left = bytes;
    }
    return current;
  }

  return {
    async read(target) {
      let filled = 0;
      while (filled < target.length) {
        const reader = await next();
        if (reader === undefined) break;
        const got = await reader.read(target.subarray(filled, filled + Math.min(left, target.length - filled)));
        if (got === 0) throw new Error('a stream ended before its length');
        filled += got;
        left -= got;
      }
      return filled;
    },
    async close() {
      for (const reader of readers.values()) await (await reader).close();
    },
  };
}
