import { readDiscInformation } from '../mmc/commands/read-disc-information.ts';
import type { Command } from '../scsi/command.ts';
import { testUnitReady } from '../scsi/commands/test-unit-ready.ts';
import { isSense, SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import type { Clock } from '../transport/transport.ts';

export interface WaitOptions {
  /** What the drive is doing, for messages: `flushing its buffer`. */
  readonly activity: string;
  /** How long to wait at most, in milliseconds. */
  readonly limitMs: number;
  /** Between two looks, in milliseconds; 500 unless given. */
  readonly intervalMs?: number;
  /** Also wait for READ DISC INFORMATION to succeed: some drives answer TEST UNIT READY GOOD while they write or close. */
  readonly discInformation?: boolean;
  readonly signal?: AbortSignal;
}

/** What can be waited for: a drive. */
export interface Waitable {
  readonly clock: Clock;
  execute<R>(command: Command<R>): Promise<R>;
}

/** The drive was still busy when patience ended. What it was doing may yet end well. */
export class StillBusyError extends Error {
  override readonly name = 'StillBusyError';

  constructor(activity: string, limitMs: number, lastAnswer: SenseError) {
    super(
      `the drive is still ${activity} after ${Math.round(limitMs / 1000)} s (last answer: ${lastAnswer.message}). ` +
        'Leave the disc in the drive until its light goes out, then look at the disc again before you use or eject it',
      { cause: lastAnswer },
    );
  }
}

/** NOT READY, logical unit not ready, of the kinds that end by themselves (SPC-3 annex D, ASC 04h). */
const PASSING: ReadonlySet<number> = new Set([0x01, 0x04, 0x07, 0x08]);
const CAUSE_NOT_REPORTABLE = 0x00;
/** How long a drive that gives no reason is waited for, in milliseconds. */
const NO_REASON_LIMIT_MS = 5_000;

/** True for the senses that mean "busy, ask again". */
export function isStillBusy(error: unknown): error is SenseError {
  return (
    error instanceof SenseError &&
    !error.sense.deferred &&
    isSense(error.sense, SenseKey.NotReady, 0x04) &&
    PASSING.has(error.sense.ascq)
  );
}

/** A drive that does not know the command, or not with this disc, is not busy for that. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest)) throw error;
}

/**
 * Looks at the drive until it is ready, yielding how far it says to have come (0 to 1, undefined if it does not say).
 * @throws StillBusyError at the limit; SenseError for anything that waiting does not mend: no medium, a deferred write error
 */
export async function* waitUntilReady(drive: Waitable, options: WaitOptions): AsyncGenerator<number | undefined, void> {
  const { activity, limitMs, intervalMs = 500, discInformation = false, signal } = options;
  const start = drive.clock.now();
  for (;;) {
    try {
      await drive.execute(testUnitReady({}));
      if (discInformation) await drive.execute(readDiscInformation({ allocationLength: 34 })).catch(unlessRefused);
      return;
    } catch (error) {
      const waited = drive.clock.now() - start;
      const reasonless =
        error instanceof SenseError &&
        isSense(error.sense, SenseKey.NotReady, 0x04, CAUSE_NOT_REPORTABLE) &&
        waited < NO_REASON_LIMIT_MS;
      if (!isStillBusy(error) && !reasonless) throw error;
      if (waited >= limitMs) throw new StillBusyError(activity, limitMs, error as SenseError);
      yield (error as SenseError).sense.progress;
      await drive.clock.sleep(intervalMs, signal);
    }
  }
}
