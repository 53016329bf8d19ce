import { extname } from 'node:path';
import { CD_SAMPLE_BYTES } from '../cd/digital-audio.ts';
import { HEADERLESS_EXTENSIONS } from './audio-extensions.ts';
import { AudioFormatError } from './audio-format-error.ts';
import type { ByteSource, Extent } from './byte-source.ts';
import type { ContentKind, FileContent } from './content-kinds.ts';
import { whatItIsFor } from './content-remedy.ts';
import { convertHeaderless, convertIt, inDigits } from './conversion.ts';
import { DATA_IMAGE, foreignFormat, SIGNATURE_BYTES } from './foreign-format.ts';
import { tagBytes, withoutStart } from './leading-tags.ts';
import { UndecodedFormat } from './undecoded-format.ts';
import { contentOfFile } from './unknown-content.ts';
import { isWav, locateWavAudio } from './wav.ts';

/** Whether a file with this name is PCM without a header, unless its first bytes say something else. */
export const isNamedHeaderless = (path: string): boolean => HEADERLESS_EXTENSIONS.includes(extname(path).toLowerCase());

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
  const untagged = skipped === 0 ? file : withoutStart(file, skipped);
  const start = await untagged.readAt(0, SIGNATURE_BYTES);
  if (isWav(start)) {
    const { startBytes, lengthBytes } = await locateWavAudio(untagged);
    return { startBytes: skipped + startBytes, lengthBytes };
  }
  if (!headerless && skipped === 0) await requireSound(file);
  const foreign = foreignFormat(start, { sure: headerless }) ?? (skipped > 0 ? 'an MP3 file' : undefined);
  if (foreign === DATA_IMAGE) throw notAudio(path, { kind: 'raw image', name: foreign });
  if (foreign !== undefined) throw new UndecodedFormat(path, foreign);
  if (headerless) return wholeFile(file);
  throw new AudioFormatError({
    path,
    found: `not in a format of sound that is known (it begins with ${Buffer.from(start.subarray(0, 12)).toString('hex')})`,
    remedy: `${convertIt(path)} (PCM without a header is accepted from files named .pcm, .raw, .cdda or .bin)`,
  });
}

/** @throws AudioFormatError for a file of which it is known what it is, and that its sound is not read here */
async function requireSound(file: ByteSource): Promise<void> {
  const { path } = file;
  const content = await contentOfFile(file);
  if (content === undefined || content.kind === 'sound') return;
  if (content.kind === 'film') throw new UndecodedFormat(path, content.name, whatItIsFor(path, content));
  throw notAudio(path, content);
}

const LEFT_OUT: ReadonlySet<ContentKind> = new Set(['picture', 'archive', 'text', 'other']);

function notAudio(path: string, content: FileContent): AudioFormatError {
  const leaveOut = LEFT_OUT.has(content.kind) ? 'Leave it out, or name the audio file. ' : '';
  return new AudioFormatError({
    path,
    found: `${content.name}, not audio`,
    remedy: `${leaveOut}${whatItIsFor(path, content)}`,
  });
}
