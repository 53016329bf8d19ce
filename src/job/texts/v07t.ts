import { decodeText } from '../../cd/cd-text/characters.ts';
import { type CdTextBlock, type CdTextTexts, CharacterCode } from '../../cd/cd-text/index.ts';
import { GENRE_NAMES, LANGUAGE_NAMES } from '../../cd/cd-text/languages.ts';
import { isTrackNumber, MOST_TRACKS } from '../../cd/geometry.ts';
import { checkedCatalogNumber, checkedIsrc } from '../../image/cue-identifiers.ts';
import { JobError } from '../job-error.ts';

/** A text sheet: its languages, and the codes that the sub-channel gets too. */
export interface TextSheet {
  readonly blocks: readonly CdTextBlock[];
  readonly catalogueNumber?: string;
  /** By track number. */
  readonly isrcs: ReadonlyMap<number, string>;
}

const VERSION = 'input sheet version';

const TEXT_CODES: Readonly<Record<string, CharacterCode>> = {
  '8859': CharacterCode.Iso8859,
  ascii: CharacterCode.Ascii,
  'ms-jis': CharacterCode.MsJis,
  korean: CharacterCode.Korean,
  mandarin: CharacterCode.Mandarin,
  'mandarin chinese': CharacterCode.Mandarin,
};
const ALBUM_FIELDS: ReadonlyMap<string, keyof CdTextTexts> = new Map([
  ['album title', 'title'],
  ['artist name', 'performer'],
  ['songwriter', 'songwriter'],
  ['composer', 'composer'],
  ['arranger', 'arranger'],
  ['album message', 'message'],
  ['closed information', 'closedInfo'],
  ['upc / ean', 'code'],
]);
const TRACK_FIELDS: ReadonlyMap<string, keyof CdTextTexts> = new Map([
  ['title', 'title'],
  ['artist', 'performer'],
  ['songwriter', 'songwriter'],
  ['composer', 'composer'],
  ['arranger', 'arranger'],
  ['message', 'message'],
]);
const COPY_PROTECTION: Readonly<Record<string, number>> = { off: 0, on: 3 };

type Draft<T> = { -readonly [K in keyof T]: T[K] };

interface SheetDraft {
  /** Otherwise each character is a byte. */
  isUnicode: boolean;
  language: number;
  characterCode: CharacterCode;
  copyProtection: number;
  firstTrack: number;
  lastTrack: number | undefined;
  album: Draft<CdTextTexts>;
  tracks: Map<number, Draft<CdTextTexts>>;
  discId: string | undefined;
  genreCode: number | undefined;
  genreText: string | undefined;
}

interface Line {
  readonly number: number;
  /** In lower case, with single blanks. */
  readonly name: string;
  readonly value: string;
}

/**
 * Reads Sony's Input Sheet version 0.7T, as cdrskin documents it (`input_sheet_v07t=`). A file that begins with `Input Sheet
 * Version` may have several sheets, one for each language.
 * @param bytes the text is UTF-8 if it is valid in it, else in the sheet's own Text Code
 * @throws JobError that names the line
 */
export function parseTextSheet(bytes: Uint8Array, path: string, warnings: string[]): TextSheet {
  const sheets = sheetsIn(bytes, path);
  const isrcs = new Map<number, string>();
  let catalogueNumber: string | undefined;
  const blocks = sheets.map((sheet) => {
    catalogueNumber ??= codeIn(checkedCatalogNumber(sheet.album.code ?? ''), sheet.album.code, warnings);
    for (const [track, { code }] of sheet.tracks) {
      const isrc = codeIn(checkedIsrc(code ?? ''), code, warnings);
      if (isrc !== undefined && !isrcs.has(track)) isrcs.set(track, isrc);
    }
    return blockOf(sheet);
  });
  return { blocks, isrcs, ...(catalogueNumber === undefined ? {} : { catalogueNumber }) };
}

function codeIn(
  { value, doubt }: { readonly value?: string; readonly doubt?: string },
  written: string | undefined,
  warnings: string[],
): string | undefined {
  if (written === undefined) return undefined;
  if (doubt !== undefined) warnings.push(`${doubt}: ${written}`);
  return value;
}

function sheetsIn(bytes: Uint8Array, path: string): SheetDraft[] {
  const groups: Line[][] = [];
  const { text, isUnicode } = textOf(bytes);
  const lines = linesOf(text, path);
  const several = lines[0]?.name === VERSION;
  for (const line of lines) {
    if (line.name === VERSION && line.value !== '0.7T') throw wrong(path, line, 'the version is not 0.7T');
    if (groups.length === 0 || (several && line.name === VERSION && line !== lines[0])) groups.push([]);
    groups.at(-1)?.push(line);
  }
  return groups.map((group) => sheetOf(group, path, isUnicode));
}

const wrong = (path: string, line: Line, reason: string): JobError =>
  new JobError({ path, line: line.number, reason: `${reason}: ${line.value}`, remedy: 'Correct the text sheet' });

function linesOf(sheet: string, path: string): Line[] {
  return sheet
    .split(/\r\n|\n|\r/)
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, number }) => {
      const at = text.indexOf('=');
      if (at < 0 || number > 100_000) {
        throw new JobError({
          path,
          line: number,
          reason: `not a line of a text sheet, which is NAME = TEXT: ${text.trim().slice(0, 80)}`,
          remedy: 'Use a sheet of version 0.7T',
        });
      }
      const name = text.slice(0, at).trim().toLowerCase().replace(/\s+/g, ' ');
      return { number, name, value: text.slice(at + 1).trim() };
    });
}

/** Bytes as characters of ISO 8859-1, unless all of the file is UTF-8. */
function textOf(bytes: Uint8Array): { text: string; isUnicode: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isUnicode: true };
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), isUnicode: false };
  }
}

function sheetOf(lines: readonly Line[], path: string, isUnicode: boolean): SheetDraft {
  const code = lines.find(({ name }) => name === 'text code');
  const sheet: SheetDraft = {
    isUnicode,
    language: 9,
    characterCode: code === undefined ? CharacterCode.Iso8859 : oneOf(path, code, TEXT_CODES, 'Text Code', 0xff),
    copyProtection: 0,
    firstTrack: 1,
    lastTrack: undefined,
    album: {},
    tracks: new Map(),
    discId: undefined,
    genreCode: undefined,
    genreText: undefined,
  };
  for (const line of lines) readLine(sheet, line, path);
  return sheet;
}

function readLine(sheet: SheetDraft, line: Line, path: string): void {
  const { name } = line;
  const [, number, field = ''] = /^track (\d{1,2}) (\w+)$/.exec(name) ?? [];
  const [, isrcNumber] = /^isrc (\d{1,2})$/.exec(name) ?? [];
  if (line.value === '') return;
  const albumKey = ALBUM_FIELDS.get(name);
  const trackKey = TRACK_FIELDS.get(field);
  if (albumKey !== undefined) sheet.album[albumKey] = decoded(sheet, line, albumKey);
  else if (number !== undefined && trackKey !== undefined) {
    trackOf(sheet, number, line, path)[trackKey] = decoded(sheet, line, trackKey);
  } else if (isrcNumber !== undefined) trackOf(sheet, isrcNumber, line, path).code = line.value;
  else if (!readDiscLine(sheet, line, path)) throw wrong(path, line, `there is no "${name}" in a text sheet`);
}

/** Whether it is a line about the whole disc. */
function readDiscLine(sheet: SheetDraft, line: Line, path: string): boolean {
  const { name, value } = line;
  switch (name) {
    case 'language code':
      sheet.language = oneOf(path, line, LANGUAGES, 'Language Code', 0xff);
      return true;
    case 'genre code':
      sheet.genreCode = oneOf(path, line, GENRES, 'Genre Code', 0xffff);
      return true;
    case 'genre information':
      sheet.genreText = value;
      return true;
    case 'catalog number':
      sheet.discId = value;
      return true;
    case 'text data copy protection':
      sheet.copyProtection = oneOf(path, line, COPY_PROTECTION, 'Text Data Copy Protection', 0xff);
      return true;
    case 'first track number':
      sheet.firstTrack = trackNumber(line, path);
      return true;
    case 'last track number':
      sheet.lastTrack = trackNumber(line, path);
      return true;
    default:
      return name === VERSION || name === 'text code' || name === 'remarks' || name.startsWith('disc information ');
  }
}

const byName = (names: Iterable<readonly [number, string]>): Readonly<Record<string, number>> =>
  Object.fromEntries([...names].map(([code, name]) => [name.toLowerCase(), code]));
const LANGUAGES = byName(LANGUAGE_NAMES);
const GENRES: Readonly<Record<string, number>> = {
  ...byName(GENRE_NAMES.entries()),
  'not used': 0,
  'not defined': 1,
};

/** A name of a list, or a code in hex: `0x0f`. */
function oneOf<T extends number>(
  path: string,
  line: Line,
  names: Readonly<Record<string, T>>,
  what: string,
  highest: number,
): T {
  const value = line.value.toLowerCase();
  const found = Object.hasOwn(names, value) ? names[value] : undefined;
  if (found !== undefined) return found;
  const code = /^0x[0-9a-f]{1,4}$/.test(value) ? Number(value) : Number.NaN;
  if (code <= highest) return code as T;
  throw wrong(path, line, `unknown ${what}`);
}

function trackNumber(line: Line, path: string): number {
  const number = /^\d{1,2}$/.test(line.value) ? Number(line.value) : 0;
  if (!isTrackNumber(number)) throw wrong(path, line, 'not a track number');
  return number;
}

function trackOf({ tracks }: SheetDraft, number: string, line: Line, path: string): Draft<CdTextTexts> {
  const track = Number(number);
  if (!isTrackNumber(track)) throw wrong(path, line, `track numbers are 1 to ${MOST_TRACKS}`);
  const texts = tracks.get(track) ?? {};
  tracks.set(track, texts);
  return texts;
}

/** Text that is not UTF-8 is in the sheet's code. */
function decoded({ isUnicode, characterCode }: SheetDraft, { value }: Line, key: keyof CdTextTexts): string {
  if (isUnicode || key === 'code' || key === 'closedInfo') return value;
  return decodeText([...Buffer.from(value, 'latin1')], characterCode);
}

function blockOf(sheet: SheetDraft): CdTextBlock {
  const { language, characterCode, copyProtection, firstTrack, album, tracks, discId, genreCode, genreText } = sheet;
  const lastTrack = sheet.lastTrack ?? Math.max(firstTrack, ...tracks.keys());
  const count = Math.max(0, lastTrack - firstTrack + 1);
  return {
    language,
    characterCode,
    firstTrack,
    album,
    tracks: Array.from({ length: count }, (_, index) => tracks.get(firstTrack + index) ?? {}),
    ...(copyProtection === 0 ? {} : { copyProtection }),
    ...(discId === undefined ? {} : { discId }),
    ...(genreCode === undefined && genreText === undefined
      ? {}
      : { genre: { code: genreCode ?? 0, text: genreText ?? '' } }),
  };
}
