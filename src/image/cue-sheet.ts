import type { CdTextTexts } from '../cd/cd-text/index.ts';
import { decodeControl } from '../cd/control.ts';
import { formatLength } from '../cd/msf.ts';

/** One track, as described in a CUE sheet. */
export interface CueTrack {
  readonly number: number;
  readonly session: number;
  readonly mode: 'AUDIO' | 'MODE1/2352' | 'MODE2/2352' | 'MODE1/2048' | 'MODE2/2048';
  /** The file that begins with it, if it is not the one of the track before. */
  readonly file?: { readonly name: string; readonly type: 'BINARY' | 'WAVE' } | undefined;
  /** Indexes in order, each with its position in the file in blocks. */
  readonly indexes: readonly (readonly [number: number, positionBlocks: number])[];
  /** CONTROL nibble of the Q channel, if known. */
  readonly control?: number | undefined;
  /** SCMS: the copy bit alternates. */
  readonly serialCopy?: boolean | undefined;
  readonly isrc?: string | undefined;
  readonly texts?: CdTextTexts | undefined;
}

export interface CueDisc {
  /** The one file that holds all tracks; left out where tracks have files of their own. */
  readonly binName?: string;
  /** The file with the packs of the CD-TEXT. */
  readonly cdTextFile?: string | undefined;
  readonly catalogNumber?: string | undefined;
  readonly album: CdTextTexts;
  readonly tracks: readonly CueTrack[];
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The CUE sheet of a disc. Sessions are written as `REM SESSION nn`, and only if there are several. */
export function cueSheet({ binName, cdTextFile, catalogNumber, album, tracks }: CueDisc): string {
  const several = new Set(tracks.map(({ session }) => session)).size > 1;
  const lines = tracks.flatMap((track, index) => {
    const begins = several && tracks[index - 1]?.session !== track.session;
    return [...(begins ? [`REM SESSION ${twoDigits(track.session)}`] : []), ...trackLines(track)];
  });
  const catalog = catalogNumber === undefined ? [] : [`CATALOG ${catalogNumber}`];
  const packs = cdTextFile === undefined ? [] : [`CDTEXTFILE "${cdTextFile}"`];
  const file = binName === undefined ? [] : [fileLine(binName, 'BINARY')];
  return `${[...catalog, ...packs, ...textLines(album), ...file, ...lines].join('\n')}\n`;
}

const fileLine = (name: string, type: string): string => `FILE "${name}" ${type}`;

function trackLines({ number, mode, file, indexes, control, serialCopy, isrc, texts = {} }: CueTrack): string[] {
  const all = [...(control === undefined ? [] : flagsOf(control)), ...(serialCopy ? ['SCMS'] : [])];
  const flags = all.filter((flag) => mode === 'AUDIO' || flag === 'DCP');
  return [
    ...(file === undefined ? [] : [fileLine(file.name, file.type)]),
    `  TRACK ${twoDigits(number)} ${mode}`,
    ...textLines(texts).map((line) => `    ${line}`),
    ...(flags.length === 0 ? [] : [`    FLAGS ${flags.join(' ')}`]),
    ...(isrc === undefined ? [] : [`    ISRC ${isrc}`]),
    ...indexes.map(([index, position]) => `    INDEX ${twoDigits(index)} ${formatLength(position)}`),
  ];
}

function flagsOf(control: number): string[] {
  const { copyPermitted, fourChannels, preEmphasis } = decodeControl(control);
  return [...(copyPermitted ? ['DCP'] : []), ...(fourChannels ? ['4CH'] : []), ...(preEmphasis ? ['PRE'] : [])];
}

/** Texts that only some programs read as commands are comments in the sheet: every program reads those. */
const TEXT_COMMANDS = {
  TITLE: 'title',
  PERFORMER: 'performer',
  SONGWRITER: 'songwriter',
  'REM COMPOSER': 'composer',
  'REM ARRANGER': 'arranger',
  'REM MESSAGE': 'message',
} as const satisfies Record<string, keyof CdTextTexts>;

/** Most programs end a text at the first quotation mark in it, and any text at the end of the line. */
const quoted = (text: string): string => `"${text.replaceAll('"', "'").replace(/[\r\n\t]+/g, ' ')}"`;

const textLines = (texts: CdTextTexts): string[] =>
  Object.entries(TEXT_COMMANDS).flatMap(([command, key]) => {
    const text = texts[key];
    return text === undefined || text === '' ? [] : [`${command} ${quoted(text)}`];
  });

/** What the sheet of a disc does not say as the disc does. */
export function alteredTexts({ album, tracks }: Pick<CueDisc, 'album' | 'tracks'>): string[] {
  const altered = (texts: CdTextTexts = {}) =>
    Object.values(TEXT_COMMANDS).filter((key) => quoted(texts[key] ?? '') !== `"${texts[key] ?? ''}"`);
  const where = [...altered(album).map((key) => `the ${key} of the disc`)];
  for (const { number, texts } of tracks) where.push(...altered(texts).map((key) => `the ${key} of track ${number}`));
  return where.map((text) => `quotation marks and line ends in ${text} are written as apostrophes and blanks`);
}
