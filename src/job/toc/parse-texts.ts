import { CharacterCode } from '../../cd/cd-text/index.ts';
import type { TocText, TocTexts, TocValue } from './toc-model.ts';
import type { TokenReader } from './token-reader.ts';

const ITEMS = [
  'TITLE',
  'PERFORMER',
  'SONGWRITER',
  'COMPOSER',
  'ARRANGER',
  'MESSAGE',
  'DISC_ID',
  'GENRE',
  'TOC_INFO1',
  'TOC_INFO2',
  'RESERVED1',
  'RESERVED2',
  'RESERVED3',
  'RESERVED4',
  'UPC_EAN',
  'ISRC',
  'SIZE_INFO',
] as const;

/** Of cdrdao 1.2.5 and later. */
const ENCODINGS = {
  ENCODING_ISO_8859_1: CharacterCode.Iso8859,
  ENCODING_ASCII: CharacterCode.Ascii,
  ENCODING_MS_JIS: CharacterCode.MsJis,
  ENCODING_KOREAN: CharacterCode.Korean,
  ENCODING_MANDARIN: CharacterCode.Mandarin,
} as const;
const ENCODING_NAMES = Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[];

const HIGHEST_LANGUAGE = 7;
const ENGLISH = 9;
/** More than the packs of one language hold. */
const MOST_BYTES = 256 * 12;

/** `LANGUAGE_MAP { 0 : EN 1 : 8 }`, if it is next. */
export function parseLanguageMap(tokens: TokenReader): Map<number, number> {
  const languages = new Map<number, number>();
  if (!tokens.takes('LANGUAGE_MAP')) return languages;
  tokens.expect('{');
  do {
    const number = tokens.number('the number of a language', HIGHEST_LANGUAGE);
    tokens.expect(':');
    languages.set(number, tokens.takes('EN') ? ENGLISH : tokens.number('the code of a language', 255));
  } while (tokens.isNumber());
  tokens.expect('}');
  return languages;
}

/** `LANGUAGE n { ... }`, as many as come. */
export function parseLanguages(tokens: TokenReader): Map<number, TocTexts> {
  const all = new Map<number, TocTexts>();
  while (tokens.takes('LANGUAGE')) {
    const number = tokens.number('the number of a language', HIGHEST_LANGUAGE);
    const before = all.get(number);
    const { texts, ...rest } = parseBlock(tokens);
    all.set(number, { ...before, ...rest, texts: [...(before?.texts ?? []), ...texts] });
  }
  return all;
}

function parseBlock(tokens: TokenReader): TocTexts {
  tokens.expect('{');
  const texts: TocText[] = [];
  let characterCode: number | undefined;
  for (;;) {
    const encoding = tokens.takesOneOf(ENCODING_NAMES);
    if (encoding !== undefined) {
      characterCode = ENCODINGS[encoding];
      continue;
    }
    const item = tokens.takesOneOf(ITEMS);
    if (item === undefined) break;
    const value = parseValue(tokens);
    if (item === 'SIZE_INFO') characterCode ??= 'bytes' in value ? value.bytes[0] : undefined;
    else texts.push({ item, value });
  }
  tokens.expect('}');
  return { texts, ...(characterCode === undefined ? {} : { characterCode }) };
}

function parseValue(tokens: TokenReader): TocValue {
  if (!tokens.takes('{')) return { text: tokens.string('a text') };
  const bytes: number[] = [];
  if (!tokens.takes('}')) {
    do {
      bytes.push(tokens.number('a byte', 255));
      if (bytes.length > MOST_BYTES) throw tokens.wrong(`more than ${MOST_BYTES} bytes`);
    } while (tokens.takes(','));
    tokens.expect('}');
  }
  return { bytes };
}
