import { alternatingControl, isDataControl } from '../../cd/control.ts';
import { msfOfLba, msfOfLength } from '../../cd/msf.ts';
import { encodeCatalogNumber, encodeIsrc } from '../../cd/q-identifiers.ts';
import { type EncodeTimes, positionFrames } from '../../cd/q-position.ts';
import { pregapBlocksOf, type Track } from './structure.ts';

/** Catalogue number and ISRC each take one block of Q in this many (ECMA-130 22.3.4 allows one in 100). */
const REPEAT_BLOCKS = 100;
const CATALOG_NUMBER_BLOCK = 40;
const ISRC_BLOCK = 80;

export interface Subcode {
  readonly track: Track;
  readonly catalogNumber: string | undefined;
}

/**
 * Makes the 12 bytes of Q of blocks: their position, or occasionally the disc's catalogue number or the track's ISRC. What it
 * returns is valid until the next call.
 */
export function qFrames(subcode: Subcode): (lba: number) => Uint8Array {
  const position = positions(subcode.track);
  return (lba) => identifierAt(subcode, lba) ?? position(lba);
}

export const qFrame = (subcode: Subcode, lba: number): Uint8Array => qFrames(subcode)(lba);

function identifierAt({ track, catalogNumber }: Subcode, lba: number): Uint8Array | undefined {
  const place = () => ({ control: controlAt(track, lba), absoluteFrame: msfOfLba(lba).frame });
  if (catalogNumber !== undefined && isDue(CATALOG_NUMBER_BLOCK, track, lba)) {
    return encodeCatalogNumber({ ...place(), catalogNumber });
  }
  const { isrc } = track;
  if (isrc !== undefined && lba >= track.startLba && isDue(ISRC_BLOCK, track, lba)) {
    return encodeIsrc({ ...place(), isrc });
  }
  return undefined;
}

/** Where a pregap, a track or an index begins, Q holds the position; an identifier due there comes a block later. */
function isDue(block: number, track: Track, lba: number): boolean {
  const isTurn = isTurnOf(block, lba);
  if (!isTurn && !isTurnOf(block, lba - 1)) return false;
  return !beginsSomething(track, lba) && (isTurn || beginsSomething(track, lba - 1));
}

const isTurnOf = (block: number, lba: number): boolean =>
  ((lba % REPEAT_BLOCKS) + REPEAT_BLOCKS) % REPEAT_BLOCKS === block;

const beginsSomething = (track: Track, lba: number): boolean =>
  lba === track.startLba || lba === track.startLba - pregapBlocksOf(track) || (track.indexes ?? []).includes(lba);

/** The frame with a block's position. In a pregap the time counts down to the track. */
export const positionOf = (track: Track, lba: number): Uint8Array => positions(track)(lba);

function positions(track: Track): (lba: number) => Uint8Array {
  const { number, startLba } = track;
  let lastIndex: number | undefined;
  let lastControl: number | undefined;
  let encode: EncodeTimes | undefined;
  return (lba) => {
    const inPregap = lba < startLba;
    const index = inPregap ? 0 : indexAt(track, lba);
    const control = controlAt(track, lba);
    if (encode === undefined || index !== lastIndex || control !== lastControl) {
      encode = positionFrames({ control, track: number, index });
    }
    [lastIndex, lastControl] = [index, control];
    return encode(msfOfLength(inPregap ? startLba - lba - 1 : lba - startLba), msfOfLba(lba));
  };
}

/** An SCMS copy has a copy bit that alternates. */
const controlAt = (track: Track, lba: number): number =>
  track.copy && !isDataControl(track.control)
    ? alternatingControl(track.control, lba - track.startLba + pregapBlocksOf(track))
    : track.control;

const indexAt = ({ indexes }: Track, lba: number): number =>
  indexes === undefined ? 1 : 1 + indexes.filter((startLba) => startLba <= lba).length;

/** P is set in the pause before a track. */
export const isPause = (track: Track, lba: number): boolean =>
  lba < track.startLba && lba >= track.startLba - pregapBlocksOf(track);
