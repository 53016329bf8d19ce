import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { holdDrive, spinUp } from '../../drive/hold-drive.ts';
import { release } from '../../drive/release.ts';
import { requireDrive } from '../../drive/require-drive.ts';
import { type OptionNames, requireKnownOptions } from '../../known-options.ts';
import type { Operation } from '../../operation/operation.ts';
import { operationOf } from '../../operation/operation-of.ts';
import type { Ending } from '../ending.ts';
import { BurnError } from '../engine/burn-error.ts';
import { type FinishedDisc, noting, releaseFinished } from '../engine/finished.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';
import { beforeWriting } from '../engine/with-disc.ts';
import { finishDisc } from './finish-disc.ts';
import { lossesOf } from './losses.ts';

/** The options of {@link closeDisc}. */
export interface CloseDiscOptions {
  /** Whether another session may follow. Default `finalize`. */
  readonly ending?: Exclude<Ending, 'leave-open'> | undefined;
  /** This program's name, shown to other programs that want the drive: at most 63 of `[A-Za-z0-9 .,:;_-]`. */
  readonly owner?: string | undefined;
  /** Ends it until the first command that writes is sent, with the signal's reason. After that it has no effect: a close cannot be stopped halfway. */
  readonly signal?: AbortSignal | undefined;
}

/** The disc after it was closed. */
export interface ClosedDisc extends FinishedDisc {
  /** What cannot be saved: sentences without their full stops. */
  readonly losses: readonly string[];
}

const OPTIONS: OptionNames<CloseDiscOptions> = { ending: 'main', owner: true, signal: true };

/**
 * Closes what an earlier burn left open or interrupted: unfinished tracks are ended, then the session is closed. If the
 * drive refuses because of something that can be fixed, it is fixed and the session is then closed. `discwright close`
 * does this from the command line.
 * @returns the disc as it is now, with what cannot be saved and with warnings
 * @throws BurnError of phase `planning` when there is nothing to close, and for every failure after that; before it
 * SenseError, StatusError, TransportError: kind `busy` when another program has the drive or its disc is mounted
 * @example
 * ```ts
 * const { status } = await closeDisc(drive, { ending: 'close-session' });
 * ```
 */
export function closeDisc(
  drive: Drive,
  options: CloseDiscOptions = {},
): Operation<StepProgress | RepairProgress, ClosedDisc> {
  return operationOf('closeDisc()', options, (given) => closeDiscSteps(drive, given));
}

/** The steps of {@link closeDisc}. */
export async function* closeDiscSteps(
  drive: Drive,
  options: CloseDiscOptions,
): AsyncGenerator<StepProgress | RepairProgress, ClosedDisc> {
  requireDrive('closeDisc()', drive);
  requireKnownOptions('closeDisc()', options, OPTIONS);
  const { ending = 'finalize', owner = 'discwright', signal } = options;
  const held = await holdDrive(drive, owner);
  const warnings: string[] = [];
  let disc: DiscState | undefined;
  let losses: readonly string[] = [];
  try {
    const before = await lookBeforeClosing(drive, signal);
    const after = yield* noting(warnings, finishDisc(drive, before, { ending }));
    losses = await lossesOf(drive, before, after);
    disc = after;
  } finally {
    if (disc === undefined) await release(held, true);
  }
  warnings.push(...(await releaseFinished(held)));
  return { ...disc, losses, warnings };
}

async function lookBeforeClosing(drive: Drive, signal: AbortSignal | undefined): Promise<DiscState> {
  try {
    await spinUp(drive, signal);
    const disc = await readDiscState(drive, { everyTrack: true });
    requireSomethingToClose(disc);
    signal?.throwIfAborted();
    return disc;
  } catch (error) {
    throw beforeWriting(error, { phase: 'preparing' });
  }
}

function requireSomethingToClose(disc: DiscState): void {
  const refuse = (reason: string, remedy: string) =>
    new BurnError({ phase: 'planning', code: 'NOTHING_TO_CLOSE', reason, remedy, disc });
  if (disc.medium?.writeModel === 'overwrite') {
    if (disc.lastSession !== 'complete' || disc.medium.backgroundFormat === 'in progress') return;
    throw refuse('an overwritable disc has nothing to close', 'It is readable as it is, and can be written to');
  }
  if (disc.status === 'complete') throw refuse('the disc is already closed', 'There is nothing to do');
  if (disc.tracks.length === 0 && disc.lastSession === 'damaged' && disc.erasable) {
    throw refuse('an erase of this disc was interrupted', 'Erase it again: `discwright blank`');
  }
  if (disc.tracks.length === 0) throw refuse('there is no track on the disc', 'Burn something first');
  if (disc.lastSession === 'empty') {
    throw refuse(
      "the disc's last session is already closed",
      'It is playable as it is, and another session can be added',
    );
  }
}
