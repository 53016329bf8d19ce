import { PREGAP_BLOCKS, RUN_OUT_BLOCKS } from './cd-layout.ts';
import type { Disc } from './disc.ts';
import type { Track } from './structure.ts';

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
    if (lba < track.startLba - PREGAP_BLOCKS) return { kind: 'session-gap', endLba: track.startLba - PREGAP_BLOCKS };
    if (lba < track.startLba) return { kind: 'pregap', track, endLba: track.startLba };
    if (lba < end) return { kind: 'track', track, endLba: end };
    if (!open && lba < end + RUN_OUT_BLOCKS) return { kind: 'run-out', track, endLba: end + RUN_OUT_BLOCKS };
  }
  const writable = !disc.complete && lba < disc.capacityBlocks;
  return { kind: writable ? 'unwritten' : 'outside', endLba: disc.capacityBlocks };
}
