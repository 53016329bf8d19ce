import type { DiscState } from '../../drive/disc-state.ts';
import type { OptionNames } from '../../known-options.ts';
import type { Ending } from '../ending.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';

/** The options of {@link recoverDisc}. */
export interface RecoverDiscOptions {
  /** Whether another session may follow. Default `finalize`. */
  readonly ending?: Exclude<Ending, 'leave-open'> | undefined;
  /** This program's name, shown to other programs that want the drive: at most 63 of `[A-Za-z0-9 .,:;_-]`. */
  readonly owner?: string | undefined;
  /** Ends the wait for what the drive is still doing. Once something is written, it is written to its end. */
  readonly signal?: AbortSignal | undefined;
}

export const RECOVER_OPTIONS: OptionNames<RecoverDiscOptions> = { ending: true, owner: true, signal: true };

/** What was found, before anything is written to the disc: a caller that wants to ask first can end the generator here. */
export interface FoundProgress {
  readonly phase: 'found';
  /** Null without a disc. */
  readonly disc: DiscState | null;
  /** Whether the disc will be written to. */
  readonly unfinished: boolean;
}

/** A step of {@link recoverDisc}, told apart by its `phase`. */
export type RecoverProgress = StepProgress | RepairProgress | FoundProgress;

/** The drive and its disc afterwards. Texts are sentences without their full stops. */
export interface Recovery {
  /** As it is now; null without a disc. */
  readonly disc: DiscState | null;
  /** Whether a session was open and has been closed. False: there was nothing to finish. */
  readonly finished: boolean;
  /** Whether the drive accepted that its tray is unlocked. */
  readonly unlocked: boolean;
  /** What was wrong and what was done. */
  readonly repairs: readonly string[];
  /** What cannot be saved. */
  readonly losses: readonly string[];
  /** Problems that did no harm. */
  readonly warnings: readonly string[];
}
