import { membersInJson } from '../../json-values.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { ByteReader, ByteStream, StreamData } from '../core/stream-data.ts';
import type { IStreamInterleave } from '../interfaces/index.ts';
import { partsOf, readerOfTurns, type Turn } from './parts.ts';

interface Part {
  readonly stream: ByteStream;
  readonly bytes: number;
}

/** Streams in turn, a number of bytes each, as IMAPI2's MsftStreamInterleave. */
export class StreamInterleave implements IStreamInterleave {
  readonly name = 'interleaved streams';
  #parts: readonly Part[] | undefined;
  #rounds = 0;

  initialize(streams: readonly StreamData[], interleaveSizes: readonly number[]): void {
    const member = 'initialize()';
    const all = partsOf(streams, member);
    if (interleaveSizes === null || interleaveSizes === undefined) throw new ImapiError(HResult.E_POINTER, { member });
    const parts = all.map((stream, index) => ({ stream, bytes: interleaveSizes[index] ?? 0 }));
    const rounds = parts.map(({ stream, bytes }) => (bytes > 0 ? stream.lengthBytes / bytes : 0));
    const [first = 0] = rounds;
    const fits = interleaveSizes.length === all.length && Number.isSafeInteger(first) && first > 0;
    if (!fits || rounds.some((each) => each !== first)) {
      throw new ImapiError(HResult.E_INVALIDARG, {
        member,
        meaning: 'the streams do not end together',
        remedy: 'Give a size for each stream, which is contained in it as often as the others are in theirs.',
      });
    }
    this.#parts = parts;
    this.#rounds = first;
  }

  get lengthBytes(): number {
    return this.#all('lengthBytes').reduce((sum, { stream }) => sum + stream.lengthBytes, 0);
  }

  get repeatable(): boolean {
    return this.#all('repeatable').every(({ stream }) => stream.repeatable);
  }

  async openReader(): Promise<ByteReader> {
    const parts = this.#all('openReader()');
    const rounds = this.#rounds;
    function* turns(): Generator<Turn> {
      for (let round = 0; round < rounds; round++) for (const { stream, bytes } of parts) yield [stream, bytes];
    }
    return readerOfTurns(turns());
  }

  #all(member: string): readonly Part[] {
    if (this.#parts !== undefined) return this.#parts;
    throw new ImapiError(HResult.E_POINTER, { member, remedy: 'Call initialize() first.' });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['name', 'lengthBytes', 'repeatable']);
  }
}
