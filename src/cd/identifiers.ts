/** Digits of a catalogue number, a UPC or EAN (ECMA-130 22.3.4). */
export const CATALOG_NUMBER_DIGITS = 13;
/** Characters of an ISRC: five of country and owner, two digits of the year, five of the recording (ISO 3901). */
export const ISRC_CHARACTERS = 12;

export const isCatalogNumber = (text: string): boolean => /^\d{13}$/.test(text);

/** A catalogue number as a drive returns it. Undefined for anything else, and for zeros, which stand for none. */
export const catalogNumberIn = (text: string): string | undefined =>
  isCatalogNumber(text) && !isZeros(text) ? text : undefined;

/** An ISRC as a drive returns it, in upper case. Undefined for anything else, and for zeros, which stand for none. */
export function isrcIn(text: string): string | undefined {
  const isrc = text.toUpperCase();
  return isIsrc(isrc) && !isZeros(isrc) ? isrc : undefined;
}

const isZeros = (text: string): boolean => /^0+$/.test(text);

export const isIsrc = (text: string): boolean => /^[A-Z0-9]{5}\d{7}$/.test(text);

/** Whether the last digit of a catalogue number is the check digit of the others (GS1 General Specifications 7.9). */
export function hasRightCheckDigit(catalogNumber: string): boolean {
  const sum = [...catalogNumber].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
