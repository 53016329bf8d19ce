import { canEncode, isDoubleByte } from '../../cd/cd-text/characters.ts';
import { type CdTextBlock, type CdTextTexts, CharacterCode } from '../../cd/cd-text/index.ts';

/** EBU language codes (EBU Tech 3264, appendix 3) that are chosen here. */
export const ENGLISH = 0x09;
const JAPANESE = 0x69;
const KOREAN = 0x65;
const CHINESE = 0x75;

export interface TextsOfDisc {
  readonly firstTrack: number;
  readonly album: CdTextTexts;
  readonly tracks: readonly CdTextTexts[];
}

/** Characters outside ISO 8859-1 that have a usual form in it. */
const USUAL_FORMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '‘': "'",
    '’': "'",
    '‚': ',',
    '“': '"',
    '”': '"',
    '„': '"',
    '′': "'",
    '″': '"',
    '‐': '-',
    '‑': '-',
    '–': '-',
    '—': '-',
    '−': '-',
    '…': '...',
    '•': '·',
    '€': 'EUR',
    '™': 'TM',
    Œ: 'OE',
    œ: 'oe',
    ł: 'l',
    Ł: 'L',
    đ: 'd',
    Đ: 'D',
    ı: 'i',
    '\u3000': ' ',
    '\t': ' ',
    '\r': ' ',
    '\n': ' ',
  }),
);

const isLatin1 = (text: string): boolean => canEncode(text, CharacterCode.Iso8859);

const inUsualForms = (text: string): string =>
  [...text].map((character) => (isLatin1(character) ? character : (USUAL_FORMS.get(character) ?? character))).join('');

/** Letters without the marks that ISO 8859-1 does not have, and a question mark for what is left. */
const inLatin1 = (text: string): string =>
  [...inUsualForms(text).normalize('NFC')]
    .map((character) => {
      if (isLatin1(character)) return character;
      const plain = character.normalize('NFKD').replace(/\p{M}+/gu, '');
      return plain !== '' && isLatin1(plain) ? plain : '?';
    })
    .join('');

/** ASCII as the full-width characters of a double-byte code. */
const inFullWidth = (text: string): string =>
  text
    .replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
    .replaceAll(' ', '\u3000');

const DOUBLE_BYTE = [
  { characterCode: CharacterCode.MsJis, language: JAPANESE, name: 'MS-JIS' },
  { characterCode: CharacterCode.Korean, language: KOREAN, name: 'the Korean code' },
  { characterCode: CharacterCode.Mandarin, language: CHINESE, name: 'the Chinese code' },
] as const;

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function changed({ firstTrack, album, tracks }: TextsOfDisc, change: (text: string) => string): TextsOfDisc {
  const each = (texts: CdTextTexts): CdTextTexts =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]: [string, string]) => [key, key === 'code' ? text : change(text)]),
    );
  return { firstTrack, album: each(album), tracks: tracks.map(each) };
}

const textsOf = ({ album, tracks }: TextsOfDisc): string[] =>
  [album, ...tracks].flatMap((texts) => Object.values(texts) as string[]);

/**
 * A block whose texts its character code can hold: in a double-byte code letters become full-width, in ISO 8859-1 and ASCII
 * letters lose their marks, and what is left becomes a question mark.
 * @param warnings gets what was changed
 */
export function fittingBlock(block: CdTextBlock, warnings: string[]): CdTextBlock {
  const { characterCode } = block;
  const isFitting = (text: string) => canEncode(text, characterCode);
  const fit = (text: string): string => {
    if (isFitting(text)) return text;
    const changed = isDoubleByte(characterCode) ? inFullWidth(text) : inLatin1(text);
    const fitting = [...changed].map((character) => (isFitting(character) ? character : inAscii(character))).join('');
    if (!isDoubleByte(characterCode)) warnings.push(`CD-TEXT: "${text}" is written as "${fitting}"`);
    return fitting;
  };
  return { ...block, ...changed(block, fit) };
}

const inAscii = (character: string): string => {
  const plain = character.normalize('NFKD').replace(/\p{M}+/gu, '');
  return canEncode(plain, CharacterCode.Ascii) ? plain : '?';
};

/**
 * One language of CD-TEXT in the character code that has its letters: ISO 8859-1, or a double-byte code for East Asian texts.
 * Undefined without any text.
 * @param warnings gets what had to be changed
 */
export function blockOfTexts(given: TextsOfDisc, warnings: string[], language?: number): CdTextBlock | undefined {
  const texts = changed(given, (text) => text.normalize('NFC'));
  const all = textsOf(texts);
  if (all.every((text) => text === '')) return undefined;
  if (all.every(isLatin1)) return { ...texts, language: language ?? ENGLISH, characterCode: CharacterCode.Iso8859 };
  if (all.some((text) => EAST_ASIAN.test(text))) {
    for (const { characterCode, language: usual, name } of DOUBLE_BYTE) {
      const wide = changed(texts, inFullWidth);
      if (!textsOf(wide).every((text) => canEncode(text, characterCode) || /^[A-Z0-9]*$/.test(text))) continue;
      warnings.push(`CD-TEXT: the texts are written in ${name}, with letters in full width`);
      return { ...wide, language: language ?? usual, characterCode };
    }
  }
  const plain = changed(texts, inLatin1);
  const before = [...new Set(all.flatMap((text) => [...text].filter((character) => !isLatin1(character))))];
  warnings.push(
    `CD-TEXT has no ${before.slice(0, 10).join(' ')}${before.length > 10 ? ' ...' : ''}: written in ISO 8859-1 as ${before
      .slice(0, 10)
      .map(inLatin1)
      .join(' ')}`,
  );
  return { ...plain, language: language ?? ENGLISH, characterCode: CharacterCode.Iso8859 };
}
