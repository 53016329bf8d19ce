import { inWords } from '../../known-options.ts';
import type { TrackReader, TrackSource } from './track-source.ts';

/** A count that is none would silently become silence on the disc, and a negative one a loop without an end. */
function requireCount(count: number, target: Uint8Array): number {
  if (Number.isInteger(count) && count >= 0 && count <= target.length) return count;
  throw new Error(`its read() returned ${inWords(count)}, not how many of ${target.length} bytes it has read`);
}

/**
 * Opens a source, and refuses what its reader must not return.
 * @throws Error, whatever the source throws
 */
export async function openReader(source: Pick<TrackSource, 'openReader'>): Promise<TrackReader> {
  const reader = await source.openReader();
  if (typeof (reader as Partial<TrackReader> | undefined)?.read !== 'function') {
    throw new Error(`its openReader() returned ${inWords(reader)}, not a reader`);
  }
  const readSome = reader.readSome?.bind(reader);
  return {
    read: async (target) => requireCount(await reader.read(target), target),
    ...(readSome === undefined
      ? {}
      : { readSome: async (target: Uint8Array) => requireCount(await readSome(target), target) }),
    close: () => reader.close(),
  };
}
