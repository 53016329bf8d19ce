import { CATALOG_NUMBER_DIGITS, ISRC_CHARACTERS, isCatalogNumber, isIsrc } from '../../cd/identifiers.ts';
import type { WriteParameters } from '../core.ts';
import type { LeadInExtras, TrackFormat } from '../media/disc.ts';

const VALID = 0x80;

/** 80h and then characters, as the Write Parameters page holds its two numbers (MMC-5 7.5.4). */
function identifier(
  field: Uint8Array | undefined,
  isRight: (text: string) => boolean,
  length: number,
): string | undefined {
  if (field?.[0] !== VALID) return undefined;
  const text = String.fromCharCode(...field.subarray(1, 1 + length));
  return isRight(text) ? text : undefined;
}

/** The ISRC that a Track-At-Once track gets from the page. */
export function isrcOf({ isrc }: WriteParameters): Pick<TrackFormat, 'isrc'> {
  const text = identifier(isrc, isIsrc, ISRC_CHARACTERS);
  return text === undefined ? {} : { isrc: text };
}

/** The catalogue number that the page gives a session when it is closed. */
export function catalogNumberOf({ mediaCatalogNumber }: WriteParameters): LeadInExtras {
  const digits = identifier(mediaCatalogNumber, isCatalogNumber, CATALOG_NUMBER_DIGITS);
  return digits === undefined ? {} : { catalogNumber: digits };
}
