import { decodeText } from '../../cd/cd-text/characters.ts';
import { type CdTextBlock, type CdTextTexts, CharacterCode } from '../../cd/cd-text/index.ts';
import { blockOfTexts } from '../texts/block-of-texts.ts';
import type { Toc, TocTexts, TocValue } from './toc-model.ts';

const KEYS: Readonly<Record<string, keyof CdTextTexts>> = {
  TITLE: 'title',
  PERFORMER: 'performer',
  SONGWRITER: 'songwriter',
  COMPOSER: 'composer',
  ARRANGER: 'arranger',
  MESSAGE: 'message',
  UPC_EAN: 'code',
  ISRC: 'code',
};
const NOT_KEPT = ['TOC_INFO1', 'TOC_INFO2', 'RESERVED1', 'RESERVED2', 'RESERVED3', 'RESERVED4'];

/** The CD-TEXT of a TOC file: a block for each language of the map, in the order of their numbers. */
export function blocksOfToc({ languages, texts, tracks }: Toc, warnings: string[]): CdTextBlock[] {
  const numbers = [
    ...new Set([texts, ...tracks.map((track) => track.texts)].flatMap((each) => [...each.keys()])),
  ].sort();
  const blocks: CdTextBlock[] = [];
  for (const number of numbers) {
    const language = languages.get(number);
    if (language === undefined) {
      warnings.push(`CD-TEXT of language ${number} is not kept: LANGUAGE_MAP does not have it`);
      continue;
    }
    const block = blockOf(number, language, { languages, texts, tracks }, warnings);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

function blockOf(number: number, language: number, toc: Toc, warnings: string[]): CdTextBlock | undefined {
  const disc = toc.texts.get(number);
  const code = disc?.characterCode;
  noteNotKept(disc, number, warnings);
  const album = textsOf(disc, code);
  const tracks = toc.tracks.map(({ texts }) => textsOf(texts.get(number), code));
  const block = blockOfTexts({ firstTrack: 1, album, tracks }, warnings, language);
  const discId = textIn(disc, 'DISC_ID', CharacterCode.Iso8859);
  const genre = genreOf(disc);
  const more = { ...(discId ? { discId } : {}), ...(genre === undefined ? {} : { genre }) };
  if (block !== undefined) return { ...block, ...more };
  if (Object.keys(more).length === 0) return undefined;
  return { language, characterCode: CharacterCode.Iso8859, firstTrack: 1, album, tracks, ...more };
}

function noteNotKept(disc: TocTexts | undefined, number: number, warnings: string[]): void {
  const found = NOT_KEPT.filter((item) => disc?.texts.some((text) => text.item === item));
  if (found.length > 0) warnings.push(`CD-TEXT of language ${number}: ${found.join(', ')} is not kept`);
}

function textsOf(from: TocTexts | undefined, code: number | undefined): CdTextTexts {
  const entries = (from?.texts ?? []).flatMap(({ item, value }) => {
    const key = KEYS[item];
    const text = key === undefined ? '' : textOf(value, key === 'code' ? CharacterCode.Iso8859 : code);
    return key === undefined || text === '' ? [] : [[key, text] as const];
  });
  return Object.fromEntries(entries);
}

const textIn = (from: TocTexts | undefined, item: string, code: number): string | undefined => {
  const found = from?.texts.find((text) => text.item === item);
  return found === undefined ? undefined : textOf(found.value, code);
};

/** Bytes, also those that a string has as octal numbers, are in the character code of the language. */
function textOf(value: TocValue, code: number = CharacterCode.Iso8859): string {
  if ('bytes' in value) return decodeText(withoutZeros(value.bytes), code as CharacterCode);
  const points = [...value.text].map((character) => character.codePointAt(0) ?? 0);
  const isBytes = points.every((point) => point <= 0xff) && points.some((point) => point > 0x7f);
  return isBytes ? decodeText(points, code as CharacterCode) : value.text;
}

function withoutZeros(bytes: readonly number[]): number[] {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.slice(0, end);
}

/** Two bytes of the genre's number, then free text. */
function genreOf(disc: TocTexts | undefined): CdTextBlock['genre'] {
  const value = disc?.texts.find(({ item }) => item === 'GENRE')?.value;
  if (value === undefined) return undefined;
  if ('text' in value) {
    if (value.text === '') return undefined;
    const [high = 0, low = 0] = [...value.text].map((character) => character.codePointAt(0) ?? 0);
    // cdrdao writes the bytes of the string as they are: numbers in octal, then text.
    return high < 0x20 ? { code: high * 256 + low, text: value.text.slice(2) } : { code: 0, text: value.text };
  }
  const [high = 0, low = 0, ...text] = value.bytes;
  return { code: high * 256 + low, text: textOf({ bytes: text }) };
}
