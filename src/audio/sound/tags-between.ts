import type { ByteSource } from '../byte-source.ts';
import { textOf, viewOf } from '../chunk-header.ts';
import { tagBytes, withoutStart } from '../leading-tags.ts';
import type { WindowReader } from './window-reader.ts';

/** ID3v1, and the extension that some taggers put before it. */
const ID3V1_BYTES = 128;
const ID3V1_EXTENSION_BYTES = 227;
/** An APEv2 tag has a header or a footer of this length; its size counts the items and the footer. */
const APE_HEADER_BYTES = 32;
const APE_HAS_HEADER = 0x8000_0000;
const APE_IS_HEADER = 0x2000_0000;
/** Lyrics3 says its length only at its end. */
const LYRICS_ENDS = ['LYRICSEND', 'LYRICS200'];
const LYRICS_MAX_BYTES = 1_048_576;
/** So many equal bytes are filler. */
const FILLER_BYTES = 16;

export interface Skipped {
  /** Where something else begins, or the file ends. */
  readonly endBytes: number;
  /** Whether one of them was a tag. */
  readonly hasTag: boolean;
}

/** The tags and filler that begin at a place in MPEG audio, one after the other. */
export async function skipTags(source: ByteSource, reader: WindowReader, from: number): Promise<Skipped> {
  let position = from;
  let hasTag = false;
  while (position < source.sizeBytes) {
    const tag = await tagLength(source, reader, position);
    // A tag that is longer than the file is damaged: what follows may be sound.
    const isTag = tag > 0 && position + tag <= source.sizeBytes;
    const length = isTag ? tag : await fillerLength(reader, position);
    if (length === 0) break;
    hasTag ||= isTag;
    position += length;
  }
  return { endBytes: position, hasTag };
}

async function tagLength(source: ByteSource, reader: WindowReader, at: number): Promise<number> {
  const start = Uint8Array.from(await reader.at(at, APE_HEADER_BYTES));
  const text = textOf(start);
  if (text.startsWith('ID3')) return tagBytes(withoutStart(source, at));
  if (text.startsWith('TAG+')) return ID3V1_EXTENSION_BYTES;
  if (text.startsWith('TAG')) return ID3V1_BYTES;
  if (text.startsWith('APETAGEX') && start.length === APE_HEADER_BYTES) {
    const size = viewOf(start).getUint32(12, true);
    const flags = viewOf(start).getUint32(20, true);
    const isHeader = (flags & APE_IS_HEADER) !== 0 && (flags & APE_HAS_HEADER) !== 0;
    return isHeader ? APE_HEADER_BYTES + size : APE_HEADER_BYTES;
  }
  if (!text.startsWith('LYRICSBEGIN')) return 0;
  const lyrics = Buffer.from(await source.readAt(at, LYRICS_MAX_BYTES));
  const ends = LYRICS_ENDS.map((end) => lyrics.indexOf(end, 0, 'latin1')).filter((index) => index > 0);
  return ends.length === 0 ? 0 : Math.min(...ends) + (LYRICS_ENDS[0] ?? '').length;
}

async function fillerLength(reader: WindowReader, at: number): Promise<number> {
  const bytes = await reader.at(at, 65_536);
  const [first] = bytes;
  if (first !== 0 && first !== 0xff) return 0;
  const end = bytes.findIndex((byte) => byte !== first);
  const length = end === -1 ? bytes.length : end;
  if (length < FILLER_BYTES && end !== -1) return 0;
  // A frame begins with FFh.
  return first === 0xff && end !== -1 ? length - 1 : length;
}
