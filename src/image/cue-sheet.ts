import type { CdTextTexts } from '../cd/cd-text/index.ts';
import { decodeControl } from '../cd/control.ts';
import { formatLength } from '../cd/msf.ts';

/** One track, as described in a CUE sheet. */
export interface CueTrack {
  readonly number: number;
  readonly session: number;
  readonly mode: 'AUDIO' | 'MODE1/2352' | 'MODE2/2352';
  /** Indexes in order, each with its position in the file in blocks. */
  readonly indexes: readonly (readonly [number: number, positionBlocks: number])[];
  /** CONTROL nibble of the Q channel, if known. */
  readonly control?: number | undefined;
  readonly isrc?: string | undefined;
  readonly texts?: CdTextTexts | undefined;
}

export interface CueDisc {
  readonly binName: string;
  readonly catalogNumber?: string | undefined;
  readonly album: CdTextTexts;
  readonly tracks: readonly CueTrack[];
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The CUE sheet of one BIN file. Sessions are written as `REM SESSION nn`, and only if there are several. */
export function cueSheet({ binName, catalogNumber, album, tracks }: CueDisc): string {
  const several = new Set(tracks.map(({ session }) => session)).size > 1;
  const lines = tracks.flatMap((track, index) => {
    const begins = several && tracks[index - 1]?.session !== track.session;
    return [...(begins ? [`REM SESSION ${twoDigits(track.session)}`] : []), ...trackLines(track)];
  });
  const catalog = catalogNumber === undefined ? [] : [`CATALOG ${catalogNumber}`];
  return `${[...catalog, ...textLines(album), `FILE "${binName}" BINARY`, ...lines].join('\n')}\n`;
}

function trackLines({ number, mode, indexes, control, isrc, texts = {} }: CueTrack): string[] {
  const flags = control === undefined ? [] : flagsOf(control).filter((flag) => mode === 'AUDIO' || flag === 'DCP');
  return [
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
