import type { TrackProperties, TrackReader, TrackSource } from './engine/track-source.ts';

/** A source followed by blocks of zeros. Its length must be a multiple of a block. */
export function padded(source: TrackSource, padBytes: number): TrackSource {
  if (padBytes === 0) return source;
  const { name, lengthBytes, repeatable, format, placeProblem } = source;
  return {
    name,
    lengthBytes: lengthBytes + padBytes,
    repeatable,
    ...(format === undefined ? {} : { format }),
    ...propertiesOf(source),
    ...(placeProblem === undefined ? {} : { placeProblem: (startLba) => source.placeProblem?.(startLba) }),
    openReader: async () => paddedReader(await source.openReader(), lengthBytes, padBytes),
  };
}

/** One by one: a source may have them from its class. */
function propertiesOf(source: TrackSource): TrackProperties {
  const { isrc, preEmphasis, copyPermitted, fourChannel, serialCopy, pregapBlocks, indexBlocks } = source;
  const all = { isrc, preEmphasis, copyPermitted, fourChannel, serialCopy, pregapBlocks, indexBlocks };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function paddedReader(inner: TrackReader, lengthBytes: number, padBytes: number): TrackReader {
  let own = lengthBytes;
  let zeros = padBytes;
  const reading = (readInner: TrackReader['read']) => async (target: Uint8Array) => {
    const wanted = Math.min(own, target.length);
    const got = wanted === 0 ? 0 : await readInner.call(inner, target.subarray(0, wanted));
    own -= got;
    // Zeros must not hide that a source ends early.
    if (own > 0) return got;
    const filled = Math.min(zeros, target.length - got);
    target.fill(0, got, got + filled);
    zeros -= filled;
    return got + filled;
  };
  return {
    read: reading(inner.read),
    ...(inner.readSome === undefined ? {} : { readSome: reading(inner.readSome) }),
    close: () => inner.close(),
  };
}
