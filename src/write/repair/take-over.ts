import type { Drive } from '../../drive/drive.ts';
import { reportsNoDisc } from '../../drive/medium-change.ts';
import { waiting } from '../../drive/ready.ts';
import { writeParametersPage } from '../../mmc/mode-pages/write-parameters.ts';
import { startStopUnit } from '../../scsi/commands/start-stop-unit.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import { flush } from '../engine/close-track.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';

/** The longest operation that a drive carries out by itself: a full erase of a 90-minute disc at 1x. */
const WORK_LIMIT_MS = 9_600_000;
/** Each reports one WRITE of the program that died; none of them means that the drive itself is faulty. */
const MOST_DEFERRED_ERRORS = 8;

const STEP = { phase: 'preparing' } as const;

const isDeferred = (error: unknown): error is SenseError => error instanceof SenseError && error.sense.deferred;

/**
 * Spins the disc up and waits until the drive has finished what an earlier program began: an erase, or closing a
 * session. Deferred errors, which belong to that program's commands, become warnings.
 * @returns whether there is a disc
 */
export async function* untilIdle(drive: Drive, signal: AbortSignal | undefined): AsyncGenerator<StepProgress, boolean> {
  yield STEP;
  for (let deferred = 0; ; deferred++) {
    try {
      yield* spinUpAndWait(drive, signal);
      return true;
    } catch (error) {
      if (signal?.aborted || !(error instanceof SenseError)) throw error;
      if (reportsNoDisc(error)) return false;
      if (!isDeferred(error) || deferred === MOST_DEFERRED_ERRORS) throw unreadable(error);
      yield { ...STEP, warning: `a command of the previous program failed: ${messageOf(error)}` };
    }
  }
}

async function* spinUpAndWait(drive: Drive, signal: AbortSignal | undefined): AsyncGenerator<StepProgress, void> {
  // A drive that is busy, or does not accept this command, is waited for below.
  await drive.execute(startStopUnit({ start: true, immediate: true })).catch((error: unknown) => {
    if (isDeferred(error) || !(error instanceof SenseError || error instanceof StatusError)) throw error;
  });
  const steps = waiting(drive, {
    activity: 'finishing what another program began',
    limitMs: WORK_LIMIT_MS,
    discInformation: true,
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const fraction of steps) yield fraction === undefined ? STEP : { ...STEP, fraction };
}

const unreadable = (error: SenseError): BurnError =>
  new BurnError({
    ...STEP,
    reason: `the drive cannot use the disc: ${messageOf(error)}`,
    remedy: 'Take the disc out, insert it again, and try again; if that does not help, try another drive',
    cause: error,
  });

/**
 * Ends a test write: until its buffer is flushed and Test Write is cleared, a drive may report tracks that are not on the
 * disc.
 */
export async function* endTestWrite(drive: Drive): AsyncGenerator<StepProgress | RepairProgress, void> {
  try {
    const { values } = await drive.modePage(writeParametersPage);
    if (!values.testWrite) return;
    yield* flush(drive, 0);
    await drive.changeModePage(writeParametersPage, { testWrite: false });
    yield {
      phase: 'repairing',
      did: 'The previous program made a test write (Test Write was set), and nothing of it is on the disc: Test Write is cleared',
    };
  } catch (error) {
    // Without page 05h, or if it cannot be changed, the disc is judged as it is.
    if (!(error instanceof SenseError || error instanceof StatusError)) throw error;
    yield { ...STEP, warning: `page 05h (write parameters) could not be read or changed: ${messageOf(error)}` };
  }
}
