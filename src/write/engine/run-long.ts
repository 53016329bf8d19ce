import { isPassing } from '../../drive/bad-answer.ts';
import type { Drive } from '../../drive/drive.ts';
import { waitUntilReady } from '../../drive/ready.ts';
import type { Command } from '../../scsi/command.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { messageOf } from './burn-error.ts';
import type { BlankProgress, StepProgress } from './progress.ts';

/** A command that may take minutes, and a check that the disc shows its effect. */
export interface LongOperation<S extends StepProgress | BlankProgress> {
  readonly step: S;
  /** How long it may take, in milliseconds. */
  readonly limitMs: number;
  make(immediate: boolean): Command<void>;
  /** Called only when the drive answered "busy" or an error: some drives have done the work anyway. */
  isDone(): Promise<boolean>;
}

/** How often a command that is answered with "busy" is sent, a second apart, before the answer counts as a refusal. */
const MOST_SENDS = 10;
const RESEND_AFTER_MS = 1_000;

/**
 * Sends a long command with Immed, or without where the drive does not know the bit, and waits for its end, yielding how
 * far it has come. A drive that answers "busy" is waited for, and the command is sent again only if the disc does not
 * show its effect. An error is yielded as a warning if the disc shows that the command was carried out.
 */
export async function* runLong<S extends StepProgress | BlankProgress>(
  drive: Drive,
  operation: LongOperation<S>,
): AsyncGenerator<S, void> {
  const { step, limitMs } = operation;
  yield step;
  for (let sends = 1; ; sends++) {
    const failure = await send(drive, operation);
    try {
      for await (const fraction of waitUntilReady(drive, { activity: step.phase, limitMs, discInformation: true })) {
        yield fraction === undefined ? step : { ...step, fraction };
      }
    } catch (error) {
      throw failure === undefined || isPassing(failure) ? error : failure;
    }
    if (failure === undefined) return;
    if (await operation.isDone().catch(() => false)) {
      if (!isPassing(failure)) yield { ...step, warning: `done, although the drive answered: ${messageOf(failure)}` };
      return;
    }
    if (!isPassing(failure) || sends === MOST_SENDS) throw failure;
    await drive.clock.sleep(RESEND_AFTER_MS);
  }
}

/** @returns why the drive did not accept it, or undefined */
async function send<S extends StepProgress | BlankProgress>(
  drive: Drive,
  { make, limitMs }: LongOperation<S>,
): Promise<SenseError | StatusError | undefined> {
  // A drive that ignores Immed answers when it is done: a shorter time-out would ruin the disc.
  const options = { timeoutMs: limitMs };
  try {
    await drive.execute(make(true), options).catch((error: unknown) => {
      if (!(error instanceof SenseError && isSense(error.sense, SenseKey.IllegalRequest, 0x24))) throw error;
      return drive.execute(make(false), options);
    });
    return undefined;
  } catch (error) {
    if (error instanceof SenseError || error instanceof StatusError) return error;
    throw error;
  }
}
