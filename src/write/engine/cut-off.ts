import type { DiscState } from '../../drive/disc-state.ts';
import { type SentTrack, trackLengthOf } from './send-extent.ts';

/**
 * The same disc with tracks no longer than what was sent for them: while a session is written in one go, a drive's next writable
 * address may be beyond the open track, in the lead-out. That of a track by itself is right, and a WRITE that failed may have
 * been carried out.
 */
export const withinSent = (
  { unit }: { readonly unit: 'track' | 'session' },
  disc: DiscState | undefined,
  sent: readonly SentTrack[],
): DiscState | undefined =>
  disc === undefined || unit === 'track'
    ? disc
    : {
        ...disc,
        tracks: disc.tracks.map((track) => {
          const own = sent.find(({ number, part }) => number === track.number && part === undefined);
          return own === undefined || !track.open
            ? track
            : { ...track, lengthBlocks: Math.min(track.lengthBlocks, trackLengthOf(own)) };
        }),
      };

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
