import type { PcmLayout } from './pcm-layout.ts';
import type { SoundFormat } from './sound.ts';

interface Common {
  readonly format: SoundFormat;
  /** Samples of each channel; exact. */
  readonly frames: number;
}

/** Uncompressed audio. */
export interface PcmSpec extends Common {
  readonly codec: 'pcm';
  readonly layout: PcmLayout;
}

/** How the audio of a file is decoded. Plain data: it goes to another thread. */
export type SoundSpec = PcmSpec;
