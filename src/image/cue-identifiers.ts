import { CATALOG_NUMBER_DIGITS, catalogNumberIn, hasRightCheckDigit, isrcIn } from '../cd/identifiers.ts';

/** An identifier to keep, if any, and what is wrong with it. */
export interface CheckedIdentifier {
  readonly value?: string;
  readonly doubt?: string;
}

/** People write identifiers in groups. */
const withoutGroups = (text: string): string => text.replace(/[\s-]+/g, '');

const isZeros = (text: string): boolean => /^0+$/.test(text);

/** A catalogue number; a UPC of 12 digits is an EAN of 13 that begins with 0. */
export function checkedCatalogNumber(text: string): CheckedIdentifier {
  const digits = withoutGroups(text);
  const number = digits.length === CATALOG_NUMBER_DIGITS - 1 ? `0${digits}` : digits;
  if (isZeros(number)) return { doubt: 'zeros are not a catalogue number, and are not kept' };
  const value = catalogNumberIn(number);
  if (value === undefined) return { doubt: 'a catalogue number has 13 digits: this one is not kept' };
  if (hasRightCheckDigit(value)) return { value };
  return { value, doubt: 'the last digit of the catalogue number, which checks the others, is wrong' };
}

/** An ISRC, with or without hyphens. It has no check digit (ISO 3901). */
export function checkedIsrc(text: string): CheckedIdentifier {
  const isrc = withoutGroups(text);
  if (isZeros(isrc)) return { doubt: 'zeros are not an ISRC, and are not kept' };
  const value = isrcIn(isrc);
  return value === undefined
    ? { doubt: 'an ISRC has two letters, three letters or digits, and seven digits: this one is not kept' }
    : { value };
}
