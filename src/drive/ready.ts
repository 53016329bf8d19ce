import { DecodeError } from '../codec/index.ts';
import { readDiscInformation } from '../mmc/commands/read-disc-information.ts';
import type { Command } from '../scsi/command.ts';
import { testUnitReady } from '../scsi/commands/test-unit-ready.ts';
import { isSense, SenseKey } from '../scsi/sense.ts';
import { SenseError, StatusError } from '../scsi/sense-error.ts';
import { TRANSIENT_STATUSES } from '../transport/sam.ts';
import type { Clock } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';
import { TRANSIENT_QUALIFIERS } from './while-working.ts';

export interface WaitOptions {
  /** What the drive is doing, for messages: `flushing its buffer`. */
  readonly activity: string;
  /** Longest wait, in milliseconds. */
  readonly limitMs: number;
  /** Between two queries, in milliseconds; 500 unless given. */
  readonly intervalMs?: number;
  /**
   * Also wait until READ DISC INFORMATION succeeds: some drives report ready while they are still writing or closing.
   */
  readonly discInformation?: boolean;
  readonly signal?: AbortSignal;
}

/** What {@link waitUntilReady} needs of a drive. */
export interface Waitable {
  readonly clock: Clock;
  execute<R>(command: Command<R>): Promise<R>;
}

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
}

const CAUSE_NOT_REPORTABLE = 0x00;
const MEDIUM_NOT_PRESENT = 0x3a;
/** How long to wait for a drive that gives no reason, in milliseconds. */
const NO_REASON_LIMIT_MS = 5_000;

/** True for the senses that mean "busy, ask again". */
export function isStillBusy(error: unknown): error is SenseError {
  return (
    error instanceof SenseError &&
    !error.sense.deferred &&
    isSense(error.sense, SenseKey.NotReady, 0x04) &&
    TRANSIENT_QUALIFIERS.includes(error.sense.ascq)
  );
}

/** 2/04/00: not ready, and no reason given. */
const isReasonless = ({ sense }: SenseError): boolean => isSense(sense, SenseKey.NotReady, 0x04, CAUSE_NOT_REPORTABLE);

/** BUSY, and the senses after which the same command may be carried out later: busy, unit attention, no reason given. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StatusError) return TRANSIENT_STATUSES.includes(error.status);
  if (!(error instanceof SenseError)) return false;
  const { key, asc, ascq } = error.sense;
  const busy = key === SenseKey.NotReady && asc === 0x04 && TRANSIENT_QUALIFIERS.includes(ascq);
  return busy || key === SenseKey.UnitAttention || isReasonless(error);
}

/** A drive that does not know the command, or not with this disc, is not busy. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest)) throw error;
}

/** A failure that may pass by itself ends the wait after this many failed polls in a row. */
const FAILING_POLLS = 3;

/** Whether the same query may be answered better the next time: anything but a missing disc, a refusal, and an earlier WRITE that failed. */
export function mayPass(error: unknown): boolean {
  if (error instanceof TransportError) return error.kind === 'timeout';
  if (!(error instanceof SenseError)) return error instanceof StatusError || error instanceof DecodeError;
  const { key, asc, deferred } = error.sense;
  if (deferred) return isPassing(error);
  return key !== SenseKey.IllegalRequest && !(key === SenseKey.NotReady && asc === MEDIUM_NOT_PRESENT);
}

/**
 * Polls the drive until it is ready, yielding the progress that it reports (0 to 1, undefined if it does not report any). One
 * bad answer does not end the wait.
 * @throws StillBusyError at the limit; SenseError for anything that waiting does not fix: no medium, a deferred write error
 */
export async function* waitUntilReady(drive: Waitable, options: WaitOptions): AsyncGenerator<number | undefined, void> {
  const { activity, limitMs, intervalMs = 500, discInformation = false, signal } = options;
  const start = drive.clock.now();
  let failing = 0;
  let reasonlessSince: number | undefined;
  for (;;) {
    try {
      await drive.execute(testUnitReady({}));
      if (discInformation) await drive.execute(readDiscInformation({ allocationLength: 34 })).catch(unlessRefused);
      return;
    } catch (error) {
      const now = drive.clock.now();
      if (isStillBusy(error)) {
        failing = 0;
      } else if (error instanceof SenseError && isReasonless(error)) {
        reasonlessSince ??= now;
        if (now - reasonlessSince >= NO_REASON_LIMIT_MS) throw error;
      } else if (!mayPass(error) || ++failing === FAILING_POLLS) throw error;
      if (now - start >= limitMs) throw new StillBusyError(activity, limitMs, error as Error);
      yield error instanceof SenseError ? error.sense.progress : undefined;
      await drive.clock.sleep(intervalMs, signal);
    }
  }
}
