import { isAbsolute, join, parse } from 'node:path';
import { CD_CHANNELS, CD_SAMPLE_RATE_HZ } from '../cd/digital-audio.ts';

/** Quotes one argument for the shell that people paste commands into. */
function quote(argument: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? `"${argument}"` : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** ffmpeg treats a leading dash as an option, and a word before a colon as a protocol. */
function asFileName(path: string): string {
  return !isAbsolute(path) && /^-|^[^/\\]*:/.test(path) && !/^[a-z]:[/\\]/i.test(path) ? `./${path}` : path;
}

/**
 * The command that turns a file into a WAV that fits a CD, next to it and under another name.
 * @param inputOptions options that say what the input is, where ffmpeg cannot see it
 */
export function conversionCommand(path: string, inputOptions = '', platform = process.platform): string {
  const { dir, name } = parse(path);
  const input = quote(asFileName(path), platform);
  const output = quote(asFileName(join(dir, `${name}.cd.wav`)), platform);
  return `ffmpeg ${inputOptions}-i ${input} -ar ${CD_SAMPLE_RATE_HZ} -ac ${CD_CHANNELS} -c:a pcm_s16le ${output}`;
}

/** The remedy for anything that ffmpeg can read. */
export const convertIt = (path: string): string => `Convert it: ${conversionCommand(path)}`;

/** The remedy for headerless PCM that is not whole samples: ffmpeg drops the remainder. */
export const convertHeaderless = (path: string): string =>
  `If it really is ${CD_SAMPLE_RATE_HZ} Hz, 16-bit, stereo, little endian, cut off the remainder: ${conversionCommand(
    path,
    `-f s16le -ar ${CD_SAMPLE_RATE_HZ} -ac ${CD_CHANNELS} `,
  )}`;

/** `1,234,567`: lengths in messages are read by people. */
export const inDigits = (value: number): string => value.toLocaleString('en-US');
