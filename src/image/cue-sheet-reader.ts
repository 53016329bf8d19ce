import { isTrackNumber } from '../cd/geometry.ts';
import { type CheckedIdentifier, checkedCatalogNumber, checkedIsrc } from './cue-identifiers.ts';
import { type CueLine, cueLine, cuePosition, cueString, textAndLastWord, wholeNumber, wordsOf } from './cue-line.ts';
import {
  CUE_FILE_TYPES,
  type CueFile,
  type CueFlag,
  type CueSheet,
  type CueSheetTexts,
  type CueSheetTrack,
  type Draft,
} from './cue-sheet-model.ts';
import { type CueTrackMode, cueTrackMode, isAudioMode } from './cue-track-modes.ts';
import { type ImageError, notAnImage } from './image-error.ts';

const TEXTS: ReadonlyMap<string, keyof CueSheetTexts> = new Map([
  ['TITLE', 'title'],
  ['PERFORMER', 'performer'],
  ['SONGWRITER', 'songwriter'],
  ['COMPOSER', 'composer'],
  ['ARRANGER', 'arranger'],
  ['MESSAGE', 'message'],
]);
/** Texts that CDRWIN does not know: programs write them as comments, so that others still read the sheet. */
const TEXTS_IN_COMMENTS = new Set(['COMPOSER', 'ARRANGER', 'MESSAGE']);
/** Commands that some programs write, and that say nothing about the image. */
const NOT_KEPT = new Set(
  'GENRE|DATE|YEAR|COMMENT|DISCID|DISC_ID|DISCNUMBER|TOTALDISCS|LANGUAGE|SIZE_INFO|TOC_INFO|TOC_INFO1|TOC_INFO2'.split(
    '|',
  ),
);
const FLAGS: ReadonlySet<string> = new Set<CueFlag>(['DCP', '4CH', 'PRE', 'SCMS']);

/** Reads a CUE sheet line by line, in order. */
export class CueSheetReader {
  readonly #name: string;
  readonly #sheet: Draft<CueSheet> = { files: [], tracks: [], warnings: [] };
  #line = 0;
  #written = '';
  #session = 1;
  #file: CueFile | undefined;
  #track: Draft<CueSheetTrack> | undefined;
  /** Of the last index in the current file. */
  #lastPosition: number | undefined;
  /** The current file was named a second time, and no index has come since. */
  #namedAgain = false;

  readonly #handlers: ReadonlyMap<string, (rest: string) => void> = new Map([
    ['REM', (rest) => this.#readComment(rest)],
    ['FILE', (rest) => this.#readFile(rest)],
    ['TRACK', (rest) => this.#readTrack(wordsOf(rest))],
    ['INDEX', (rest) => this.#readIndex(wordsOf(rest))],
    ['PREGAP', (rest) => this.#set({ pregapBlocks: this.#length(rest) })],
    ['POSTGAP', (rest) => this.#set({ postgapBlocks: this.#length(rest) })],
    ['FLAGS', (rest) => this.#set({ flags: this.#flagsIn(rest) })],
    ['ISRC', (rest) => this.#keep(this.#current(), 'isrc', checkedIsrc(this.#string(rest)))],
    ['CATALOG', (rest) => this.#keepCatalog(rest)],
    ['UPC_EAN', (rest) => this.#keepCatalog(rest)],
    ['UPC/EAN', (rest) => this.#keepCatalog(rest)],
    ['CDTEXTFILE', (rest) => Object.assign(this.#sheet, { cdTextFile: this.#string(rest) })],
  ]);

  constructor(name: string) {
    this.#name = name;
  }

  warn(what: string): void {
    this.#sheet.warnings.push(this.#line === 0 ? `${this.#name}: ${what}` : this.#at(what));
  }

  /** @param written the line as it is in the sheet, for errors */
  read({ command, rest }: CueLine, written: string): void {
    this.#line++;
    this.#written = written.trim();
    const text = TEXTS.get(command);
    const handler = this.#handlers.get(command);
    if (text !== undefined) this.#setText(text, rest);
    else if (handler !== undefined) handler(rest);
    else if (NOT_KEPT.has(command)) this.warn(`${command} is not kept`);
    else if (command !== '') throw this.#wrong('this is not a command of a CUE sheet');
  }

  /** The sheet, once all lines have been read. */
  finish(): CueSheet {
    const { tracks, files } = this.#sheet;
    const incomplete = tracks.find(({ indexes }) => !indexes.some(({ number }) => number === 1));
    if (incomplete !== undefined) throw notAnImage(`${this.#name}: track ${incomplete.number} has no INDEX 01`);
    if (tracks.length === 0) throw notAnImage(`${this.#name} has no tracks`);
    this.#line = 0;
    const used = new Set(tracks.flatMap(({ indexes }) => indexes.map(({ file }) => file)));
    for (const { name } of files) if (!used.has(name)) this.warn(`no track is in the file "${name}"`);
    return this.#sheet;
  }

  #at(what: string): string {
    const shown = this.#written.length > 200 ? `${this.#written.slice(0, 200)}...` : this.#written;
    return `${this.#name}, line ${this.#line}: ${what}: ${shown}`;
  }

  #wrong(what: string): ImageError {
    return notAnImage(this.#at(what));
  }

  #current(): Draft<CueSheetTrack> {
    if (this.#track === undefined) throw this.#wrong('there is no track yet');
    return this.#track;
  }

  #string(rest: string): string {
    const { text, whole } = cueString(rest);
    if (!whole) this.warn('the quotation mark at the end is missing');
    return text;
  }

  #setText(key: keyof CueSheetTexts, rest: string): void {
    const text = this.#string(rest);
    const target = this.#track ?? this.#sheet;
    if (text === '') return;
    if (target[key] !== undefined) this.warn('this text was given before; the last one is kept');
    target[key] = text;
  }

  #set(fields: Partial<Draft<CueSheetTrack>>): void {
    Object.assign(this.#current(), fields);
  }

  #keepCatalog(rest: string): void {
    this.#keep(this.#sheet, 'catalog', checkedCatalogNumber(this.#string(rest)));
  }

  #keep<K extends string>(target: { [key in K]?: string }, key: K, { value, doubt }: CheckedIdentifier): void {
    if (doubt !== undefined) this.warn(doubt);
    if (value === undefined) return;
    const before: string | undefined = target[key];
    if (before !== undefined && before !== value) this.warn(`this is not the one given before; ${before} is kept`);
    else target[key] = value;
  }

  #readFile(rest: string): void {
    const [named, type] = textAndLastWord(rest);
    const known = CUE_FILE_TYPES.find((each) => each === type.toUpperCase());
    if (known === undefined) {
      const types = CUE_FILE_TYPES.join(', ');
      throw this.#wrong(`a FILE line ends with the type of the file, which is one of ${types}`);
    }
    const name = this.#string(named);
    if (name === '') throw this.#wrong('a FILE line names a file');
    if (name === this.#file?.name && known === this.#file.type) {
      this.#namedAgain = this.#lastPosition !== undefined;
      return;
    }
    if (this.#sheet.files.some((file) => file.name === name)) {
      throw this.#wrong('this file was named before, with another type or with other files between');
    }
    this.#file = { name, type: known };
    this.#lastPosition = undefined;
    this.#namedAgain = false;
    this.#sheet.files.push(this.#file);
  }

  #readTrack([first = '', second = '', ...more]: readonly string[]): void {
    const number = wholeNumber(first, 3);
    const mode = cueTrackMode(second);
    if (mode === undefined) throw this.#wrong('unknown track mode');
    const last = this.#sheet.tracks.at(-1)?.number;
    if (number === undefined || !isTrackNumber(number) || (last !== undefined && number !== last + 1)) {
      throw this.#wrong('track numbers are not consecutive, from 1 to 99');
    }
    if (this.#file === undefined) throw this.#wrong('there is no FILE yet');
    if (more.length > 0) this.warn('what follows the mode is not kept');
    this.#track = this.#newTrack(number, mode, this.#file);
    this.#sheet.tracks.push(this.#track);
  }

  #newTrack(number: number, mode: CueTrackMode, { name }: CueFile): Draft<CueSheetTrack> {
    return {
      number,
      session: this.#session,
      mode,
      file: name,
      indexes: [],
      flags: [],
      pregapBlocks: 0,
      postgapBlocks: 0,
    };
  }

  #readIndex([first = '', second = '', ...more]: readonly string[]): void {
    if (more.length > 0) this.warn('what follows the position is not kept');
    const track = this.#current();
    const file = this.#file?.name ?? track.file;
    const positionBlocks = cuePosition(second);
    if (positionBlocks === undefined) throw this.#wrong('not a position MM:SS:FF with seconds to 59 and frames to 74');
    const number = wholeNumber(first);
    const again =
      this.#namedAgain && number !== undefined && number <= 1 && positionBlocks <= (this.#lastPosition ?? -1);
    const last = track.indexes.at(-1);
    const follows = last === undefined ? number === 0 || number === 1 : number === last.number + 1;
    if (number === undefined || !follows || (!again && positionBlocks < (this.#lastPosition ?? 0))) {
      throw this.#wrong('indexes are not in order');
    }
    if (number > 1 && file !== track.file)
      throw this.#wrong('a track is in one file; only its pause may be in another');
    if (number === 1) track.file = file;
    track.indexes.push({ number, file, positionBlocks, ...(again ? { again } : {}) });
    this.#lastPosition = positionBlocks;
    this.#namedAgain = false;
  }

  #length(rest: string): number {
    const blocks = cuePosition(rest);
    if (blocks === undefined) throw this.#wrong('not a length in the form MM:SS:FF');
    return blocks;
  }

  #flagsIn(rest: string): CueFlag[] {
    const { mode } = this.#current();
    const flags = wordsOf(rest).map((word) => word.toUpperCase());
    const isImplied = (flag: string) => flag === 'DATA' && !isAudioMode(mode);
    const unknown = flags.filter((flag) => !FLAGS.has(flag) && !isImplied(flag));
    if (unknown.length > 0) this.warn('only the flags DCP, 4CH, PRE and SCMS are kept');
    return [...new Set(flags.filter((flag): flag is CueFlag => FLAGS.has(flag)))];
  }

  #readComment(rest: string): void {
    const { command, rest: value } = cueLine(rest);
    if (command === 'SESSION') this.#readSession(value);
    const text = TEXTS_IN_COMMENTS.has(command) && /^".*"$/.test(value) ? TEXTS.get(command) : undefined;
    if (text !== undefined) this.#setText(text, value);
  }

  /** Any program may begin a comment with the word SESSION: one that is not a session's number is a comment. */
  #readSession(value: string): void {
    const number = wholeNumber(value);
    if (number === undefined) return;
    const first = this.#track === undefined;
    if (number === this.#session || number === this.#session + 1 || (first && number > 0)) this.#session = number;
    else this.warn('session numbers are not consecutive: this one is not used');
  }
}
