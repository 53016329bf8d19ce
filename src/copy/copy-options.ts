import type { Drive } from '../drive/drive.ts';
import type { OptionNames } from '../known-options.ts';
import type { ExportProgress } from '../read/extents.ts';
import type { IsoResult } from '../read/iso/export-iso.ts';
import type { RipOptions, RipProgress, RipResult } from '../read/rip/rip-options.ts';
import type { BurnOptions, BurnProgress, BurnResult, Recipe, TrackSource } from '../write/index.ts';

/** The options of `copyDisc`. How sound is read is as for `ripDisc`, and has no effect on a DVD or BD, except `passes`. */
export interface CopyOptions
  extends Pick<RipOptions, 'c2' | 'offsetSamples' | 'overlapBlocks' | 'passes' | 'readSpeedKBps' | 'retries'>,
    Pick<BurnOptions, 'verify' | 'writeSpeedKBps'> {
  /** Where the files in between are kept. Default: a temporary folder, which is removed at the end. */
  readonly directory?: string | undefined;
  /**
   * `stop`, the default: nothing is burned unless all of the disc was read without doubt, since whoever gets the copy does not see
   * what was wrong. `silence`: it is burned all the same, with silence or zeros for what cannot be read.
   */
  readonly onError?: 'silence' | 'stop' | undefined;
  /** Replace what is on a disc that can be overwritten (DVD+RW, DVD-RAM, BD-RE, formatted DVD-RW). Default false. */
  readonly overwrite?: boolean | undefined;
  /** Ends it: while the disc is read, with the signal's reason; while it is written, as it ends a burn. */
  readonly signal?: AbortSignal | undefined;
}

export const COPY_OPTIONS: OptionNames<CopyOptions> = {
  c2: 'switch',
  offsetSamples: true,
  overlapBlocks: true,
  passes: true,
  readSpeedKBps: true,
  retries: true,
  verify: true,
  writeSpeedKBps: true,
  directory: true,
  onError: true,
  overwrite: 'switch',
  signal: true,
};

/** What was read of the disc that is copied: a CD as a job, a DVD or BD as an image. */
export type CopyRead = { readonly rip: RipResult } | { readonly iso: IsoResult };

/**
 * The drive to burn in. A function is called once the disc has been read: with one drive, it has the disc changed, and returns that
 * drive. What is given as a drive is looked at before the disc is read.
 */
export type CopyTarget = Drive | ((read: CopyRead) => Drive | Promise<Drive>);

/** A session is about to be written, `number` of `count`. */
export interface CopySessionStep {
  readonly half: 'writing';
  readonly phase: 'session';
  readonly number: number;
  readonly count: number;
  readonly recipe: Recipe;
  readonly tracks: readonly TrackSource[];
}

/** What the copy does not have as the disc does. */
export interface CopyWarning {
  readonly half: 'reading' | 'writing';
  readonly phase: 'noted';
  readonly warning: string;
}

/** Progress of a copy: of reading, and then of each session that is written. */
export type CopyProgress =
  | ((ExportProgress | RipProgress) & { readonly half: 'reading' })
  | (BurnProgress & { readonly half: 'writing' })
  | CopySessionStep
  | CopyWarning;

/** What `copyDisc` read and wrote. */
export interface CopyResult {
  readonly read: CopyRead;
  /** Of each session. The last one says whether the signal ended it, and what is on the disc now. */
  readonly burned: readonly BurnResult[];
}
