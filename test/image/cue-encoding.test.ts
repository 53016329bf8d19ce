import { describe, expect, test } from '@jest/globals';
import { ImageError, parseCueSheet } from '../../src/image/index.ts';

const sheetOf = (title: string) => `TITLE "${title}"\r\nFILE "a.bin" BINARY\r\nTRACK 01 AUDIO\r\nINDEX 01 00:00:00\r\n`;

/** A sheet with this title in bytes that no encoder of Node writes. */
const withTitle = (hex: string) => {
  const [before = '', after = ''] = sheetOf('|').split('|');
  return Buffer.concat([Buffer.from(before), Buffer.from(hex, 'hex'), Buffer.from(after)]);
};

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const read = (bytes: Uint8Array, encoding?: string) =>
  parseCueSheet(bytes, { name: 'x.cue', ...(encoding === undefined ? {} : { encoding }) });

describe('detected', () => {
  test.each([
    ['UTF-8', Buffer.from(sheetOf('Café 日本')), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${sheetOf('Café 日本')}`), 'utf-8'],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${sheetOf('Café 日本')}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 without', Buffer.from(sheetOf('Café 日本'), 'utf16le'), 'utf-16le'],
    ['UTF-16, high byte first', utf16be(`\ufeff${sheetOf('Café 日本')}`), 'utf-16be'],
    ['UTF-16, high byte first, without', utf16be(sheetOf('Café 日本')), 'utf-16be'],
  ])('%s', (_, bytes, encoding) => {
    expect(read(bytes)).toMatchObject({ title: 'Café 日本', encoding, warnings: [] });
  });

  test.each([
    ['Latin-1', Buffer.from(sheetOf('Café à la crème, Ça va?'), 'latin1'), 'Café à la crème, Ça va?', 'windows-1252'],
    ['capitals of Latin-1', Buffer.from(sheetOf('ÄÖÜ'), 'latin1'), 'ÄÖÜ', 'windows-1252'],
    // 92h, 93h and 94h are quotation marks of Windows-1252, 80h is the euro sign.
    ['Windows-1252', withTitle('446f6e9274203930809394'), 'Don’t 90€“”', 'windows-1252'],
    // 日本のうた, and カタカナ in half-width katakana (JIS X 0208, JIS X 0201).
    ['Shift-JIS', withTitle('93fa967b82cc82a482bd'), '日本のうた', 'shift_jis'],
    ['half-width katakana', withTitle('b6c0b6c5'), 'ｶﾀｶﾅ', 'shift_jis'],
  ])('%s, which is said to be a guess', (_, bytes, title, encoding) => {
    expect(read(bytes)).toMatchObject({
      title,
      encoding,
      warnings: [expect.stringContaining(`was read as ${encoding}; if letters are wrong, give its encoding`)],
    });
  });
});

describe('given', () => {
  test.each([
    ['shift_jis', '93fa967b', '日本'],
    ['GBK', 'd6d0cec4', '中文'],
    ['euc-kr', 'c7d1b1db', '한글'],
    ['windows-1251', 'cfe5f1edff', 'Песня'],
    ['latin1', 'e9', 'é'],
    ['iso-8859-1', '92', '’'],
    ['UTF-8', 'c3a9', 'é'],
  ])('%s', (encoding, hex, title) => {
    expect(read(withTitle(hex), encoding)).toMatchObject({ title, warnings: [] });
  });

  test('one that is not known, or that the bytes do not have', () => {
    expect(() => read(withTitle('41'), 'klingon')).toThrow('the encoding "klingon" is not known');
    expect(() => read(withTitle('ff'), 'utf-8')).toThrow('x.cue is not text in utf-8');
  });
});

test.each([
  ['binary', Buffer.from('0100000200000300', 'hex'), /not text/],
  ['a BIN file', Buffer.alloc(2_000_000, 0x20), /not a CUE sheet: it has more than 1048576 bytes/],
  ['nothing', Buffer.alloc(0), /has no tracks/],
])('%s is not a sheet', (_, bytes, words) => {
  expect(() => read(bytes)).toThrow(ImageError);
  expect(() => read(bytes)).toThrow(words);
});
