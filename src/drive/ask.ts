import type { Command } from '../scsi/command.ts';
import type { ExecuteOptions } from '../scsi/execute.ts';
import type { Clock } from '../transport/transport.ts';
import { beliefIn, isRefusal } from './bad-answer.ts';
import { WHILE_WORKING } from './while-working.ts';

const INTERVAL_MS = 1_000;
/** A drive that is ready answers a query sooner, even if it must spin the disc up first. */
const QUERY_TIMEOUT_MS = 120_000;

/** What {@link ask} needs of a drive. */
export interface Askable {
  readonly clock: Clock;
  execute<R>(command: Command<R>, options?: ExecuteOptions): Promise<R>;
}

/**
 * Sends a query, or a setting that may be sent twice, and sends it again after a bad answer: no such answer is believed
 * the first time. A busy drive is waited for.
 * @throws SenseError, StatusError, TransportError, DecodeError; the signal's reason
 */
export function ask<R>(drive: Askable, command: Command<R>, options: ExecuteOptions = {}): Promise<R> {
  const { timeoutMs = Math.min(command.timeoutMs, QUERY_TIMEOUT_MS), resend = WHILE_WORKING, ...others } = options;
  const query = () => drive.execute(command, { ...others, resend, timeoutMs });
  return untilBelieved(drive.clock, query, { signal: options.signal });
}

/**
 * {@link ask}, and once more after a reply that cannot be right: the second one is believed, whatever it says.
 * @throws SenseError, StatusError, TransportError, DecodeError
 */
export async function askUntilPlausible<R>(
  drive: Askable,
  command: Command<R>,
  isPlausible: (reply: R) => boolean,
  options: Pick<ExecuteOptions, 'signal'> = {},
): Promise<R> {
  const reply = await ask(drive, command, options);
  return isPlausible(reply) ? reply : ask(drive, command, options);
}

/**
 * Sends a command that sets something and may be sent twice, and sends it again after a bad answer. A busy drive is
 * waited for; a refusal is believed at once, since there is something else to try.
 * @throws SenseError, StatusError, TransportError
 */
export function apply(drive: Askable, command: Command<void>): Promise<void> {
  return untilBelieved(drive.clock, () => drive.execute(command, { resend: WHILE_WORKING }), { isFinal: isRefusal });
}

interface Belief {
  /** Whether a bad answer is believed the first time. */
  readonly isFinal?: (error: unknown) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Repeats a query, which may be of several commands, until it is answered well or its bad answer is believed.
 * @throws what the query throws; the signal's reason
 */
export async function untilBelieved<R>(
  clock: Clock,
  query: () => Promise<R>,
  { isFinal, signal }: Belief = {},
): Promise<R> {
  for (let answers = 1; ; answers++) {
    try {
      return await query();
    } catch (error) {
      const belief = beliefIn(error);
      if (answers >= belief.answers || isFinal?.(error)) throw error;
      if (belief.waits) await clock.sleep(INTERVAL_MS, signal);
    }
  }
}
