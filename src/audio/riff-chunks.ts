import { AudioFormatError } from './audio-format-error.ts';
import type { ByteSource } from './byte-source.ts';
import {
  endOfChunk,
  HEADER_BYTES,
  isChunkId,
  MAX_CHUNKS,
  type RiffChunk,
  readHeader,
  textOf,
  viewOf,
} from './chunk-header.ts';
import { conversionCommand, convertIt, inDigits } from './conversion.ts';
import { dataLength, MISCOUNT_BYTES } from './data-length.ts';

const FILE_HEADER_BYTES = 12;
const LARGE = 0xffff_ffff;

/** The 64-bit lengths of an RF64 or BW64 file (EBU Tech 3306, ITU-R BS.2088). */
interface LargeSizes {
  readonly riffBytes: number;
  readonly bytesById: ReadonlyMap<string, number>;
}

function damaged(path: string, what: string): AudioFormatError {
  return new AudioFormatError({ path, found: `a damaged WAV file: ${what}`, remedy: `${convertIt(path)}` });
}

function truncated(source: ByteSource, id: string, declaredBytes: number, missingBytes: number): AudioFormatError {
  if (id === 'data' && missingBytes <= MISCOUNT_BYTES) {
    return new AudioFormatError({
      path: source.path,
      found:
        `a WAV file that is truncated or has a wrong header: it declares ${inDigits(declaredBytes)} bytes of audio, ` +
        `${inDigits(missingBytes)} more than the file has`,
      remedy: `If the part that is there is enough, convert it: ${conversionCommand(source.path)}`,
    });
  }
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

/**
 * The chunks of a RIFF, RF64 or BW64 file in order, read header by header; of the bodies only `ds64` is read.
 *
 * The length of the first `data` chunk is what {@link dataLength} finds; one whose length is not the header's is the last. Any
 * other chunk that reaches beyond the end means that the file is truncated. The RIFF size is not used for anything else.
 * @throws AudioFormatError when the file is truncated or its chunks make no sense
 */
export async function* riffChunks(source: ByteSource): AsyncGenerator<RiffChunk> {
  const fileHeader = await source.readAt(0, FILE_HEADER_BYTES);
  if (fileHeader.length < FILE_HEADER_BYTES)
    throw truncated(source, 'RIFF', FILE_HEADER_BYTES, FILE_HEADER_BYTES - fileHeader.length);
  const isLarge = textOf(fileHeader.subarray(0, 4)) !== 'RIFF';
  let riffBytes = viewOf(fileHeader).getUint32(4, true);
  let large: LargeSizes | undefined;
  let hasData = false;

  let position = FILE_HEADER_BYTES;
  for (let count = 0; position + HEADER_BYTES <= source.sizeBytes; count++) {
    if (count === MAX_CHUNKS) throw damaged(source.path, `no audio among its first ${inDigits(MAX_CHUNKS)} chunks`);
    const header = await readHeader(source, position);
    if (header === undefined) return;
    const { id } = header;
    if (!isChunkId(id)) throw damaged(source.path, `no chunk begins at byte ${inDigits(position)}, where one should`);

    let { declaredBytes } = header;
    if (isLarge && declaredBytes === LARGE) {
      if (large === undefined) throw damaged(source.path, `no "ds64" chunk says how long its "${id}" chunk is`);
      declaredBytes = large.bytesById.get(id) ?? declaredBytes;
    }
    const startBytes = position + HEADER_BYTES;
    const availableBytes = source.sizeBytes - startBytes;
    const notInRiff = source.sizeBytes - HEADER_BYTES - riffBytes;
    // Some programs do not count the last pad byte.
    const riffFits = notInRiff === 0 || notInRiff === 1;
    const declared = declaredBytes <= availableBytes ? { lengthBytes: declaredBytes, streamed: false } : undefined;
    const isFirstData: boolean = id === 'data' && !hasData;
    const length = isFirstData ? await dataLength(source, { startBytes, declaredBytes, riffFits }) : declared;
    hasData ||= isFirstData;
    if (length === undefined) throw truncated(source, id, declaredBytes, declaredBytes - availableBytes);
    const chunk: RiffChunk = { id, startBytes, ...length };
    if (isLarge && id === 'ds64') {
      large = await readLargeSizes(source, startBytes, declaredBytes);
      riffBytes = large.riffBytes;
    }
    yield chunk;
    if (chunk.streamed) return;
    position = await endOfChunk(source, chunk);
  }
}
