import { isAbsolute, join, parse } from 'node:path';
import { CD_CHANNELS, CD_SAMPLE_RATE_HZ } from '../cd/digital-audio.ts';

/** Quotes one argument for the shell that people paste commands into. */
export function quote(argument: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? `"${argument}"` : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** ffmpeg treats a leading dash as an option, and a word before a colon as a protocol. */
function asFileName(path: string): string {
  return !isAbsolute(path) && /^-|^[^/\\]*:/.test(path) && !/^[a-z]:[/\\]/i.test(path) ? `./${path}` : path;
}

/** What is known of a file that is to be converted. */
export interface Conversion {
  /** What says what the input is, where ffmpeg cannot see it. */
  readonly inputOptions?: string;
  /** Of the input; undefined if not known. */
  readonly channels?: number | undefined;
}

/**
 * ffmpeg's own conversion of one channel into two (`-ac 2`) makes it 3 dB quieter. Without it mono stays mono, which becomes
 * stereo unchanged when it is burned.
 */
function channelOptions(channels: number | undefined): string {
  if (channels === 1) return '-af pan="stereo|c0=c0|c1=c0" ';
  return channels === undefined || channels === CD_CHANNELS ? '' : `-ac ${CD_CHANNELS} `;
}

/** The command that turns a file into a WAV that fits a CD, next to it and under another name. */
export function conversionCommand(
  path: string,
  { inputOptions = '', channels }: Conversion = {},
  platform = process.platform,
): string {
  const { dir, name } = parse(path);
  const input = quote(asFileName(path), platform);
  const output = quote(asFileName(join(dir, `${name}.cd.wav`)), platform);
  return `ffmpeg ${inputOptions}-i ${input} ${channelOptions(channels)}-ar ${CD_SAMPLE_RATE_HZ} -c:a pcm_s16le ${output}`;
}

/** The remedy for anything that ffmpeg can read. */
export const convertIt = (path: string, conversion: Conversion = {}): string =>
  `Convert it: ${conversionCommand(path, conversion)}`;

/** The remedy for headerless PCM that is not whole samples: ffmpeg drops the remainder. */
export const convertHeaderless = (path: string): string =>
  `If it really is ${CD_SAMPLE_RATE_HZ} Hz, 16-bit, stereo, little endian, cut off the remainder: ${conversionCommand(
    path,
    { inputOptions: `-f s16le -ar ${CD_SAMPLE_RATE_HZ} -ac ${CD_CHANNELS} `, channels: CD_CHANNELS },
  )}`;

/** `1,234,567`: lengths in messages are read by people. */
export const inDigits = (value: number): string => value.toLocaleString('en-US');
