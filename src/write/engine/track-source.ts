import { SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { type TrackFormat, TrackFormats } from './track-format.ts';

/** Reads a source once, from its start. */
export interface TrackReader {
  /** Fills all of `target` unless the source ends first; resolves with the number of bytes read. */
  read(target: Uint8Array): Promise<number>;
  /**
   * Like {@link read}, but a source that fails after some bytes returns those, and the next call throws. A burn reads
   * mebibytes at a time: without this, what a read had already got when it failed is lost.
   */
  readSome?(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** The contents of a track: bytes without a header; for audio, 44.1 kHz 16-bit little-endian stereo. */
export interface TrackSource {
  /** A file name or label, for messages. */
  readonly name: string;
  /** Known before the first byte is written; need not be a multiple of a block. */
  readonly lengthBytes: number;
  /** Whether {@link openReader} may be called again, as full verification does. */
  readonly repeatable: boolean;
  /** The format of its blocks; audio unless given. */
  readonly format?: TrackFormat;
  openReader(): Promise<TrackReader>;
}

export const formatOf = ({ format = TrackFormats.audio }: Pick<TrackSource, 'format'>): TrackFormat => format;

/** Blocks that the source occupies on the disc: its last block padded with zeros, and at least 300. */
export const trackBlocks = (source: Pick<TrackSource, 'lengthBytes' | 'format'>): number =>
  Math.max(SHORTEST_TRACK_BLOCKS, Math.ceil(source.lengthBytes / formatOf(source).blockBytes));
