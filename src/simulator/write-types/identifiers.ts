import type { WriteParameters } from '../core.ts';
import type { LeadInExtras, TrackFormat } from '../media/disc.ts';

const VALID = 0x80;
const ISRC_CHARACTERS = 12;
const CATALOG_NUMBER_DIGITS = 13;

/** 80h and then characters, as the Write Parameters page holds its two numbers (MMC-5 7.5.4). */
function identifier(field: Uint8Array, pattern: RegExp, length: number): string | undefined {
  if (field[0] !== VALID) return undefined;
  const text = String.fromCharCode(...field.subarray(1, 1 + length));
  return pattern.test(text) ? text : undefined;
}

/** Five letters or digits of country and owner, two digits of the year, five of the recording (ISO 3901). */
export const ISRC = /^[A-Z0-9]{5}\d{7}$/;
export const CATALOG_NUMBER = /^\d{13}$/;

/** The ISRC that a Track-At-Once track gets of the page. */
export function isrcOf({ isrc }: WriteParameters): Pick<TrackFormat, 'isrc'> {
  const text = identifier(isrc, ISRC, ISRC_CHARACTERS);
  return text === undefined ? {} : { isrc: text };
}

/** The catalogue number that the page gives a session that is closed. */
export function catalogNumberOf({ mediaCatalogNumber }: WriteParameters): LeadInExtras {
  const digits = identifier(mediaCatalogNumber, CATALOG_NUMBER, CATALOG_NUMBER_DIGITS);
  return digits === undefined ? {} : { catalogNumber: digits };
}
