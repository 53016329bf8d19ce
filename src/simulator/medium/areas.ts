import { PREGAP_BLOCKS } from './cd-layout.ts';
import type { Disc } from './disc.ts';
import { pregapBlocksOf, runOutBlocksOf, type Track } from './structure.ts';

/** What is at an address, and up to where. */
export type Area = { readonly endLba: number } & (
  | { readonly kind: 'track' | 'pregap' | 'run-out'; readonly track: Track }
  /** Lead-out of a session and lead-in of the next: nothing that READ CD could address. */
  | { readonly kind: 'session-gap' }
  | { readonly kind: 'unwritten' }
  | { readonly kind: 'outside' }
);

export function areaAt(disc: Disc, lba: number): Area {
  if (lba < -PREGAP_BLOCKS) return { kind: 'outside', endLba: -PREGAP_BLOCKS };
  for (const { track, open } of disc.tracks) {
    const end = track.startLba + track.lengthBlocks;
    const pregap = track.startLba - pregapBlocksOf(track);
    if (lba < pregap) return { kind: 'session-gap', endLba: pregap };
    if (lba < track.startLba) return { kind: 'pregap', track, endLba: track.startLba };
    if (lba < end) return { kind: 'track', track, endLba: end };
    const runOut = end + runOutBlocksOf(track);
    if (!open && lba < runOut) return { kind: 'run-out', track, endLba: runOut };
  }
  const writable = !disc.complete && lba < disc.capacityBlocks;
  return { kind: writable ? 'unwritten' : 'outside', endLba: disc.capacityBlocks };
}
