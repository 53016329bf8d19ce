import { expect, test } from '@jest/globals';
import { catalogNumberIn, hasRightCheckDigit, isCatalogNumber, isIsrc, isrcIn } from '../../src/cd/identifiers.ts';

test('13 digits are a catalogue number', () => {
  expect(isCatalogNumber('4006381333931')).toBe(true);
  for (const text of ['400638133393', '40063813339310', '400638133393x', '']) expect(isCatalogNumber(text)).toBe(false);
});

test('five capitals or digits and seven digits are an ISRC', () => {
  expect(isIsrc('GBAYE6500331')).toBe(true);
  for (const text of ['gbaye6500331', 'GBAYE650033', 'GBAYE65003310', 'GBAYE-500331', ''])
    expect(isIsrc(text)).toBe(false);
});

test('zeros are not an identifier, and lower-case letters are read as upper case', () => {
  expect(catalogNumberIn('4006381333931')).toBe('4006381333931');
  expect(catalogNumberIn('0000000000000')).toBeUndefined();
  expect(isrcIn('gbaye6500331')).toBe('GBAYE6500331');
  expect(isrcIn('000000000000')).toBeUndefined();
});

test('the last digit of a catalogue number checks the others', () => {
  // The example of an EAN-13 in the GS1 documents, and the one that the encyclopaedias use.
  for (const right of ['4006381333931', '9780201379624', '0000000000000']) expect(hasRightCheckDigit(right)).toBe(true);
  for (const wrong of ['4006381333932', '4006381333391']) expect(hasRightCheckDigit(wrong)).toBe(false);
});
