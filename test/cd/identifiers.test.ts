import { expect, test } from '@jest/globals';
import { isCatalogNumber, isIsrc } from '../../src/cd/identifiers.ts';

test('13 digits are a catalogue number', () => {
  expect(isCatalogNumber('4006381333931')).toBe(true);
  for (const text of ['400638133393', '40063813339310', '400638133393x', '']) expect(isCatalogNumber(text)).toBe(false);
});

test('five capitals or digits and seven digits are an ISRC', () => {
  expect(isIsrc('GBAYE6500331')).toBe(true);
  for (const text of ['gbaye6500331', 'GBAYE650033', 'GBAYE65003310', 'GBAYE-500331', ''])
    expect(isIsrc(text)).toBe(false);
});
