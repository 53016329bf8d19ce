import { AudioFormatError } from './audio-format-error.ts';
import type { ByteSource } from './byte-source.ts';
import { conversionCommand, convertIt, inDigits } from './conversion.ts';

export interface RiffChunk {
  readonly id: string;
  /** Where the chunk's body begins in the file. */
  readonly startBytes: number;
  /** The length that its header declares, or for a streamed data chunk the rest of the file. */
  readonly lengthBytes: number;
  /** The program that wrote it could not go back to fill in the length. */
  readonly streamed: boolean;
}

const HEADER_BYTES = 8;
const FILE_HEADER_BYTES = 12;
const LARGE = 0xffff_ffff;
/** Real files have about ten; this limits the work that a malicious file can cause. */
const MAX_CHUNKS = 4096;

/** Chunks found in real files: they distinguish a forgotten pad byte from one that is there. */
const KNOWN_IDS = new Set(
  'fmt |data|ds64|LIST|fact|JUNK|junk|PAD |FLLR|bext|iXML|axml|chna|cart|cue |plst|smpl|inst|acid|strc|PEAK|DISP|levl|afsp|id3 |ID3 |_PMX'.split(
    '|',
  ),
);
const isChunkId = (id: string): boolean => /^[\x20-\x7e]{4}$/.test(id);

/**
 * Whether a data size beyond the end of the file is the placeholder of a program that wrote to a pipe and did not know
 * the size: FFFFFFFFh (ffmpeg), 7FFFF000h (SoX, mpv), 7FFFFFFFh less a header (LAME), 80000000h (arecord), and values
 * near them.
 */
const isPlaceholder = (size: number): boolean =>
  (size >= 0x7fff_f000 && size <= 0x8000_0fff) || (size >= 0xffff_f000 && size <= LARGE) || size >= 2 ** 63 - 1;

/** The 64-bit lengths of an RF64 or BW64 file (EBU Tech 3306, ITU-R BS.2088). */
interface LargeSizes {
  readonly riffBytes: number;
  readonly bytesById: ReadonlyMap<string, number>;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function damaged(path: string, what: string): AudioFormatError {
  return new AudioFormatError({ path, found: `a damaged WAV file: ${what}`, remedy: `${convertIt(path)}` });
}

function truncated(source: ByteSource, id: string, declaredBytes: number, missingBytes: number): AudioFormatError {
  return new AudioFormatError({
    path: source.path,
    found:
      `a truncated WAV file: its "${id}" chunk should have ${inDigits(declaredBytes)} bytes, ` +
      `of which the last ${inDigits(missingBytes)} are missing`,
    remedy: `Copy or create it again; if the part that is there is enough, convert it: ${conversionCommand(source.path)}`,
  });
}

async function readLargeSizes(source: ByteSource, startBytes: number, lengthBytes: number): Promise<LargeSizes> {
  const bytes = await source.readAt(startBytes, Math.min(lengthBytes, 28 + 12 * 64));
  if (bytes.length < 24) throw damaged(source.path, 'its "ds64" chunk is too short');
  const view = viewOf(bytes);
  const bytesById = new Map([['data', Number(view.getBigUint64(8, true))]]);
  for (let at = 28; at + 12 <= bytes.length; at += 12) {
    const id = textOf(bytes.subarray(at, at + 4));
    if (!bytesById.has(id)) bytesById.set(id, Number(view.getBigUint64(at + 4, true)));
  }
  return { riffBytes: Number(view.getBigUint64(0, true)), bytesById };
}

/** Where the chunk after this one begins: at an even place, unless the writer forgot the pad byte. */
async function endOfChunk(source: ByteSource, chunk: RiffChunk): Promise<number> {
  const end = chunk.startBytes + chunk.lengthBytes;
  if (chunk.lengthBytes % 2 === 0) return end;
  const text = textOf(await source.readAt(end, 5));
  const unpadded = text.slice(0, 4);
  const padded = text.slice(1);
  if (KNOWN_IDS.has(padded)) return end + 1;
  return KNOWN_IDS.has(unpadded) || (isChunkId(unpadded) && !isChunkId(padded)) ? end : end + 1;
}

/** How many bytes follow a chunk, if what begins there is not another chunk; else 0. */
export async function strayBytesAfter(source: ByteSource, chunk: RiffChunk): Promise<number> {
  const end = await endOfChunk(source, chunk);
  const header = await source.readAt(end, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return header.length;
  const id = textOf(header.subarray(0, 4));
  const fits = end + HEADER_BYTES + viewOf(header).getUint32(4, true) <= source.sizeBytes;
  return KNOWN_IDS.has(id) || (isChunkId(id) && fits) ? 0 : source.sizeBytes - end;
}

/**
 * The chunks of a RIFF, RF64 or BW64 file in order, read header by header; of the bodies only `ds64` is read.
 *
 * A data size of 0 in a file whose RIFF size is not the file's, or a placeholder size beyond the end of the file, means
 * that the file was streamed: the chunk is then the rest of the file, and the last one. Any other chunk that reaches
 * beyond the end means that the file is truncated. The RIFF size is not used for anything else.
 * @throws AudioFormatError when the file is truncated or its chunks make no sense
 */
export async function* riffChunks(source: ByteSource): AsyncGenerator<RiffChunk> {
  const fileHeader = await source.readAt(0, FILE_HEADER_BYTES);
  if (fileHeader.length < FILE_HEADER_BYTES)
    throw truncated(source, 'RIFF', FILE_HEADER_BYTES, FILE_HEADER_BYTES - fileHeader.length);
  const isLarge = textOf(fileHeader.subarray(0, 4)) !== 'RIFF';
  let riffBytes = viewOf(fileHeader).getUint32(4, true);
  let large: LargeSizes | undefined;

  let position = FILE_HEADER_BYTES;
  for (let count = 0; position + HEADER_BYTES <= source.sizeBytes; count++) {
    if (count === MAX_CHUNKS) throw damaged(source.path, `no audio among its first ${inDigits(MAX_CHUNKS)} chunks`);
    const header = await source.readAt(position, HEADER_BYTES);
    if (header.length < HEADER_BYTES) return;
    const id = textOf(header.subarray(0, 4));
    if (!isChunkId(id)) throw damaged(source.path, `no chunk begins at byte ${inDigits(position)}, where one should`);

    let declaredBytes = viewOf(header).getUint32(4, true);
    if (isLarge && declaredBytes === LARGE) {
      if (large === undefined) throw damaged(source.path, `no "ds64" chunk says how long its "${id}" chunk is`);
      declaredBytes = large.bytesById.get(id) ?? declaredBytes;
    }
    const startBytes = position + HEADER_BYTES;
    const availableBytes = source.sizeBytes - startBytes;
    const finished = Math.abs(riffBytes + HEADER_BYTES - source.sizeBytes) <= 1;
    const streamed =
      id === 'data' &&
      (declaredBytes === 0 ? !finished : declaredBytes > availableBytes && isPlaceholder(declaredBytes));
    if (declaredBytes > availableBytes && !streamed) {
      throw truncated(source, id, declaredBytes, declaredBytes - availableBytes);
    }
    const chunk: RiffChunk = { id, startBytes, lengthBytes: streamed ? availableBytes : declaredBytes, streamed };
    if (isLarge && id === 'ds64') {
      large = await readLargeSizes(source, startBytes, declaredBytes);
      riffBytes = large.riffBytes;
    }
    yield chunk;
    if (streamed) return;
    position = await endOfChunk(source, chunk);
  }
}
