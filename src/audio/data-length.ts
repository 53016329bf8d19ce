import type { ByteSource } from './byte-source.ts';
import { isChainToEnd, KNOWN_IDS, textOf } from './chunk-header.ts';

/**
 * Whether a data size beyond the end of the file is the placeholder of a program that wrote to a pipe and did not know
 * the size: FFFFFFFFh (ffmpeg), 7FFFF000h (SoX, mpv), 7FFFFFFFh less a header (LAME), 80000000h (arecord), and values
 * near them.
 */
export const isPlaceholder = (size: number): boolean =>
  (size >= 0x7fff_f000 && size <= 0x8000_0fff) || (size >= 0xffff_f000 && size <= 0xffff_ffff) || size >= 2 ** 63 - 1;

/** Programs that count wrong count the header, a part of it, or one sample too much. */
export const MISCOUNT_BYTES = 64;

export interface DataLength {
  readonly lengthBytes: number;
  /** The length is not the header's. */
  readonly streamed: boolean;
}

export interface DeclaredData {
  readonly startBytes: number;
  readonly declaredBytes: number;
  /** Whether the RIFF size is that of the file: then nothing is missing at its end. */
  readonly riffFits: boolean;
}

/**
 * How long the audio of a `data` chunk is; undefined when its end is missing. The header's length holds, except:
 * a placeholder, and 0 with bytes after it that are not chunks, mean the rest of the file; a length that is up to
 * {@link MISCOUNT_BYTES} bytes beyond the end of a file whose RIFF size is right is wrong; and so is one that ends as far
 * within the chunks that follow.
 */
export async function dataLength(source: ByteSource, data: DeclaredData): Promise<DataLength | undefined> {
  const { startBytes, declaredBytes, riffFits } = data;
  const availableBytes = source.sizeBytes - startBytes;
  const rest: DataLength = { lengthBytes: availableBytes, streamed: true };
  if (declaredBytes === 0) {
    const isEmpty = availableBytes === 0 || (await isChainToEnd(source, startBytes));
    return isEmpty ? { lengthBytes: 0, streamed: false } : rest;
  }
  if (declaredBytes > availableBytes && isPlaceholder(declaredBytes)) return rest;
  const end = startBytes + Math.min(declaredBytes, availableBytes);
  const isBeyond = declaredBytes > availableBytes;
  if (isBeyond && !(riffFits && declaredBytes - availableBytes <= MISCOUNT_BYTES)) return undefined;
  if (!isBeyond && (end >= source.sizeBytes || (await isChainToEnd(source, end)))) {
    return { lengthBytes: declaredBytes, streamed: false };
  }
  const within = await chunksWithin(source, startBytes, end);
  if (within !== undefined) return { lengthBytes: within - startBytes, streamed: true };
  return isBeyond ? rest : { lengthBytes: declaredBytes, streamed: false };
}

/** Where, at most {@link MISCOUNT_BYTES} before this place, known chunks begin that reach exactly to the end of the file. */
async function chunksWithin(source: ByteSource, startBytes: number, end: number): Promise<number | undefined> {
  const first = Math.max(startBytes, end - MISCOUNT_BYTES);
  const text = textOf(await source.readAt(first, end - first + 3));
  for (let at = first; at < end; at++) {
    const id = text.slice(at - first, at - first + 4);
    if (KNOWN_IDS.has(id) && (await isChainToEnd(source, at))) return at;
  }
  return undefined;
}
