import { isUtf8 } from 'node:buffer';
import { USER_DATA_BYTES } from '../cd/geometry.ts';
import { requireKnownOptions, SIGNAL_OPTIONS, type SignalOptions } from '../known-options.ts';
import { AudioFile } from './audio-file.ts';
import type { ByteSource } from './byte-source.ts';
import {
  contentByEnding,
  contentByStart,
  contentOfText,
  ENDING_BYTES,
  type FileContent,
  type IdentifiedFile,
} from './content-kinds.ts';
import { whatItIsFor } from './content-remedy.ts';
import { dataImageBlockBytes } from './disc-image.ts';
import { DATA_IMAGE, FILMS, foreignFormat, SIGNATURE_BYTES } from './foreign-format.ts';
import { isWav } from './wav.ts';

/** How much of a text is examined. */
const TEXT_BYTES = 65_536;

/**
 * What a file is, by its bytes and never by its name; undefined if nothing is known of it.
 * @throws AudioFormatError for what is not a regular file, or cannot be read; OptionsError; the signal's reason
 */
export async function identifyFile(path: string, options: SignalOptions = {}): Promise<IdentifiedFile | undefined> {
  requireKnownOptions('identifyFile()', options, SIGNAL_OPTIONS);
  options.signal?.throwIfAborted();
  const file = await AudioFile.open(path);
  try {
    const content = await contentOfFile(file);
    options.signal?.throwIfAborted();
    return content === undefined ? undefined : { ...content, use: whatItIsFor(path, content) };
  } finally {
    await file.close();
  }
}

/** What a file is; undefined if nothing is known of it. */
export async function contentOfFile(file: ByteSource): Promise<FileContent | undefined> {
  if (file.sizeBytes === 0) return { kind: 'empty', name: 'an empty file' };
  const start = await file.readAt(0, Math.min(TEXT_BYTES, file.sizeBytes));
  // A disc that a computer starts from may begin as a program.
  const blockBytes = await dataImageBlockBytes(file);
  if (blockBytes === USER_DATA_BYTES) return { kind: 'file system', name: 'an image of a data disc' };
  if (blockBytes !== undefined)
    return { kind: 'raw image', name: `an image of a data disc in blocks of ${blockBytes} bytes` };
  const byStart = contentByStart(Buffer.from(start.subarray(0, ENDING_BYTES)).toString('latin1'));
  if (byStart !== undefined) return byStart;
  const signature = start.subarray(0, SIGNATURE_BYTES);
  if (isWav(signature)) return { kind: 'sound', name: 'a WAV file' };
  const format = foreignFormat(signature, { sure: true });
  if (format === DATA_IMAGE) return { kind: 'raw image', name: DATA_IMAGE };
  if (format !== undefined) return { kind: FILMS.has(format) ? 'film' : 'sound', name: format };
  const end = await file.readAt(Math.max(0, file.sizeBytes - ENDING_BYTES), ENDING_BYTES);
  const byEnding = contentByEnding(Buffer.from(end).toString('latin1'));
  if (byEnding !== undefined) return byEnding;
  const text = textOf(start);
  if (text !== undefined) return contentOfText(text);
  const mpeg = foreignFormat(signature, { sure: false });
  return mpeg === undefined ? undefined : { kind: 'sound', name: mpeg };
}

const MOST_BEYOND_ASCII = 0.3;

/** The text in these bytes, if they are one: UTF-16 with its mark, or without control characters that no text has. */
function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  }
  const isControl = (byte: number) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1a;
  if (bytes.some((byte) => isControl(byte) || byte === 0x7f)) return undefined;
  // Sound can have no control characters by chance, but not so many letters.
  const beyond = bytes.filter((byte) => byte >= 0x80).length;
  if (beyond > bytes.length * MOST_BEYOND_ASCII && !isUtf8(bytes)) return undefined;
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}
