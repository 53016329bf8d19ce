import { TrackFormats } from './engine/track-format.ts';
import type { TrackReader, TrackSource } from './engine/track-source.ts';

/** Blocks of 2,048 bytes: some that are known, then a source, then some that are known. */
export function joinedSource(before: Uint8Array, source: TrackSource, after: Uint8Array): TrackSource {
  return {
    name: source.name,
    lengthBytes: before.length + source.lengthBytes + after.length,
    repeatable: source.repeatable,
    format: source.format ?? TrackFormats.mode1,
    openReader: async () => joinedReader(before, await source.openReader(), source.lengthBytes, after),
  };
}

function joinedReader(
  before: Uint8Array,
  inner: TrackReader,
  innerBytes: number,
  after: Uint8Array,
): Pick<TrackReader, 'read' | 'close'> {
  let at = 0;
  const end = before.length + innerBytes;
  const readPart = async (target: Uint8Array): Promise<number> => {
    if (at < before.length) return copied(before.subarray(at), target);
    if (at < end) return inner.read(target.subarray(0, Math.min(target.length, end - at)));
    return copied(after.subarray(at - end), target);
  };
  return {
    async read(target) {
      let done = 0;
      while (done < target.length) {
        const got = await readPart(target.subarray(done));
        if (got === 0) break;
        done += got;
        at += got;
      }
      return done;
    },
    close: () => inner.close(),
  };
}

function copied(from: Uint8Array, target: Uint8Array): number {
  const part = from.subarray(0, target.length);
  target.set(part);
  return part.length;
}
