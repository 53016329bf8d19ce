import type { OpusHeader } from './opus-header.ts';
import type { PcmLayout } from './pcm-layout.ts';
import type { SoundFormat } from './sound.ts';

interface Common {
  readonly format: SoundFormat;
  /** Samples of each channel, exact; undefined if only decoding shows how many there are. */
  readonly frames: number | undefined;
}

/** Uncompressed audio. */
export interface PcmSpec extends Common {
  readonly codec: 'pcm';
  readonly frames: number;
  readonly layout: PcmLayout;
}

export interface FlacSpec extends Common {
  readonly codec: 'flac';
  readonly startBytes: number;
  readonly ogg: boolean;
  /** In hexadecimal, of all samples; undefined where the stream does not say it. */
  readonly md5: string | undefined;
}

/** A part of a file. */
export interface Part {
  readonly startBytes: number;
  readonly endBytes: number;
}

/** Blocks that are decoded one after the other. */
interface BlocksSpec extends Common, Part {}

export interface WavPackSpec extends BlocksSpec {
  readonly codec: 'wavpack';
}

export interface TtaSpec extends BlocksSpec {
  readonly codec: 'tta';
}

export interface Mp3Spec extends Common {
  readonly codec: 'mp3';
  readonly frames: number;
  /** Where its frames are, without anything else. */
  readonly parts: readonly Part[];
  /** Decoded samples before the sound. */
  readonly skippedFrames: number;
}

/** One of the streams of a chained Ogg file. */
export interface SoundLink extends Part {
  /** Decoded samples before the sound, and those of the sound. */
  readonly skippedFrames: number;
  readonly frames: number;
}

export interface OpusLink extends SoundLink, OpusHeader {}

export interface OpusSpec extends Common {
  readonly codec: 'opus';
  readonly frames: number;
  readonly links: readonly OpusLink[];
}

export interface VorbisSpec extends Common {
  readonly codec: 'vorbis';
  readonly frames: number;
  readonly links: readonly SoundLink[];
}

/** What only ffmpeg decodes. */
export interface FfmpegSpec extends Common {
  readonly codec: 'ffmpeg';
  /** Its full path. */
  readonly program: string;
}

/** How the audio of a file is decoded. Plain data: it goes to another thread. */
export type SoundSpec = PcmSpec | FlacSpec | WavPackSpec | TtaSpec | Mp3Spec | OpusSpec | VorbisSpec | FfmpegSpec;
