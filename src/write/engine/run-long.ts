import { isPassing, isRefusal, isTimeout } from '../../drive/bad-answer.ts';
import type { Drive } from '../../drive/drive.ts';
import { waiting } from '../../drive/ready.ts';
import type { Command } from '../../scsi/command.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import type { TransportError } from '../../transport/transport-error.ts';
import { messageOf } from './burn-error.ts';
import type { BlankProgress, StepProgress } from './progress.ts';

/** A command that may take minutes, and a check that the disc shows its effect. */
export interface LongOperation<S extends StepProgress | BlankProgress> {
  readonly step: S;
  /** How long it may take, in milliseconds. */
  readonly limitMs: number;
  make(immediate: boolean): Command<void>;
  /** Called only when the drive did not answer GOOD: some drives have done the work anyway. */
  isDone(): Promise<boolean>;
  /** Sets again what the drive has forgotten in a reset, before the command is sent again: mode pages. */
  afterReset?(): Promise<unknown>;
}

/** How often a command that is answered with "busy" is sent, a second apart, before the answer counts as a refusal. */
const MOST_SENDS = 10;
/** How often a command that fails or is not answered is sent. */
const MOST_FAILURES = 2;
const RESEND_AFTER_MS = 1_000;

type Failure = SenseError | StatusError | TransportError;

/**
 * Sends a long command with Immed, or without where the drive does not know the bit, and waits for its end, yielding how
 * far it has come. After any answer but GOOD, and after none, the drive is waited for and the disc looked at: if it does
 * not show the effect, the command is sent again, and if it does, the failure is yielded as a warning.
 */
export async function* runLong<S extends StepProgress | BlankProgress>(
  drive: Drive,
  operation: LongOperation<S>,
): AsyncGenerator<S, void> {
  const { step, limitMs } = operation;
  yield step;
  let failures = 0;
  let generation = drive.mediumGeneration;
  for (let sends = 1; ; sends++) {
    const failure = await send(drive, operation);
    try {
      for await (const fraction of waiting(drive, { activity: step.phase, limitMs, discInformation: true })) {
        yield fraction === undefined ? step : { ...step, fraction };
      }
    } catch (error) {
      throw failure === undefined || isPassing(failure) ? error : failure;
    }
    if (failure === undefined) return;
    if (await operation.isDone().catch(() => false)) {
      if (!isPassing(failure)) yield { ...step, warning: `done, although ${answerInWords(failure)}` };
      return;
    }
    if (!isPassing(failure)) failures++;
    if (failures === MOST_FAILURES || sends === MOST_SENDS) throw failure;
    if (!isRefusal(failure)) await drive.clock.sleep(RESEND_AFTER_MS);
    if (drive.mediumGeneration !== generation) await operation.afterReset?.();
    generation = drive.mediumGeneration;
  }
}

const answerInWords = (failure: Failure): string =>
  isTimeout(failure) ? 'the drive did not answer in time' : `the drive answered: ${messageOf(failure)}`;

/** @returns why the drive did not accept it, or undefined */
async function send<S extends StepProgress | BlankProgress>(
  drive: Drive,
  { make, limitMs }: LongOperation<S>,
): Promise<Failure | undefined> {
  // A drive that ignores Immed answers when it is done: a shorter time-out would ruin the disc.
  const options = { timeoutMs: limitMs };
  try {
    await drive.execute(make(true), options).catch((error: unknown) => {
      if (!(error instanceof SenseError && isSense(error.sense, SenseKey.IllegalRequest, 0x24))) throw error;
      return drive.execute(make(false), options);
    });
    return undefined;
  } catch (error) {
    if (error instanceof SenseError || error instanceof StatusError || isTimeout(error)) return error;
    throw error;
  }
}
