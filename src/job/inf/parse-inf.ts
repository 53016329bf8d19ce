import { JobError } from '../job-error.ts';

/** What an `.inf` file says about a track; fields that it does not have are left out. */
export interface Inf {
  readonly number?: number;
  /** In blocks from the start of the disc's first program area. */
  readonly startBlocks?: number;
  /** In samples. */
  readonly lengthSamples?: number;
  readonly mcn?: string;
  readonly isrc?: string;
  readonly preEmphasis: boolean;
  /** 4 is four channels. */
  readonly channels?: number;
  /** `yes`: copies are permitted; `once`: of an original; `no`: not of this copy (SCMS). */
  readonly copy?: 'yes' | 'once' | 'no';
  readonly bigEndian: boolean;
  /** Where INDEX 2, 3, ... are, in blocks from INDEX 1. */
  readonly indexBlocks: readonly number[];
  /** Where the pause before the next track begins, in blocks from INDEX 1. */
  readonly nextPauseBlocks?: number;
  readonly album: InfTexts;
  readonly track: InfTexts;
}

export interface InfTexts {
  readonly title?: string;
  readonly performer?: string;
  readonly songwriter?: string;
  readonly composer?: string;
  readonly arranger?: string;
  readonly message?: string;
}

const SAMPLES_PER_BLOCK = 588;
const ALBUM_TEXTS: readonly (readonly [field: string, key: keyof InfTexts])[] = [
  ['albumtitle', 'title'],
  ['albumperformer', 'performer'],
  ['albumsongwriter', 'songwriter'],
  ['albumcomposer', 'composer'],
  ['albumarranger', 'arranger'],
  ['albummessage', 'message'],
];
const TRACK_TEXTS: readonly (readonly [field: string, key: keyof InfTexts])[] = [
  ['tracktitle', 'title'],
  ['performer', 'performer'],
  ['songwriter', 'songwriter'],
  ['composer', 'composer'],
  ['arranger', 'arranger'],
  ['message', 'message'],
];

/**
 * Reads an `.inf` file, as icedax and cdda2wav write it next to the audio of a track and `wodim -useinfo` reads it: lines
 * `Name= value`, texts in apostrophes, comments with `#`.
 * @throws JobError that names the line
 */
export function parseInf(text: string, path: string): Inf {
  const fields = fieldsOf(text, path);
  const wrong = (name: string): JobError => {
    const { line, value } = fields.get(name) ?? { line: 0, value: '' };
    return new JobError({ path, line, reason: `${name} is not right: ${value}`, remedy: 'Correct the .inf file' });
  };
  const valueIn = (name: string): string => fields.get(name)?.value ?? '';
  const numbersOf = (name: string): number[] => {
    const words = valueIn(name)
      .split(/[\s,]+/)
      .filter((word) => word !== '');
    if (!words.every((word) => /^-?\d{1,9}$/.test(word))) throw wrong(name);
    return words.map(Number);
  };
  const [number] = numbersOf('tracknumber');
  const [startBlocks] = numbersOf('trackstart');
  const [lengthBlocks, restSamples = 0] = numbersOf('tracklength');
  const [nextPauseBlocks = -1] = numbersOf('index0');
  const [channels] = numbersOf('channels');
  const [first = 0, ...indexBlocks] = numbersOf('index');
  const inOrder = indexBlocks.every((blocks, at) => blocks > (indexBlocks[at - 1] ?? 0));
  if (first !== 0 || !inOrder) throw wrong('index');
  const copy = /^(yes|once|no)/i.exec(valueIn('copy_permitted'))?.[1]?.toLowerCase() as Inf['copy'];
  return {
    ...(number === undefined ? {} : { number }),
    ...(startBlocks === undefined ? {} : { startBlocks }),
    ...(lengthBlocks === undefined ? {} : { lengthSamples: lengthBlocks * SAMPLES_PER_BLOCK + restSamples }),
    ...(valueIn('mcn') === '' ? {} : { mcn: valueIn('mcn') }),
    ...(valueIn('isrc') === '' ? {} : { isrc: valueIn('isrc') }),
    preEmphasis: /^yes/i.test(valueIn('pre-emphasis')),
    ...(channels === undefined ? {} : { channels }),
    ...(copy === undefined ? {} : { copy }),
    bigEndian: /^big/i.test(valueIn('endianess')),
    indexBlocks,
    ...(nextPauseBlocks > 0 ? { nextPauseBlocks } : {}),
    album: textsOf(ALBUM_TEXTS, valueIn),
    track: textsOf(TRACK_TEXTS, valueIn),
  };
}

const textsOf = (
  names: readonly (readonly [field: string, key: keyof InfTexts])[],
  valueIn: (name: string) => string,
): InfTexts =>
  Object.fromEntries(
    names.flatMap(([field, key]) => {
      const text = textIn(valueIn(field));
      return text === '' ? [] : [[key, text] as const];
    }),
  );

/** Only the first and the last apostrophe delimit a text, which may have others in it. */
const textIn = (value: string): string => /^'([\s\S]*)'$/.exec(value)?.[1] ?? value.replace(/^'|'$/g, '');

interface Field {
  readonly line: number;
  readonly value: string;
}

function fieldsOf(text: string, path: string): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, value = ''] = /^\s*([A-Za-z][A-Za-z0-9_-]*)\s*=(.*)$/.exec(line) ?? [];
    if (name === undefined) {
      throw new JobError({
        path,
        line: index + 1,
        reason: `not a line of an .inf file: ${line.slice(0, 80)}`,
        remedy: 'Use the file that icedax wrote',
      });
    }
    const key = name.toLowerCase();
    // K3b writes a line for each index.
    const before = key === 'index' ? fields.get(key) : undefined;
    fields.set(key, { line: index + 1, value: `${before === undefined ? '' : `${before.value} `}${value.trim()}` });
  }
  return fields;
}
