import type { ByteSource } from './byte-source.ts';
import {
  endOfChunk,
  HEADER_BYTES,
  isChunkId,
  KNOWN_IDS,
  MAX_CHUNKS,
  type RiffChunk,
  readHeader,
} from './chunk-header.ts';

/** What a WAV file has after its audio. */
export interface AfterAudio {
  /** Where another WAV file begins, if one was joined to this one. */
  readonly joinedAt?: number;
  /** Lengths of further data chunks that are not empty. */
  readonly moreAudioBytes: readonly number[];
  /** Bytes after the last chunk, in no chunk. */
  readonly strayBytes: number;
  readonly strayStart: number;
  /** Whether these follow the audio itself, and not another chunk. */
  readonly strayAtOnce: boolean;
}

const FILE_IDS = new Set(['RIFF', 'RIFX', 'RF64', 'BW64']);

/** The chunks after the audio, header by header. Never throws for what they are. */
export async function lookAfterAudio(source: ByteSource, data: RiffChunk): Promise<AfterAudio> {
  const moreAudioBytes: number[] = [];
  let position = await endOfChunk(source, data);
  for (let count = 0; count < MAX_CHUNKS; count++) {
    const header = await readHeader(source, position);
    if (header === undefined) break;
    const { id, declaredBytes, form } = header;
    if (FILE_IDS.has(id) && form === 'WAVE') {
      return { joinedAt: position, moreAudioBytes, strayBytes: 0, strayStart: position, strayAtOnce: false };
    }
    const startBytes = position + HEADER_BYTES;
    const availableBytes = source.sizeBytes - startBytes;
    if (!KNOWN_IDS.has(id) && !(isChunkId(id) && declaredBytes <= availableBytes)) break;
    if (id === 'data' && declaredBytes > 0) moreAudioBytes.push(Math.min(declaredBytes, availableBytes));
    position = await endOfChunk(source, { startBytes, lengthBytes: declaredBytes });
  }
  const strayBytes = Math.max(0, source.sizeBytes - position);
  const strayAtOnce = position === (await endOfChunk(source, data));
  return { moreAudioBytes, strayBytes, strayStart: position, strayAtOnce };
}

/** Tags of ID3v1, ID3v2, Lyrics3 and APE, which players and taggers write at the end of any file. */
const TAGS = ['TAG', 'ID3', 'LYRICSBEGIN', 'APETAGEX'];

/** Whether these bytes at the end of a file are a tag, or fill a block of a file system. */
export function isTagOrFiller(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const [first] = bytes;
  return (
    TAGS.some((tag) => start.startsWith(tag)) ||
    ((first === 0 || first === 0xff) && bytes.every((byte) => byte === first))
  );
}
