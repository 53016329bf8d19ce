import { CloseFunction } from '../../mmc/commands/close-track-session.ts';
import { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import { BookType } from '../../mmc/disc-structures.ts';
import { refuseBlanking, refuseFormat } from './common.ts';
import type { MediaFamily } from './family.ts';
import {
  type ClosingRules,
  closeByFunction,
  flushSequentially,
  reserveSequentially,
  sequentialReadableBlocks,
  writeSequentially,
} from './sequential.ts';
import { type Gaps, sequentialInformation, sequentialTracks } from './sequential-tracks.ts';

/**
 * ECMA-349 clause 23: each fragment after the first begins with a run-in of one ECC block; a session ends in a closure zone,
 * and the next begins with an intro zone, of 64 ECC blocks each.
 */
const GAPS: Gaps = { track: 16, session: () => 2 * 64 * 16 };

/** Fragments of a session that can be open at the same time (ECMA-349 23.2). */
const MOST_OPEN_FRAGMENTS = 16;
/** Lead-in, and lead-out to the radius of 30 mm that players need at least; estimates. */
const CLOSING: ClosingRules = {
  finalizing: [CloseFunction.Finalize, CloseFunction.FinalizeToMinimalRadius],
  sessionBlocks: 8_000,
  finalBlocks: 60_000,
};

/** DVD+R, single and dual layer, M-DISC among them: fragments in sessions. Linking loses nothing; page 05h is not needed. */
export const dvdPlusR: MediaFamily = {
  information: ({ disc }) => sequentialInformation(disc, GAPS),
  tracks: ({ disc }) => sequentialTracks(disc, GAPS),
  readableBlocks: sequentialReadableBlocks,
  readsAsZeros: () => false,
  formats: ({ capacityBlocks }) => ({ capacityType: CapacityType.Unformatted, blocks: capacityBlocks, list: [] }),
  async write(path, blocks) {
    const { dvdPlusR, dvdPlusRDualLayer } = path.bookTypes;
    const book = path.disc.medium.layers === 2 ? dvdPlusRDualLayer : dvdPlusR;
    const rom = path.disc.blank && book === BookType.DvdRom;
    await writeSequentially(path, blocks, GAPS, rom ? { bookType: book } : {});
  },
  flush: flushSequentially,
  close: (path, closeFunction, track) => closeByFunction(path, closeFunction, track, CLOSING),
  reserve: (path, reservation) =>
    reserveSequentially(path, reservation, { gaps: GAPS, mostOpenTracks: MOST_OPEN_FRAGMENTS }),
  blank: refuseBlanking,
  format: refuseFormat,
};
