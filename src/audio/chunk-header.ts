import type { ByteSource } from './byte-source.ts';

export interface RiffChunk {
  readonly id: string;
  /** Where the chunk's body begins in the file. */
  readonly startBytes: number;
  /** The length that its header declares, or what is there where that is wrong. */
  readonly lengthBytes: number;
  /** The length is not the header's: the program that wrote it could not go back to fill it in, or counted wrong. */
  readonly streamed: boolean;
}

export const HEADER_BYTES = 8;
/** Real files have about ten; this limits the work that a malicious file can cause. */
export const MAX_CHUNKS = 4096;

/** Chunks found in real files: they distinguish a forgotten pad byte from one that is there. */
export const KNOWN_IDS: ReadonlySet<string> = new Set(
  'RIFF|RF64|BW64|fmt |data|ds64|LIST|fact|JUNK|junk|PAD |FLLR|bext|iXML|axml|chna|cart|cue |plst|smpl|inst|acid|strc|PEAK|DISP|levl|afsp|id3 |ID3 |_PMX'.split(
    '|',
  ),
);

export const isChunkId = (id: string): boolean => /^[\x20-\x7e]{4}$/.test(id);

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Identifier and declared length of the chunk that begins here, and its first four bytes; undefined at the end. */
export async function readHeader(
  source: ByteSource,
  position: number,
): Promise<{ id: string; declaredBytes: number; form: string } | undefined> {
  const bytes = await source.readAt(position, HEADER_BYTES + 4);
  if (bytes.length < HEADER_BYTES) return undefined;
  const form = textOf(bytes.subarray(HEADER_BYTES));
  return { id: textOf(bytes.subarray(0, 4)), declaredBytes: viewOf(bytes).getUint32(4, true), form };
}

/** Where the chunk after this one begins: at an even place, unless the writer forgot the pad byte. */
export async function endOfChunk(
  source: ByteSource,
  { startBytes, lengthBytes }: Pick<RiffChunk, 'startBytes' | 'lengthBytes'>,
): Promise<number> {
  const end = startBytes + lengthBytes;
  if (lengthBytes % 2 === 0) return end;
  const text = textOf(await source.readAt(end, 5));
  const unpadded = text.slice(0, 4);
  const padded = text.slice(1);
  if (KNOWN_IDS.has(padded)) return end + 1;
  return KNOWN_IDS.has(unpadded) || (isChunkId(unpadded) && !isChunkId(padded)) ? end : end + 1;
}

/** Whether chunks follow one another from here to the end of the file. */
export async function isChainToEnd(source: ByteSource, position: number): Promise<boolean> {
  let at = position;
  for (let count = 0; count < MAX_CHUNKS; count++) {
    // The last chunk may lack its pad byte.
    if (at === source.sizeBytes || at === source.sizeBytes + 1) return at > position;
    const header = await readHeader(source, at);
    if (header === undefined || !isChunkId(header.id)) return false;
    at = await endOfChunk(source, { startBytes: at + HEADER_BYTES, lengthBytes: header.declaredBytes });
    if (at > source.sizeBytes + 1) return false;
  }
  return false;
}
