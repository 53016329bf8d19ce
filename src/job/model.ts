import type { CdTextBlock } from '../cd/cd-text/index.ts';
import type { TrackSource } from '../write/engine/track-source.ts';

/** One track of a job: what {@link burn} writes, and what the document says about it. */
export interface JobTrack extends TrackSource {
  readonly number: number;
  /** 1 unless the document has several. */
  readonly session: number;
  /** Blocks at the start of the source that are index 0: the pause before the track, or a hidden track before track 1. */
  readonly pregapBlocks: number;
  /** The file that all of its sound is from, if it is one. */
  readonly path?: string;
  /** The pregap, that of the first track of its session, has sound of a file: a hidden track. */
  readonly hiddenTrack?: boolean;
  /** Where INDEX 2, 3, ... are, in blocks from INDEX 1. */
  readonly indexBlocks: readonly number[];
}

/**
 * `exact`: tracks follow each other as the document says, without a gap where it has none. `paused`: the document is a list
 * of files, with the 2 s between tracks that the drive makes, where it writes Track-At-Once.
 */
export type JobLayout = 'exact' | 'paused';

/** A disc, as a document describes it. Its files are open only while they are read. */
export interface DiscJob extends AsyncDisposable {
  readonly layout: JobLayout;
  /** UPC or EAN, 13 digits. */
  readonly catalogueNumber?: string;
  /** One for each language, 8 at most. */
  readonly cdText?: readonly CdTextBlock[];
  readonly tracks: readonly JobTrack[];
  /** What was guessed, doubted, or not kept. */
  readonly warnings: readonly string[];
  /** Closes what is still open; the tracks can be read again nevertheless. */
  close(): Promise<void>;
}
