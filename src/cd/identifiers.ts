/** Digits of a catalogue number, a UPC or EAN (ECMA-130 22.3.4). */
export const CATALOG_NUMBER_DIGITS = 13;
/** Characters of an ISRC: five of country and owner, two digits of the year, five of the recording (ISO 3901). */
export const ISRC_CHARACTERS = 12;

export const isCatalogNumber = (text: string): boolean => /^\d{13}$/.test(text);

export const isIsrc = (text: string): boolean => /^[A-Z0-9]{5}\d{7}$/.test(text);
