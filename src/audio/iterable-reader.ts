import { types } from 'node:util';
import { CD_SAMPLE_BYTES } from '../cd/digital-audio.ts';
import { thrownInWords } from '../error-words.ts';
import { AudioFormatError } from './audio-format-error.ts';
import { inDigits } from './conversion.ts';
import type { PcmChunks, PcmReader } from './pcm-reader.ts';

/** @param given what the source does instead, as the rest of the sentence `its source ...` */
export const wrongLength = (name: string, lengthBytes: number, given: string): AudioFormatError =>
  new AudioFormatError({
    path: name,
    found: `was announced as ${inDigits(lengthBytes)} bytes of PCM, but its source ${given}`,
    remedy: 'Announce the number of bytes that the source really provides.',
  });

const nextOf = async (
  iterator: Iterator<Uint8Array> | AsyncIterator<Uint8Array>,
): Promise<IteratorResult<Uint8Array>> => iterator.next();

/** Repacks chunks of any size into the caller's buffers, and checks that the source has the length it announced. */
export function readerFromIterable(name: string, source: PcmChunks, lengthBytes: number): PcmReader {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let chunk = new Uint8Array(0);
  let chunkOffset = 0;
  let receivedBytes = 0;
  let deliveredBytes = 0;
  let ended = false;
  let reading = false;
  let closed = false;
  /** What {@link PcmReader.readSome} throws next. */
  let late: unknown;

  const closedError = () => new Error(`${name}: its reader is closed`);
  const wrong = (given: string): AudioFormatError => wrongLength(name, lengthBytes, given);

  /** Gets the next non-empty chunk; false at the end of the source. */
  async function nextChunk(): Promise<boolean> {
    while (!ended) {
      const step = await nextOf(iterator).catch(async (thrown: unknown) => {
        ended = true;
        throw thrown instanceof Error
          ? thrown
          : new Error(`its source failed: ${thrownInWords(thrown)}`, { cause: thrown });
      });
      if (closed) throw closedError();
      if (step.done === true) {
        ended = true;
        break;
      }
      const value: unknown = step.value;
      if (!types.isUint8Array(value)) {
        throw new AudioFormatError({
          path: name,
          found: `its source provided ${value === null ? 'null' : `a value of type ${typeof value}`} instead of bytes`,
          remedy: 'Use a source of Uint8Array or Buffer chunks.',
        });
      }
      receivedBytes += value.length;
      if (receivedBytes > lengthBytes) throw wrong(`provides more (${inDigits(receivedBytes)} or more)`);
      if (value.length === 0) continue;
      chunk = value as Uint8Array<ArrayBuffer>;
      chunkOffset = 0;
      return true;
    }
    if (lengthBytes === Number.POSITIVE_INFINITY) return completeSample();
    if (receivedBytes < lengthBytes) throw wrong(`ended after ${inDigits(receivedBytes)}`);
    return false;
  }

  /** The rest of a sample in which a source of unknown length ends is silence. */
  function completeSample(): boolean {
    const rest = receivedBytes % CD_SAMPLE_BYTES;
    if (rest === 0) return false;
    chunk = new Uint8Array(CD_SAMPLE_BYTES - rest);
    receivedBytes += chunk.length;
    chunkOffset = 0;
    return true;
  }

  async function fill(target: Uint8Array, failsLate: boolean): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      try {
        if (late !== undefined) throw late;
        if (chunkOffset === chunk.length && !(await nextChunk())) break;
      } catch (error) {
        if (!failsLate || filled === 0 || closed) throw error;
        late = error;
        return filled;
      }
      const part = chunk.subarray(chunkOffset, chunkOffset + target.length - filled);
      target.set(part, filled);
      filled += part.length;
      chunkOffset += part.length;
      deliveredBytes += part.length;
    }
    // A caller that reads exactly the announced bytes must still learn that there were more.
    if (deliveredBytes === lengthBytes && !ended) await nextChunk();
    return filled;
  }

  async function take(target: Uint8Array, failsLate: boolean): Promise<number> {
    if (closed) throw closedError();
    reading = true;
    try {
      return await fill(target, failsLate);
    } finally {
      reading = false;
    }
  }

  return {
    read: (target) => take(target, false),
    readSome: (target) => take(target, true),
    async close() {
      if (closed) return;
      closed = true;
      if (ended) return;
      const returned = iterator.return?.();
      // A generator that waits for its next bytes ends only when they arrive: a cancel does not wait for that.
      if (reading) Promise.resolve(returned).catch(() => undefined);
      else await returned;
    },
  };
}
