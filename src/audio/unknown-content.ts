import { isUtf8 } from 'node:buffer';
import type { ByteSource } from './byte-source.ts';

/** What a file is that is not sound. */
export interface UnknownContent {
  /** For `found` of an error: `a CUE sheet, not audio`. */
  readonly found: string;
  readonly remedy: string;
}

const LEAVE_OUT = 'Leave it out, or name the audio file.';

/** Files that lie next to music, by their first bytes as Latin-1. */
const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ['\x89PNG', 'a picture (PNG)'],
  ['\xff\xd8\xff', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['II*\0', 'a picture (TIFF)'],
  ['MM\0*', 'a picture (TIFF)'],
  ['%PDF', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive'],
  ['Rar!', 'a RAR archive'],
  ["7z\xbc\xaf'\x1c", 'a 7z archive'],
  ['\x1f\x8b\x08', 'a gzip archive'],
  ['\xfd7zXZ', 'an xz archive'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a program of Windows'],
  ['MThd', 'a MIDI file, which has notes and no sound'],
  ['CISO', 'a compressed disc image (CSO)'],
  ['MComprHD', 'a compressed disc image (CHD)'],
];

/** The files of `sim:PATH` (simulator/disc-file). */
const SAVED_DISC = 'discwright disc';

const asDocument = (extension: string): string => `Give it a name that ends with ${extension}, and burn that.`;

/** Documents that describe a disc, by what is in them. */
const DOCUMENTS: readonly (readonly [form: RegExp, what: string, extension: string])[] = [
  [/^[ \t]*TRACK[ \t]+\d+[ \t]+[A-Z]+[^\n]*$[\s\S]*^[ \t]*INDEX[ \t]+\d+[ \t]+\d+:/im, 'a CUE sheet', '.cue'],
  [/^[ \t]*CD_(?:DA|ROM|ROM_XA)[ \t]*$/m, 'a TOC file of cdrdao', '.toc'],
  [/^#EXTM3U/, 'a playlist', '.m3u8'],
  [/^\s*\{[\s\S]*"type"\s*:\s*"discwright job"/, 'a job in JSON', '.json'],
  [/^[ \t]*(?:Albumtitle|CDINDEX_DISCID)[ \t]*=/im, 'an .inf file', '.inf'],
];

/** How much of a text is examined. */
const TEXT_BYTES = 65_536;

/** What a file is that is in no format of sound; undefined if nothing is known of it. */
export async function unknownContent(file: ByteSource): Promise<UnknownContent | undefined> {
  const start = await file.readAt(0, Math.min(TEXT_BYTES, file.sizeBytes));
  const latin = Buffer.from(start.subarray(0, 16)).toString('latin1');
  const signature = SIGNATURES.find(([bytes]) => latin.startsWith(bytes));
  if (latin.startsWith(SAVED_DISC)) {
    return {
      found: 'a saved disc of the simulated drive, not audio',
      remedy: 'Put it into the drive: `--device sim:FILE`.',
    };
  }
  if (signature !== undefined) return { found: `${signature[1]}, not audio`, remedy: LEAVE_OUT };
  const text = textOf(start);
  if (text === undefined) return undefined;
  if (text.trim() === '') return { found: 'a text file with nothing in it, not audio', remedy: LEAVE_OUT };
  const document = DOCUMENTS.find(([form]) => form.test(text));
  if (document !== undefined) return { found: `${document[1]}, not audio`, remedy: asDocument(document[2]) };
  if (/^[ \t]*(?:Input Sheet Version|Text Code)[ \t]*=/im.test(text)) {
    return {
      found: 'a text sheet with CD-TEXT, not audio',
      remedy: 'Give it with `--cd-text FILE`, once for each language.',
    };
  }
  if (/^\s*<(?:!doctype html|html)/i.test(text)) return { found: 'a web page, not audio', remedy: LEAVE_OUT };
  return { found: 'a text file, not audio', remedy: LEAVE_OUT };
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
