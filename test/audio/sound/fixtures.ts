import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type OpenAudioFileOptions, openAudioFile } from '../../../src/audio/index.ts';
import { readAll } from '../wav-builder.ts';

export const FIXTURES = fileURLToPath(new URL('../../../fixtures/sound/', import.meta.url));

/** 16-bit values, left and right in turn. */
export const valuesOf = (bytes: Buffer): number[] =>
  Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(2 * index));

/** The samples of source.wav, from which all other files were made. */
export const SOURCE = valuesOf((await readFile(`${FIXTURES}source.wav`)).subarray(44));

export const left = (values: readonly number[]): number[] => values.filter((_, index) => index % 2 === 0);

/** What a file is on the disc. */
export async function burned(path: string, options: OpenAudioFileOptions = {}): Promise<number[]> {
  return valuesOf(await readAll(await openAudioFile(path, options)));
}
