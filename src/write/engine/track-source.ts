import { decodeControl, encodeControl } from '../../cd/control.ts';
import { SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import type { TrackMode } from '../../mmc/mode-pages/write-parameters.ts';
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

/** What a track carries in the sub-channel, apart from its bytes. A way of writing that cannot carry it says so. */
export interface TrackProperties {
  /** 12 characters: five of country and owner, two digits of the year, five of the recording (ISO 3901). */
  readonly isrc?: string;
  /** The sound was recorded with pre-emphasis, which players undo. Default false. */
  readonly preEmphasis?: boolean;
  /** Digital copies are permitted. Default false. */
  readonly copyPermitted?: boolean;
  /** The sound has four channels instead of two. No player is known to play it. Default false. */
  readonly fourChannel?: boolean;
  /** SCMS: the track is itself a copy, of which no copies may be made. The copy bit alternates. Default false. */
  readonly serialCopy?: boolean;
  /**
   * How many blocks at the start of the source are the track's pregap, index 0. In a session's first track they follow the
   * 150 blocks of silence that every session begins with: a hidden track. Default 0.
   */
  readonly pregapBlocks?: number;
  /** Where INDEX 2, 3, ... to 99 are, in blocks from the start of the track (index 1), in ascending order. */
  readonly indexBlocks?: readonly number[];
}

/** The contents of a track: bytes without a header; for audio, 44.1 kHz 16-bit little-endian stereo. */
export interface TrackSource extends TrackProperties {
  /** A file name or label, for messages. */
  readonly name: string;
  /**
   * Known before the first byte is written, or `Infinity` where only the end of the source shows it: then only Track-At-Once
   * can write it. Need not be a multiple of a block.
   */
  readonly lengthBytes: number;
  /** Whether {@link openReader} may be called again, as full verification does. */
  readonly repeatable: boolean;
  /** The format of its blocks; audio unless given. */
  readonly format?: TrackFormat;
  /**
   * For contents that hold addresses of the disc, as a file system does: why they would be of no use if the track began (index 1)
   * at this address, as a clause without a full stop; undefined where they would be right.
   */
  readonly placeProblem?: (startLba: number) => string | undefined;
  /**
   * It ends with empty blocks of its own, or with one that must be the last of its track: {@link burnData} adds none unless `padBlocks` says so.
   */
  readonly endsPadded?: boolean;
  openReader(): Promise<TrackReader>;
}

/** Whether only the end of a source shows how long it is. */
export const isUnsized = ({ lengthBytes }: Pick<TrackSource, 'lengthBytes'>): boolean =>
  lengthBytes === Number.POSITIVE_INFINITY;

/** The format of a track, with the CONTROL nibble that its properties ask for. */
export function formatOf({
  format = TrackFormats.audio,
  preEmphasis = false,
  copyPermitted = false,
  fourChannel = false,
}: Pick<TrackSource, 'format' | 'preEmphasis' | 'copyPermitted' | 'fourChannel'>): TrackFormat {
  if (!preEmphasis && !copyPermitted && !fourChannel) return format;
  const own = decodeControl(format.trackMode);
  const control = encodeControl({
    ...own,
    preEmphasis: own.preEmphasis || preEmphasis,
    copyPermitted: own.copyPermitted || copyPermitted,
    fourChannels: own.fourChannels || fourChannel,
  });
  return { ...format, trackMode: control as TrackMode };
}

/** Blocks that the source occupies on the disc: its last block padded with zeros, and at least 300. */
export const trackBlocks = (source: Pick<TrackSource, 'lengthBytes' | 'format'>): number =>
  Math.max(SHORTEST_TRACK_BLOCKS, Math.ceil(source.lengthBytes / formatOf(source).blockBytes));
