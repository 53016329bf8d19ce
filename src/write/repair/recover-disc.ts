import { claimForWriting } from '../../drive/claim.ts';
import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { release } from '../../drive/release.ts';
import { requireDrive } from '../../drive/require-drive.ts';
import { unlockTray } from '../../drive/unlock-tray.ts';
import { requireKnownOptions } from '../../known-options.ts';
import type { Operation } from '../../operation/operation.ts';
import { operationOf } from '../../operation/operation-of.ts';
import { messageOf } from '../engine/burn-error.ts';
import { noting } from '../engine/finished.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';
import { beforeWriting } from '../engine/with-disc.ts';
import { finishDisc } from './finish-disc.ts';
import { lossesOf } from './losses.ts';
import { RECOVER_OPTIONS, type RecoverDiscOptions, type RecoverProgress, type Recovery } from './recovery.ts';
import { endTestWrite, untilIdle } from './take-over.ts';

/**
 * Makes the best of a drive and its disc after a program that used them has died: unlocks the tray, waits for what the
 * drive is still doing, ends the tracks that are open, closes their session as {@link closeDisc} does, and says what
 * cannot be saved. Where there is nothing to finish it only unlocks the tray. `discwright recover` does this from the
 * command line.
 * @throws BurnError when the disc cannot be finished; TransportError of kind `busy` when a program that is alive has the
 * drive or the disc is mounted; StillBusyError; the reason of the signal
 * @example
 * ```ts
 * const { disc, repairs, losses } = await recoverDisc(drive);
 * ```
 */
export function recoverDisc(drive: Drive, options: RecoverDiscOptions = {}): Operation<RecoverProgress, Recovery> {
  return operationOf('recoverDisc()', options, (given) => recoverDiscSteps(drive, given));
}

async function* recoverDiscSteps(drive: Drive, options: RecoverDiscOptions): AsyncGenerator<RecoverProgress, Recovery> {
  requireDrive('recoverDisc()', drive);
  requireKnownOptions('recoverDisc()', options, RECOVER_OPTIONS);
  using _writing = claimForWriting(drive);
  const exclusive = await drive.exclusive(options.owner ?? 'discwright');
  const log = { repairs: [] as string[], warnings: [] as string[] };
  let found: Pick<Recovery, 'disc' | 'finished' | 'losses'> | undefined;
  let unlocked = false;
  try {
    // A drive that is busy, or has an error to report first, is unlocked at the end.
    await unlockTray(drive).catch(() => {});
    found = yield* noting(log.warnings, recover(drive, options), log.repairs);
  } finally {
    unlocked = await unlockTray(drive).then(
      () => true,
      (error: unknown) => {
        log.warnings.push(`the tray could not be unlocked: ${messageOf(error)}`);
        return false;
      },
    );
    await release(exclusive, found === undefined);
  }
  return { ...found, unlocked, ...log };
}

async function* recover(
  drive: Drive,
  { ending = 'finalize', signal }: RecoverDiscOptions,
): AsyncGenerator<RecoverProgress, Pick<Recovery, 'disc' | 'finished' | 'losses'>> {
  const before = yield* lookAtFirst(drive, signal);
  const unfinished = before !== null && isUnfinished(before);
  yield { phase: 'found', disc: before, unfinished };
  if (!unfinished) {
    return { disc: before, finished: false, losses: before === null ? [] : await lossesOf(drive, before, before) };
  }
  const lock = await drive.preventRemoval();
  let failed = true;
  try {
    const disc = yield* finishDisc(drive, before, { ending, leavesTracks: true });
    const losses = await lossesOf(drive, before, disc);
    failed = false;
    return { disc, finished: true, losses };
  } finally {
    await release(lock, failed);
  }
}

async function* lookAtFirst(
  drive: Drive,
  signal: AbortSignal | undefined,
): AsyncGenerator<StepProgress | RepairProgress, DiscState | null> {
  try {
    return (yield* untilIdle(drive, signal)) ? yield* look(drive) : null;
  } catch (error) {
    throw beforeWriting(error, { phase: 'preparing' });
  }
}

async function* look(drive: Drive): AsyncGenerator<StepProgress | RepairProgress, DiscState> {
  yield* endTestWrite(drive);
  return await readDiscState(drive);
}

const isUnfinished = ({ status, lastSession, tracks }: DiscState): boolean =>
  status !== 'complete' && status !== 'blank' && lastSession !== 'empty' && tracks.length > 0;
