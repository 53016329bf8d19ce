import type { DiscState } from '../../drive/disc-state.ts';

/**
 * The same disc with tracks marked that ended before their sources did.
 * @param blocksOf by track number: how many blocks of the source are in the track
 */
export function withCutOff<D extends DiscState>(disc: D, blocksOf: ReadonlyMap<number, number>): D {
  if (blocksOf.size === 0) return disc;
  const tracks = disc.tracks.map((track) => {
    const cutOffBlocks = blocksOf.get(track.number);
    return cutOffBlocks === undefined ? track : { ...track, cutOffBlocks };
  });
  return { ...disc, tracks };
}
