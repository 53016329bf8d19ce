import { type Filled, inWords, type OptionNames, requireKnownOptions, requirePathOption } from '../../known-options.ts';
import type { RipReading } from './rip-reading.ts';
import type { Doubt } from './votes.ts';

/** What a disc is ripped to. */
export const RIP_FORMATS = ['wav', 'flac', 'bin-cue', 'job'] as const;
/**
 * `wav`, `flac`: a file for each audio track, from its start to the start of the next one. `bin-cue`: all of it in `disc.bin`,
 * described by `disc.cue`. `job`: WAV files from pause to pause, described by `disc.cue`, with the CD-TEXT in `disc.cdt`.
 */
export type RipFormat = (typeof RIP_FORMATS)[number];

/** The options of {@link ripDisc}. */
export interface RipOptions {
  /** Where the files are written; created if it does not exist. */
  readonly directory: string;
  /** Default `wav`. */
  readonly format?: RipFormat | undefined;
  /** Which tracks, by their numbers; 0 is the sound before track 1. Default: all that is on the disc. */
  readonly tracks?: readonly number[] | undefined;
  /** Replace existing files. Default false. */
  readonly overwrite?: boolean | undefined;
  /**
   * The drive's read offset correction in samples, as lists of drives have it: positive if the drive begins too early.
   * Default 0.
   */
  readonly offsetSamples?: number | undefined;
  /** How often each block must be read the same, 1 to 9. Default 2. */
  readonly passes?: number | undefined;
  /** How often more a block is read that was not read the same, or not without errors, 0 to 99. Default 8. */
  readonly retries?: number | undefined;
  /** What becomes of blocks that cannot be read: silence in the files, or the end of the rip. Default `silence`. */
  readonly onError?: 'silence' | 'stop' | undefined;
  /** The read speed, in units of 1,000 bytes a second. Default: as the drive is set. */
  readonly readSpeedKBps?: number | undefined;
  /** Ask for C2 error flags, if the drive has them. Default true. */
  readonly c2?: boolean | undefined;
  /**
   * By how many blocks each READ CD overlaps with the one before, 0 to 8. Default: 3 for a drive whose stream is not accurate,
   * or that turns out to begin elsewhere than it should; else 0.
   */
  readonly overlapBlocks?: number | undefined;
  /** Ends the rip with its reason; files that are complete remain. */
  readonly signal?: AbortSignal | undefined;
}

/** Progress of a rip. */
export interface RipProgress {
  readonly phase: 'looking' | 'ripping';
  readonly track: number;
  readonly doneBlocks: number;
  readonly lengthBlocks: number;
  /** What a file that is about to appear does not have as the disc does. */
  readonly warning?: string;
}

/** Blocks in a row of which it is not known that the files have them as the disc does. */
export interface SuspectBlocks {
  /** 0 for what is before track 1. */
  readonly track: number;
  readonly startLba: number;
  readonly lengthBlocks: number;
  /** `differs`: not read the same often enough. `c2-errors`: never read without errors. `unreadable`: zeros in the files. */
  readonly doubt: Doubt;
}

/** The checksums of an audio track, from its start to the start of the next one, as eight hexadecimal digits. */
export interface TrackChecksums {
  readonly crc32: string;
  readonly accurateRipV1: string;
  readonly accurateRipV2: string;
  /** Of the CUETools database. */
  readonly ctdb: string;
}

/** A track as it was ripped: addresses and lengths in blocks of 1/75 s. */
export interface RippedTrack {
  readonly number: number;
  readonly session: number;
  readonly kind: 'audio' | 'data';
  readonly startLba: number;
  readonly lengthBlocks: number;
  /** The file that it is in; undefined for a data track that no file of this format can hold. */
  readonly path?: string;
  /** The blocks of its pause, index 0, which is before `startLba`. */
  readonly pregapBlocks: number;
  /** Where INDEX 2, 3, ... begin, in blocks from `startLba`. */
  readonly indexBlocks: readonly number[];
  readonly isrc?: string;
  readonly preEmphasis: boolean;
  readonly copyPermitted: boolean;
  /** SCMS: the track is a copy, of which no further copy may be made. */
  readonly serialCopy: boolean;
  readonly fourChannels: boolean;
  /** Of audio. */
  readonly checksums?: TrackChecksums;
  readonly suspects: readonly SuspectBlocks[];
}

/** What {@link ripDisc} read and wrote. */
export interface RipResult {
  /** The files, in the order in which they appeared; the log is the last. */
  readonly paths: readonly string[];
  readonly logPath: string;
  readonly tracks: readonly RippedTrack[];
  /** The sound before track 1, if there is any and it was asked for. */
  readonly hidden?: { readonly startLba: number; readonly lengthBlocks: number; readonly path: string };
  readonly catalogNumber?: string;
  readonly accurateRipId?: string;
  readonly cddbId?: string;
  /** Of all audio, if all of it was ripped. */
  readonly ctdb?: string;
  readonly offsetSamples: number;
  /** By how many blocks pieces overlapped in the end: more than 0 if the drive displaces them. */
  readonly overlapBlocks: number;
  /** Whether C2 error flags were used. */
  readonly c2: boolean;
  /** How often each block of audio had to be read the same. With 1, only C2 error flags show errors. */
  readonly passes: number;
  /** Samples at the ends that the drive does not reach because of its offset: silence in the files. */
  readonly unreachedSamples: number;
  /** Blocks that were read again until they agreed. */
  readonly repairedBlocks: number;
  /** Pieces that began elsewhere than they should, and were moved. */
  readonly displacedPieces: number;
  readonly suspects: readonly SuspectBlocks[];
  /** How long reading took, by address. */
  readonly readings: readonly RipReading[];
  /** What the files do not have as the disc does, and what the disc contradicts itself in. */
  readonly warnings: readonly string[];
}

const OPTIONS: OptionNames<RipOptions> = {
  directory: 'main',
  format: true,
  tracks: true,
  overwrite: 'switch',
  offsetSamples: true,
  passes: true,
  retries: true,
  onError: true,
  readSpeedKBps: true,
  c2: 'switch',
  overlapBlocks: true,
  signal: true,
};

export const MOST_OFFSET_SAMPLES = 5 * 588;

/** As many as SET CD SPEED can carry. */
const MOST_SPEED_KBPS = 0xffff;

/** The options of a rip, complete. */
export type CheckedRipOptions = Filled<Omit<RipOptions, 'tracks' | 'readSpeedKBps' | 'overlapBlocks' | 'signal'>> &
  Pick<RipOptions, 'tracks' | 'readSpeedKBps' | 'overlapBlocks' | 'signal'>;

/** @throws OptionsError for an option that does not exist, RangeError for a value that it cannot have */
export function checkedOptions(options: RipOptions): CheckedRipOptions {
  requireKnownOptions('ripDisc()', options, OPTIONS);
  requirePathOption('ripDisc()', 'directory', options.directory);
  const {
    format = 'wav',
    overwrite = false,
    offsetSamples = 0,
    passes = 2,
    retries = 8,
    onError = 'silence',
  } = options;
  if (!RIP_FORMATS.includes(format)) throw new RangeError(`format must be one of ${RIP_FORMATS.join(', ')}`);
  if (onError !== 'silence' && onError !== 'stop') throw new RangeError('onError must be silence or stop');
  requireBetween('offsetSamples', offsetSamples, -MOST_OFFSET_SAMPLES, MOST_OFFSET_SAMPLES);
  requireBetween('passes', passes, 1, 9);
  requireBetween('retries', retries, 0, 99);
  if (options.readSpeedKBps !== undefined) requireBetween('readSpeedKBps', options.readSpeedKBps, 0, MOST_SPEED_KBPS);
  if (options.overlapBlocks !== undefined) requireBetween('overlapBlocks', options.overlapBlocks, 0, 8);
  return { ...options, format, overwrite, offsetSamples, passes, retries, onError, c2: options.c2 ?? true };
}

function requireBetween(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${inWords(value)}`);
}
