import { type Msf, msfOfLba, msfOfLength } from '../../cd/msf.ts';
import { encodeCatalogNumber, encodeIsrc } from '../../cd/q-identifiers.ts';
import { encodePosition } from '../../cd/q-position.ts';
import { pregapBlocksOf, type Track } from './structure.ts';

/** Catalogue number and ISRC each take one block of Q in this many (ECMA-130 22.3.4 allows one in 100). */
const REPEAT_BLOCKS = 100;
const CATALOG_NUMBER_BLOCK = 40;
const ISRC_BLOCK = 80;

export interface Subcode {
  readonly track: Track;
  readonly catalogNumber: string | undefined;
}

/** The 12 bytes of Q of a block: its position, or occasionally the disc's catalogue number or the track's ISRC. */
export function qFrame({ track, catalogNumber }: Subcode, lba: number): Uint8Array {
  const place = () => ({ control: track.control, absoluteFrame: msfOfLba(lba).frame });
  if (catalogNumber !== undefined && isDue(CATALOG_NUMBER_BLOCK, track, lba)) {
    return encodeCatalogNumber({ ...place(), catalogNumber });
  }
  const { isrc } = track;
  if (isrc !== undefined && lba >= track.startLba && isDue(ISRC_BLOCK, track, lba)) {
    return encodeIsrc({ ...place(), isrc });
  }
  return positionOf(track, lba);
}

/** Where a pregap, a track or an index begins, Q holds the position; an identifier due there comes a block later. */
function isDue(block: number, track: Track, lba: number): boolean {
  const due = beginsSomething(track, lba - 1) && isTurnOf(block, lba - 1);
  return !beginsSomething(track, lba) && (due || isTurnOf(block, lba));
}

const isTurnOf = (block: number, lba: number): boolean =>
  ((lba % REPEAT_BLOCKS) + REPEAT_BLOCKS) % REPEAT_BLOCKS === block;

const beginsSomething = (track: Track, lba: number): boolean =>
  lba === track.startLba || lba === track.startLba - pregapBlocksOf(track) || (track.indexes ?? []).includes(lba);

/** The frame with a block's position. In a pregap the time counts down to the track. */
export function positionOf(track: Track, lba: number): Uint8Array {
  const inPregap = lba < track.startLba;
  const distance: Msf = msfOfLength(inPregap ? track.startLba - lba - 1 : lba - track.startLba);
  return encodePosition({
    control: track.control,
    track: track.number,
    index: inPregap ? 0 : indexAt(track, lba),
    relative: distance,
    absolute: msfOfLba(lba),
  });
}

const indexAt = (track: Track, lba: number): number =>
  1 + (track.indexes ?? []).filter((startLba) => startLba <= lba).length;

/** P is set in the pause before a track. */
export const isPause = (track: Track, lba: number): boolean =>
  lba < track.startLba && lba >= track.startLba - pregapBlocksOf(track);
