import { hasSucceeded, ScsiStatus } from '../transport/sam.ts';
import type {
  AnsweredReply,
  Chain,
  DataPhase,
  ResendPolicy,
  ScsiReply,
  ScsiTransport,
} from '../transport/transport.ts';
import type { Command } from './command.ts';
import { type IncompleteTransferError, incompleteTransfer } from './incomplete-transfer.ts';
import { decoding } from './reply-error.ts';
import { tryDecodeSense } from './sense.ts';
import { ChainBrokenError, SenseError, StatusError } from './sense-error.ts';

/** How one command is sent. */
export interface ExecuteOptions {
  /** Replaces the command's own time-out, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly resend?: ResendPolicy | undefined;
  readonly chain?: Chain | undefined;
  readonly skipIf?: Chain | undefined;
  /** Memory of that length for the data-in, if there is some to be had; see {@link DataPhase}. Asked for at each send. */
  readonly memory?: ((lengthBytes: number) => Uint8Array<ArrayBuffer> | undefined) | undefined;
  /** Hand the data-out memory over instead of having it copied; see {@link DataPhase}. */
  readonly handOver?: boolean | undefined;
  /** The command is not sent, nor sent again, once it is aborted; one that is under way ends first. */
  readonly signal?: AbortSignal | undefined;
}

/** Sends a command and resolves with whatever the drive answered, success or failure. */
export function issue(transport: ScsiTransport, command: Command, options: ExecuteOptions = {}): Promise<ScsiReply> {
  const { timeoutMs = command.timeoutMs, resend, chain, skipIf } = options;
  return transport.send({
    cdb: command.cdb,
    data: dataOf(command, options),
    timeoutMs,
    ...(resend === undefined ? {} : { resend }),
    ...(chain === undefined ? {} : { chain }),
    ...(skipIf === undefined ? {} : { skipIf }),
  });
}

function dataOf({ data }: Command, { handOver, memory }: ExecuteOptions): DataPhase {
  if (data.direction === 'out' && handOver) return { ...data, handOver };
  const own = data.direction === 'in' ? memory?.(data.lengthBytes) : undefined;
  return data.direction === 'in' && own !== undefined ? { ...data, memory: own } : data;
}

/** Why a command that was answered failed. */
export type CommandFailure = SenseError | StatusError | IncompleteTransferError;

/** The error that a reply reports, or undefined when the command has succeeded. RECOVERED ERROR is a success. */
export function failureOf(command: Command, reply: AnsweredReply): CommandFailure | undefined {
  if (hasSucceeded(reply)) return incompleteTransfer(command, reply);
  const sense = reply.status === ScsiStatus.CheckCondition ? tryDecodeSense(reply.sense) : undefined;
  return sense === undefined ? new StatusError(command, reply.status) : new SenseError(command, sense);
}

/**
 * Sends a command and decodes its reply.
 * @throws SenseError, StatusError when the drive reported a failure; IncompleteTransferError when data was lost; TransportError when there was no answer; ReplyError
 * when the reply is malformed; ChainBrokenError when it was not sent
 */
export async function execute<R>(transport: ScsiTransport, command: Command<R>, options?: ExecuteOptions): Promise<R> {
  const reply = await issue(transport, command, options);
  if (reply.outcome === 'skipped') throw new ChainBrokenError(command);
  const failure = failureOf(command, reply);
  if (failure !== undefined) throw failure;
  return decoding(command, () => command.decodeReply(reply.data));
}
