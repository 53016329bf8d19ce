import {
  AUDIO_BLOCK_BYTES,
  FORM2_USER_DATA_BYTES,
  isTrackNumber,
  MODE2_BLOCK_BYTES,
  RAW_BLOCK_BYTES,
  SECTOR_BYTES,
  USER_DATA_BYTES,
} from '../cd/geometry.ts';
import { parseLength } from '../cd/msf.ts';
import { DecodeError } from '../codec/index.ts';
import { notAnImage } from './image-error.ts';

/** How a track's blocks are stored in the file, and how many bytes each takes. */
export const CUE_TRACK_MODES = {
  AUDIO: AUDIO_BLOCK_BYTES,
  'MODE1/2048': USER_DATA_BYTES,
  'MODE1/2352': SECTOR_BYTES,
  'MODE2/2048': USER_DATA_BYTES,
  'MODE2/2324': FORM2_USER_DATA_BYTES,
  'MODE2/2336': MODE2_BLOCK_BYTES,
  'MODE2/2352': SECTOR_BYTES,
  CDG: RAW_BLOCK_BYTES,
} as const;
export type CueTrackMode = keyof typeof CUE_TRACK_MODES;

export interface CueIndex {
  /** 0 is the pause before the track, 1 its start. */
  readonly number: number;
  /** From the start of the file. */
  readonly positionBlocks: number;
}

export interface CueSheetTexts {
  readonly title?: string;
  readonly performer?: string;
  readonly songwriter?: string;
}

export interface CueSheetTrack extends CueSheetTexts {
  readonly number: number;
  /** 1 unless `REM SESSION` says otherwise. */
  readonly session: number;
  readonly mode: CueTrackMode;
  /** The file that contains it, as named in the sheet. */
  readonly file: string;
  readonly indexes: readonly CueIndex[];
  /** `DCP`, `4CH`, `PRE`, `SCMS`. */
  readonly flags: readonly string[];
  readonly isrc?: string;
  /** Pauses before and after the track that are not in the file. */
  readonly pregapBlocks: number;
  readonly postgapBlocks: number;
}

export interface CueSheet extends CueSheetTexts {
  readonly catalog?: string;
  /** The file with the disc's CD-TEXT packs. */
  readonly cdTextFile?: string;
  readonly tracks: readonly CueSheetTrack[];
}

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Words of a line; text in quotation marks is one word. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

/**
 * Reads a CUE sheet. Comments (`REM` other than `SESSION`) are ignored.
 * @param name the name of the sheet, for errors
 * @throws ImageError of kind `not-an-image` that names the line
 */
export function parseCueSheet(text: string, name: string): CueSheet {
  const sheet: Draft<CueSheet> = { tracks: [] };
  let file: string | undefined;
  let session = 1;
  let track: Draft<CueSheetTrack> | undefined;
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const [command = '', first = '', second = ''] = wordsOf(line);
    const wrong = (what: string) => notAnImage(`${name}, line ${index + 1}: ${what}: ${line.trim()}`);
    const current = (): Draft<CueSheetTrack> => {
      if (track === undefined) throw wrong('there is no track yet');
      return track;
    };
    switch (command.toUpperCase()) {
      case 'FILE':
        if (second.toUpperCase() !== 'BINARY') throw wrong('only BINARY files can be read');
        file = first;
        break;
      case 'TRACK': {
        const mode = second.toUpperCase();
        const expected = (sheet.tracks.at(-1)?.number ?? Number(first) - 1) + 1;
        if (!(mode in CUE_TRACK_MODES)) throw wrong('unknown track mode');
        if (Number(first) !== expected || !isTrackNumber(expected)) throw wrong('track numbers are not consecutive');
        if (file === undefined) throw wrong('there is no FILE yet');
        track = {
          number: expected,
          session,
          mode: mode as CueTrackMode,
          file,
          indexes: [],
          flags: [],
          pregapBlocks: 0,
          postgapBlocks: 0,
        };
        sheet.tracks.push(track);
        break;
      }
      case 'INDEX': {
        const { indexes } = current();
        const positionBlocks = blocksOf(second);
        const last = indexes.at(-1);
        const follows = last === undefined ? Number(first) <= 1 : Number(first) === last.number + 1;
        if (positionBlocks === undefined || !follows || positionBlocks < (last?.positionBlocks ?? 0)) {
          throw wrong('indexes are not in order');
        }
        indexes.push({ number: Number(first), positionBlocks });
        break;
      }
      case 'PREGAP':
      case 'POSTGAP': {
        const blocks = blocksOf(first);
        if (blocks === undefined) throw wrong('not a length in the form MM:SS:FF');
        if (command.toUpperCase() === 'PREGAP') current().pregapBlocks = blocks;
        else current().postgapBlocks = blocks;
        break;
      }
      case 'FLAGS':
        current().flags = wordsOf(line).slice(1);
        break;
      case 'ISRC':
        current().isrc = first;
        break;
      case 'CATALOG':
        sheet.catalog = first;
        break;
      case 'CDTEXTFILE':
        sheet.cdTextFile = first;
        break;
      case 'TITLE':
      case 'PERFORMER':
      case 'SONGWRITER':
        (track ?? sheet)[command.toLowerCase() as keyof CueSheetTexts] = first;
        break;
      case 'REM':
        if (first.toUpperCase() === 'SESSION') session = Number(second);
        break;
      case '':
        break;
      default:
        throw wrong('this is not a command of a CUE sheet');
    }
  }
  const incomplete = sheet.tracks.find(({ indexes }) => !indexes.some(({ number }) => number === 1));
  if (incomplete !== undefined) throw notAnImage(`${name}: track ${incomplete.number} has no INDEX 01`);
  if (sheet.tracks.length === 0) throw notAnImage(`${name} has no tracks`);
  return sheet;
}

/** The blocks in `MM:SS:FF`; undefined for anything else. */
function blocksOf(text: string): number | undefined {
  try {
    return parseLength(text);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
