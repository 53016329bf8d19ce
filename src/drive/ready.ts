import { errorInJson } from '../json-values.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { readDiscInformation } from '../mmc/commands/read-disc-information.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { testUnitReady } from '../scsi/commands/test-unit-ready.ts';
import { SenseError } from '../scsi/sense-error.ts';
import type { Askable } from './ask.ts';
import { beliefIn, isReasonless, isRefusal, isStillBusy } from './bad-answer.ts';
import { requireDrive } from './require-drive.ts';

/** The options of {@link waitUntilReady}. */
export interface WaitOptions {
  /** What the drive is doing, for messages: `flushing its buffer`. */
  readonly activity: string;
  /** Longest wait, in milliseconds. */
  readonly limitMs: number;
  /**
   * The longest pause between two queries, in milliseconds; 500 unless given. While the drive is busy the pauses double from
   * 10 ms up to this; after any other answer it is this at once.
   */
  readonly intervalMs?: number | undefined;
  /**
   * Also wait until READ DISC INFORMATION succeeds: some drives report ready while they are still writing or closing.
   */
  readonly discInformation?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<WaitOptions> = {
  activity: true,
  limitMs: true,
  intervalMs: true,
  discInformation: 'switch',
  signal: true,
};

/** What {@link waitUntilReady} needs of a drive. */
export type Waitable = Askable;

/** The drive was still busy at the time limit. What it was doing may still succeed. */
export class StillBusyError extends Error {
  override readonly name = 'StillBusyError';

  constructor(activity: string, limitMs: number, lastAnswer: Error) {
    super(
      `the drive is still ${activity} after ${Math.round(limitMs / 1000)} s (last answer: ${lastAnswer.message}). ` +
        'Leave the disc in the drive until its light goes out, then check the disc before you use or eject it',
      { cause: lastAnswer },
    );
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

/** Short work, such as a flush of a few blocks, ends within this. */
const FIRST_PAUSE_MS = 10;

/** How long to wait for a drive that gives no reason, in milliseconds. */
const NO_REASON_LIMIT_MS = 5_000;

/** A poll that is not answered by then is lost, whatever the drive is doing. */
const LEAST_TIMEOUT_MS = 30_000;

/**
 * Some drives answer READ DISC INFORMATION only when they have finished. One that loses the command must still be asked
 * again within the limit.
 */
const timeoutOf = (limitMs: number, waitedMs: number): number =>
  Math.max(LEAST_TIMEOUT_MS, Math.min(limitMs / 2, limitMs - waitedMs));

/**
 * Polls the drive until it is ready, yielding the progress that it reports (0 to 1, undefined if it does not report any). One
 * bad answer does not end the wait.
 * @throws StillBusyError at the limit; SenseError for anything that waiting does not fix: no medium, a deferred write error
 */
export function waitUntilReady(drive: Waitable, options: WaitOptions): Operation<number | undefined, void> {
  return operationOf('waitUntilReady()', options, (given) => waiting(drive, given));
}

/** The steps of {@link waitUntilReady}. */
export async function* waiting(drive: Waitable, options: WaitOptions): AsyncGenerator<number | undefined, void> {
  requireDrive('waitUntilReady()', drive);
  requireKnownOptions('waitUntilReady()', options, OPTIONS);
  const { activity, limitMs, intervalMs = 500, discInformation = false, signal } = options;
  const start = drive.clock.now();
  let bad = 0;
  let busyPauseMs = FIRST_PAUSE_MS;
  let reasonlessSince: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    try {
      await drive.execute(testUnitReady({}));
      if (discInformation) await requireDiscInformation(drive, timeoutOf(limitMs, drive.clock.now() - start));
      return;
    } catch (error) {
      const now = drive.clock.now();
      if (isStillBusy(error)) {
        bad = 0;
      } else if (error instanceof SenseError && isReasonless(error)) {
        reasonlessSince ??= now;
        if (now - reasonlessSince >= NO_REASON_LIMIT_MS) throw error;
      } else if (++bad >= beliefIn(error).answers) throw error;
      if (now - start >= limitMs) throw new StillBusyError(activity, limitMs, error as Error);
      yield error instanceof SenseError ? error.sense.progress : undefined;
      // Bad answers in quick succession are one disturbance, and must not add up to a belief.
      await drive.clock.sleep(isStillBusy(error) ? Math.min(busyPauseMs, intervalMs) : intervalMs, signal);
      busyPauseMs *= 2;
    }
  }
}

/** A drive that does not know the command, or not with this disc, is not busy. */
async function requireDiscInformation(drive: Waitable, timeoutMs: number): Promise<void> {
  try {
    await drive.execute(readDiscInformation({ allocationLength: 34 }), { timeoutMs });
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}
