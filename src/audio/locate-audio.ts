import { extname } from 'node:path';
import { CD_SAMPLE_BYTES } from '../cd/digital-audio.ts';
import { AudioFormatError } from './audio-format-error.ts';
import type { ByteSource, Extent } from './byte-source.ts';
import { convertHeaderless, convertIt, inDigits } from './conversion.ts';
import { foreignFormat, SIGNATURE_BYTES } from './foreign-format.ts';
import { isWav, locateWavAudio } from './wav.ts';

const HEADERLESS_NAMES = new Set(['.pcm', '.raw', '.cdda', '.bin']);

/** Whether a file with this name is PCM without a header, unless its first bytes say something else. */
export const isNamedHeaderless = (path: string): boolean => HEADERLESS_NAMES.has(extname(path).toLowerCase());

/** All of a file as PCM without a header. */
export function wholeFile({ path, sizeBytes }: ByteSource): Extent {
  if (sizeBytes % CD_SAMPLE_BYTES === 0) return { startBytes: 0, lengthBytes: sizeBytes };
  throw new AudioFormatError({
    path,
    found: `treated as PCM without a header, but its ${inDigits(sizeBytes)} bytes are not whole 16-bit stereo samples`,
    remedy: convertHeaderless(path),
  });
}

/** What a file that should be PCM without a header is instead, by its first bytes; undefined for none of these. */
export async function formatOf(file: ByteSource): Promise<string | undefined> {
  const start = await file.readAt(0, SIGNATURE_BYTES);
  return isWav(start) ? 'a WAV file' : foreignFormat(start, { sure: true });
}

/** More tags than any program puts in front of a file. */
const MAX_TAGS = 8;
const TAG_HEADER_BYTES = 10;

/**
 * How many bytes of ID3v2 tags are in front of a file (id3.org, ID3v2.4.0 3.1 and 3.4: four bytes of seven bits have the
 * length).
 */
async function tagBytes(file: ByteSource): Promise<number> {
  let bytes = 0;
  for (let count = 0; count < MAX_TAGS; count++) {
    const header = await file.readAt(bytes, TAG_HEADER_BYTES);
    const [major = 0, , flags = 0, ...length] = header.subarray(3);
    const isTag = header.length === TAG_HEADER_BYTES && Buffer.from(header).toString('latin1', 0, 3) === 'ID3';
    if (!isTag || major < 2 || major > 4 || length.some((part) => part > 0x7f)) break;
    const hasFooter = (flags & 0x10) !== 0;
    bytes += length.reduce((sum, part) => sum * 0x80 + part, 0) + TAG_HEADER_BYTES * (hasFooter ? 2 : 1);
  }
  return bytes;
}

/** The same file without its first bytes. */
const from = (file: ByteSource, startBytes: number): ByteSource => ({
  path: file.path,
  sizeBytes: Math.max(0, file.sizeBytes - startBytes),
  readAt: (position, length) => file.readAt(startBytes + position, length),
});

/**
 * Where the audio of a file is, by its first bytes; ID3v2 tags in front of them are skipped.
 * @param headerless treat a file without a header as PCM
 * @throws AudioFormatError for a file in another format
 */
export async function locateAudioFile(file: ByteSource, { headerless }: { headerless: boolean }): Promise<Extent> {
  const { path } = file;
  if (file.sizeBytes === 0) {
    throw new AudioFormatError({ path, found: 'an empty file', remedy: 'Leave it out, or create it again.' });
  }
  const skipped = await tagBytes(file);
  const untagged = skipped === 0 ? file : from(file, skipped);
  const start = await untagged.readAt(0, SIGNATURE_BYTES);
  if (isWav(start)) {
    const { startBytes, lengthBytes } = await locateWavAudio(untagged);
    return { startBytes: skipped + startBytes, lengthBytes };
  }
  const foreign = foreignFormat(start, { sure: headerless }) ?? (skipped > 0 ? 'an MP3 file' : undefined);
  if (foreign !== undefined) throw new AudioFormatError({ path, found: foreign, remedy: convertIt(path) });
  if (headerless) return wholeFile(file);
  throw new AudioFormatError({
    path,
    found: `not a WAV file (it begins with ${Buffer.from(start.subarray(0, 12)).toString('hex')})`,
    remedy: `${convertIt(path)} (PCM without a header is accepted from files named .pcm, .raw, .cdda or .bin)`,
  });
}
