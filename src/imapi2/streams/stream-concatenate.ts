import { membersInJson } from '../../json-values.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { ByteReader, ByteStream, StreamData } from '../core/stream-data.ts';
import type { IStreamConcatenate } from '../interfaces/index.ts';
import { partOf, partsOf, readerOfTurns, type Turn } from './parts.ts';

/** Streams one after the other, as IMAPI2's MsftStreamConcatenate. */
export class StreamConcatenate implements IStreamConcatenate {
  readonly name = 'concatenated streams';
  #parts: readonly ByteStream[] | undefined;

  initialize(stream1: StreamData, stream2: StreamData): void {
    this.#parts = [partOf(stream1, 'initialize()'), partOf(stream2, 'initialize()')];
  }

  initialize2(streams: readonly StreamData[]): void {
    const member = 'initialize2()';
    const parts = partsOf(streams, member);
    if (parts.includes(this)) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, meaning: 'a stream cannot be a part of itself' });
    }
    this.#parts = parts;
  }

  append(_stream: StreamData): void {
    throw new ImapiError(HResult.E_NOTIMPL, { member: 'append()', remedy: 'Give all streams to initialize2().' });
  }

  append2(_streams: readonly StreamData[]): void {
    throw new ImapiError(HResult.E_NOTIMPL, { member: 'append2()', remedy: 'Give all streams to initialize2().' });
  }

  get lengthBytes(): number {
    return this.#all('lengthBytes').reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  }

  get repeatable(): boolean {
    return this.#all('repeatable').every(({ repeatable }) => repeatable);
  }

  async openReader(): Promise<ByteReader> {
    // Each part is its own, even if one is given twice.
    const parts = this.#all('openReader()').map((part): Turn => [{ ...whole(part) }, part.lengthBytes]);
    return readerOfTurns(parts);
  }

  #all(member: string): readonly ByteStream[] {
    if (this.#parts !== undefined) return this.#parts;
    throw new ImapiError(HResult.E_POINTER, { member, remedy: 'Call initialize() first.' });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['name', 'lengthBytes', 'repeatable']);
  }
}

const whole = (part: ByteStream): ByteStream => ({
  name: part.name,
  lengthBytes: part.lengthBytes,
  repeatable: part.repeatable,
  openReader: () => part.openReader(),
});
