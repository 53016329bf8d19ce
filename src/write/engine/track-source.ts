import { AUDIO_BLOCK_BYTES, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
/** Reads a source once, from its start. */
export interface TrackReader {
  /** Fills `target` whole unless the source ends before; resolves with the bytes read. */
  read(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** Where a track's audio comes from: 44.1 kHz, 16-bit little-endian stereo, no header. */
export interface TrackSource {
  /** A file name or label, for messages. */
  readonly name: string;
  /** Known before the first byte is written; need not be a multiple of a block. */
  readonly lengthBytes: number;
  /** Whether {@link openReader} may be called again, as full verification does. */
  readonly repeatable: boolean;
  openReader(): Promise<TrackReader>;
}

/** What the source takes on the disc: its last block filled up with silence, 300 blocks at least. */
export const trackBlocks = (source: Pick<TrackSource, 'lengthBytes'>): number =>
  Math.max(SHORTEST_TRACK_BLOCKS, Math.ceil(source.lengthBytes / AUDIO_BLOCK_BYTES));
