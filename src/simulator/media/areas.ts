import { LINK_BLOCKS, PREGAP_BLOCKS } from '../../cd/geometry.ts';
import type { Disc } from './disc.ts';
import { isEmptyReserved, isPlanned, pregapBlocksOf, type Track, trackEnd } from './structure.ts';

/** What is at an address, and where it ends. */
export type Area = { readonly endLba: number } & (
  | { readonly kind: 'track' | 'pregap'; readonly track: Track }
  /**
   * Link block and run-in before a Track-At-Once track, run-out after it. No whole data block can be recognized there; an
   * audio track continues, muted, as rippers of such discs see it.
   */
  | { readonly kind: 'link'; readonly track: Track }
  /** Lead-out of a session and lead-in of the next: READ CD cannot address them. */
  | { readonly kind: 'session-gap' }
  | { readonly kind: 'unwritten' }
  | { readonly kind: 'outside' }
);

export function areaAt(disc: Disc, lba: number): Area {
  if (lba < -PREGAP_BLOCKS) return { kind: 'outside', endLba: -PREGAP_BLOCKS };
  for (const { track, open } of disc.tracks) {
    const pregap = track.startLba - pregapBlocksOf(track);
    if (lba < pregap) return { kind: 'session-gap', endLba: pregap };
    const end = trackEnd(track);
    if (isEmptyReserved(track)) {
      if (lba < end) return { kind: 'unwritten', endLba: end };
      continue;
    }
    const linkEnd = pregap + (isPlanned(track) ? 0 : LINK_BLOCKS);
    if (lba < linkEnd) return { kind: 'link', track, endLba: linkEnd };
    if (lba < track.startLba) return { kind: 'pregap', track, endLba: track.startLba };
    const writtenEnd = track.startLba + track.lengthBlocks;
    if (lba < writtenEnd) return { kind: 'track', track, endLba: writtenEnd };
    if (!open && lba < end) return { kind: 'link', track, endLba: end };
  }
  const writable = !disc.complete && lba < disc.capacityBlocks;
  return { kind: writable ? 'unwritten' : 'outside', endLba: disc.capacityBlocks };
}
