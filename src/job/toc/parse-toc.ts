import { parseLanguageMap, parseLanguages } from './parse-texts.ts';
import { tokensOf } from './toc-lexer.ts';
import {
  TOC_MODES,
  TOC_TYPES,
  type Toc,
  type TocLength,
  type TocPart,
  type TocPlace,
  type TocSubChannel,
  type TocTexts,
  type TocTrack,
  type TocType,
} from './toc-model.ts';
import { TokenReader } from './token-reader.ts';

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const SUB_CHANNELS: readonly TocSubChannel[] = ['RW', 'RW_RAW'];

/**
 * Reads a TOC file with all of cdrdao's syntax (its manual page, and TocParser.g of 1.2.4). PREGAP is kept as the silence and
 * the START that it stands for.
 * @throws JobError that names the line
 */
export function parseToc(text: string, path: string): Toc {
  const tokens = new TokenReader(tokensOf(text, path), path);
  let catalog: string | undefined;
  let type: TocType | undefined;
  for (;;) {
    if (tokens.takes('CATALOG')) catalog = tokens.string('a catalogue number');
    else {
      const found = tokens.takesOneOf(TOC_TYPES);
      if (found === undefined) break;
      type = found;
    }
  }
  let languages = new Map<number, number>();
  let texts = new Map<number, TocTexts>();
  if (tokens.takes('CD_TEXT')) {
    tokens.expect('{');
    languages = parseLanguageMap(tokens);
    texts = parseLanguages(tokens);
    tokens.expect('}');
  }
  const tracks: TocTrack[] = [];
  while (tokens.next.kind !== 'end') {
    if (tokens.next.text !== 'TRACK' || tokens.next.kind !== 'word') {
      throw tokens.expected(tracks.length === 0 ? 'TRACK' : 'TRACK or what the track is made of');
    }
    tracks.push(parseTrack(tokens));
  }
  if (tracks.length === 0) throw tokens.wrong('the TOC file has no tracks');
  return {
    ...(type === undefined ? {} : { type }),
    ...(catalog === undefined ? {} : { catalog }),
    languages,
    texts,
    tracks,
  };
}

function parseTrack(tokens: TokenReader): TocTrack {
  const { line } = tokens.take();
  const mode = tokens.takesOneOf(TOC_MODES);
  if (mode === undefined) throw tokens.expected('the mode of the track');
  if (mode === 'MODE0') throw tokens.wrong('a track of Mode 0 has no data', line);
  const subChannel = tokens.takesOneOf(SUB_CHANNELS);
  const track: Draft<TocTrack> = {
    line,
    mode,
    ...(subChannel === undefined ? {} : { subChannel }),
    copy: false,
    preEmphasis: false,
    fourChannel: false,
    texts: new Map(),
    parts: [],
    indexBlocks: [],
  };
  parseFlags(tokens, track);
  if (tokens.takes('CD_TEXT')) {
    tokens.expect('{');
    track.texts = parseLanguages(tokens);
    tokens.expect('}');
  }
  parsePregap(tokens, track);
  parseParts(tokens, track);
  while (tokens.takes('INDEX')) track.indexBlocks.push(tokens.msf());
  return track;
}

function parseFlags(tokens: TokenReader, track: Draft<TocTrack>): void {
  for (;;) {
    if (tokens.takes('ISRC')) track.isrc = tokens.string('an ISRC');
    else if (tokens.takes('TWO_CHANNEL_AUDIO')) track.fourChannel = false;
    else if (tokens.takes('FOUR_CHANNEL_AUDIO')) track.fourChannel = true;
    else if (tokens.takes('COPY')) track.copy = true;
    else if (tokens.takes('PRE_EMPHASIS')) track.preEmphasis = true;
    else if (tokens.takes('NO')) {
      const flag = tokens.takesOneOf(['COPY', 'PRE_EMPHASIS']);
      if (flag === undefined) throw tokens.expected('COPY or PRE_EMPHASIS');
      if (flag === 'COPY') track.copy = false;
      else track.preEmphasis = false;
    } else return;
  }
}

function parsePregap(tokens: TokenReader, track: Draft<TocTrack>): void {
  const { line } = tokens;
  if (!tokens.takes('PREGAP')) return;
  const blocks = tokens.msf();
  if (blocks === 0) throw tokens.wrong('the length of the pregap is zero', line);
  track.parts.push({ line, kind: track.mode === 'AUDIO' ? 'silence' : 'zero', length: { blocks } });
  track.start = { part: 1 };
}

function parseParts(tokens: TokenReader, track: Draft<TocTrack>): void {
  for (;;) {
    const { line } = tokens;
    if (tokens.takes('START')) {
      if (track.start !== undefined) throw tokens.wrong('the end of the pregap was given before', line);
      track.start = placeOf(tokens, track);
    } else if (tokens.takes('END')) {
      if (track.end !== undefined) throw tokens.wrong('the end of the track was given before', line);
      track.end = placeOf(tokens, track);
    } else {
      const part = parsePart(tokens, track);
      if (part === undefined) break;
      track.parts.push(part);
    }
  }
  if (track.parts.length === 0) throw tokens.expected('what the track is made of');
}

const placeOf = (tokens: TokenReader, { parts }: Draft<TocTrack>): TocPlace =>
  tokens.isNumber() ? { blocks: tokens.msf() } : { part: parts.length };

function parsePart(tokens: TokenReader, { mode, subChannel }: Draft<TocTrack>): TocPart | undefined {
  const { line } = tokens;
  const isAudio = mode === 'AUDIO';
  const command = tokens.takesOneOf(['AUDIOFILE', 'FILE', 'DATAFILE', 'FIFO', 'SILENCE', 'ZERO']);
  switch (command) {
    case 'AUDIOFILE':
    case 'FILE': {
      if (!isAudio || subChannel !== undefined) {
        throw tokens.wrong(`${command} is only for audio tracks without sub-channel: use DATAFILE`, line);
      }
      const name = fileName(tokens, line);
      const swap = tokens.takes('SWAP');
      const offsetBytes = offsetOf(tokens);
      const start = tokens.length();
      return { line, kind: 'audiofile', name, swap, offsetBytes, start, ...optionalLength(tokens) };
    }
    case 'DATAFILE':
      return {
        line,
        kind: 'datafile',
        name: fileName(tokens, line),
        offsetBytes: offsetOf(tokens),
        ...optionalLength(tokens),
      };
    case 'FIFO':
      throw tokens.wrong(
        'a track from a named pipe (FIFO) cannot be checked before it is burned: write it to a file',
        line,
      );
    case 'SILENCE': {
      if (!isAudio || subChannel !== undefined) {
        throw tokens.wrong('SILENCE is only for audio tracks without sub-channel: use ZERO', line);
      }
      return { line, kind: 'silence', length: positive(tokens, line) };
    }
    case 'ZERO': {
      const zeroMode = tokens.takesOneOf(TOC_MODES);
      const zeroSubChannel = tokens.takesOneOf(SUB_CHANNELS);
      return {
        line,
        kind: 'zero',
        ...(zeroMode === undefined ? {} : { mode: zeroMode }),
        ...(zeroSubChannel === undefined ? {} : { subChannel: zeroSubChannel }),
        length: positive(tokens, line),
      };
    }
    default:
      return undefined;
  }
}

function fileName(tokens: TokenReader, line: number): string {
  const name = tokens.string('the name of a file');
  if (name === '') throw tokens.wrong('the name of the file is empty', line);
  if (name === '-') throw tokens.wrong('a track from standard input cannot be checked before it is burned', line);
  return name;
}

const offsetOf = (tokens: TokenReader): number => (tokens.takes('#') ? tokens.number('an offset in bytes') : 0);

/** A length of 0 means the rest of the file. */
function optionalLength(tokens: TokenReader): { length?: TocLength } {
  if (!tokens.isNumber()) return {};
  const length = tokens.length();
  return isZero(length) ? {} : { length };
}

const isZero = (length: TocLength): boolean => ('blocks' in length ? length.blocks : length.units) === 0;

function positive(tokens: TokenReader, line: number): TocLength {
  const length = tokens.length();
  if (isZero(length)) throw tokens.wrong('the length is zero', line);
  return length;
}
