import type { AnsweredReply, Chain, ResendPolicy, ScsiReply, ScsiTransport } from '../transport/transport.ts';
import type { Command } from './command.ts';
import { SenseKey, tryDecodeSense } from './sense.ts';
import { ChainBrokenError, SenseError, StatusError } from './sense-error.ts';

export interface ExecuteOptions {
  /** Instead of the command's own time-out, in milliseconds. */
  readonly timeoutMs?: number;
  readonly resend?: ResendPolicy;
  readonly chain?: Chain;
  /** Give the data-out memory away instead of having it copied; see {@link DataPhase}. */
  readonly handOver?: boolean;
}

const GOOD = 0x00;
const CHECK_CONDITION = 0x02;
const CONDITION_MET = 0x04;

/** Sends a command and resolves with whatever the drive answered, good or bad. */
export function issue(transport: ScsiTransport, command: Command, options: ExecuteOptions = {}): Promise<ScsiReply> {
  const { timeoutMs = command.timeoutMs, resend, chain, handOver } = options;
  const data = command.data.direction === 'out' && handOver ? { ...command.data, handOver } : command.data;
  return transport.send({
    cdb: command.cdb,
    data,
    timeoutMs,
    ...(resend === undefined ? {} : { resend }),
    ...(chain === undefined ? {} : { chain }),
  });
}

/** The error that a reply stands for, or undefined when the command has succeeded. RECOVERED ERROR is a success. */
export function failureOf(command: Command, reply: AnsweredReply): SenseError | StatusError | undefined {
  if (reply.status === GOOD || reply.status === CONDITION_MET) return undefined;
  const sense = reply.status === CHECK_CONDITION ? tryDecodeSense(reply.sense) : undefined;
  if (sense === undefined) return new StatusError(command, reply.status);
  const harmless = sense.key === SenseKey.NoSense || sense.key === SenseKey.RecoveredError;
  return harmless && !sense.deferred ? undefined : new SenseError(command, sense);
}

/**
 * Sends a command and decodes its reply.
 * @throws SenseError, StatusError when the drive said no; TransportError when no answer came; DecodeError when the
 * reply makes no sense; ChainBrokenError when it was not sent
 */
export async function execute<R>(transport: ScsiTransport, command: Command<R>, options?: ExecuteOptions): Promise<R> {
  const reply = await issue(transport, command, options);
  if (reply.outcome === 'skipped') throw new ChainBrokenError(command);
  const failure = failureOf(command, reply);
  if (failure !== undefined) throw failure;
  return command.decodeReply(reply.data);
}

/** A new chain, whole until one of its requests fails or {@link breakChain} is called. */
export const createChain = (): Chain => ({ broken: new Int32Array(new SharedArrayBuffer(4)) });

/** From now on no further request of this chain is sent. */
export function breakChain(chain: Chain): void {
  Atomics.store(chain.broken, 0, 1);
  Atomics.notify(chain.broken, 0);
}
