import { inWords } from '../../known-options.ts';
import type { TrackReader, TrackSource } from './track-source.ts';

/** NaN would silently become silence on the disc, and a negative number a loop without an end. */
function requireCount(count: number, target: Uint8Array): number {
  if (Number.isInteger(count) && count >= 0 && count <= target.length) return count;
  throw new Error(
    `its read() returned ${inWords(count)}, not the number of bytes that it read (0 to ${target.length})`,
  );
}

/** A source that does not finish closing must not keep the drive: its sound has been read by then. */
const CLOSE_LIMIT_MS = 10_000;

async function closeInTime(reader: TrackReader): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_LIMIT_MS);
  });
  await Promise.race([reader.close(), limit]).finally(() => clearTimeout(timer));
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
    close: () => closeInTime(reader),
  };
}
