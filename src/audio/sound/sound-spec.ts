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
}

/** Blocks that are decoded one after the other. */
interface BlocksSpec extends Common {
  readonly startBytes: number;
  readonly endBytes: number;
}

export interface WavPackSpec extends BlocksSpec {
  readonly codec: 'wavpack';
}

export interface TtaSpec extends BlocksSpec {
  readonly codec: 'tta';
}

/** How the audio of a file is decoded. Plain data: it goes to another thread. */
export type SoundSpec = PcmSpec | FlacSpec | WavPackSpec | TtaSpec;
