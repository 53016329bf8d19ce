import { AudioFile, type FileState } from './audio-file.ts';
import { AudioFormatError } from './audio-format-error.ts';
import type { Extent } from './byte-source.ts';
import { inDigits } from './conversion.ts';
import type { PcmReader } from './pcm-reader.ts';

/**
 * Opens the bytes of a part of a file, which must still be as it was in `state`.
 * @throws AudioFormatError, then and while it is read, if it has changed or ends early
 */
export async function openExtent(
  path: string,
  { startBytes, lengthBytes }: Extent,
  state: FileState,
): Promise<PcmReader> {
  const file = await AudioFile.open(path);
  try {
    await file.requireUnchanged(state);
  } catch (error) {
    await file.close();
    throw error;
  }
  let done = 0;
  let closed = false;

  /** @param least how many of the bytes that are left must come */
  async function take(
    target: Uint8Array,
    least: number,
    read: (wanted: Uint8Array, positionBytes: number) => Promise<number>,
  ): Promise<number> {
    if (closed) throw new Error(`${path}: its reader is closed`);
    const wanted = target.subarray(0, Math.min(target.length, lengthBytes - done));
    const count = await read(wanted, startBytes + done);
    done += count;
    const enough = count >= Math.min(least, wanted.length);
    // Too few bytes, or the last ones: the file must be the one that was checked.
    if (!enough || done === lengthBytes) await file.requireUnchanged(state);
    if (enough) return count;
    throw new AudioFormatError({
      path,
      found: `ended ${inDigits(lengthBytes - done)} bytes early`,
      remedy: 'Check the device it is on, and start again.',
    });
  }

  return {
    read: (target) => take(target, target.length, (wanted, position) => file.readInto(wanted, position)),
    readSome: (target) => take(target, 1, (wanted, position) => file.readSome(wanted, position)),
    async close() {
      if (closed) return;
      closed = true;
      await file.close();
    },
  };
}
