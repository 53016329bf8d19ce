import { fromHex } from '../codec/index.ts';
import { membersInJson } from '../json-values.ts';
import { requireKnownOptions, SIGNAL_OPTIONS, type SignalOptions } from '../known-options.ts';
import { breakChain } from '../transport/chain.ts';
import { handedOver } from '../transport/data-phase.ts';
import { requireOwnerName } from '../transport/owner-name.ts';
import { isShortWrite } from '../transport/request-steps.ts';
import { residue } from '../transport/residue.ts';
import { hasSucceeded } from '../transport/sam.ts';
import { Scheme } from '../transport/scheme.ts';
import type { Clock, ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';
import { TransportError, type TransportErrorKind } from '../transport/transport-error.ts';
import { commandName } from './command-name.ts';
import { firstDifference } from './difference.ts';
import { ReplaySchedule } from './replay-schedule.ts';
import { ReplayScript } from './replay-script.ts';
import type { Trace, TraceData, TracedExchange, TracedFailure } from './trace.ts';
import { bytesOfData, lengthOfData } from './trace-data.ts';
import { TraceError } from './trace-error.ts';
import { readTrace } from './trace-file.ts';

const nameOf = (request: ScsiRequest): string => commandName(request.cdb);

/**
 * A drive that answers from a trace: the recorded answers in the recorded order, at the recorded times on its own clock,
 * without real waiting. What the program sends is compared with what was recorded; at the first difference that request, and
 * every one after it, fails with a TransportError that names the exchange, the command and the field. Only READ BUFFER
 * CAPACITY may come at other times than recorded.
 *
 * Exclusive access succeeds, unless the trace says at that point that it failed; closing always does.
 */
export class ReplayTransport implements ScsiTransport {
  readonly path: string;
  readonly maxTransferBytes: number;
  /** True: nothing real can be lost, whatever was recorded. */
  readonly simulated = true;
  readonly #trace: Trace;
  readonly #script: ReplayScript;
  readonly #schedule = new ReplaySchedule();
  #failure: TransportError | undefined;
  #endError: TransportError | undefined;

  constructor(trace: Trace, path = `${Scheme.Replayed}${trace.header.path}`) {
    this.path = path;
    this.maxTransferBytes = trace.header.maxTransferBytes;
    this.#trace = trace;
    this.#script = new ReplayScript(trace);
  }

  get clock(): Clock {
    return this.#schedule;
  }

  /** Exchanges that the program has not made yet, except READ BUFFER CAPACITY. */
  get exchangesLeft(): number {
    return this.#script.exchangesLeft;
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    if (this.#failure !== undefined) throw this.#failure;
    const recorded = this.#script.take(request.cdb);
    if (recorded === undefined) throw this.#fail(this.#endOfTrace(request));
    const difference = firstDifference(recorded, request);
    if (difference !== undefined) throw this.#fail(this.#differs(recorded, difference));
    this.#schedule.sent(recorded.seq, recorded.t);
    await new Promise<void>((deliver) => {
      this.#schedule.answer({ answeredAfter: this.#script.answeredAfter(recorded), tDone: recorded.tDone, deliver });
    });
    return this.#answer(recorded, request);
  }

  async takeExclusive(owner: string): Promise<void> {
    requireOwnerName(owner);
    if (this.#endError !== undefined) throw this.#endError;
    const failed = this.#script.takeEvent('take-exclusive')?.error;
    if (failed !== undefined) throw this.#asRecorded(failed);
  }

  async releaseExclusive(): Promise<void> {
    this.#script.takeEvent('release-exclusive');
  }

  async close(): Promise<void> {
    this.#endError ??= new TransportError({
      kind: 'gone',
      path: this.path,
      operation: 'replay',
      reason: 'the replay has been closed',
      remedy: 'Open it again',
    });
    this.#failure ??= this.#endError;
    this.#schedule.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #answer(recorded: TracedExchange, request: ScsiRequest): ScsiReply {
    const memory = handedOver(request.data);
    const returned = memory === undefined ? {} : { returned: memory };
    if (recorded.outcome !== 'answered') {
      breakChain(request.chain);
      if (recorded.outcome === 'skipped') return { outcome: 'skipped', ...returned };
      throw this.#asRecorded(recorded.error);
    }
    const received = recorded.in === undefined ? new Uint8Array() : bytesOfData(recorded.in);
    if (received === undefined) throw this.#fail(this.#dataNotKept(recorded, recorded.in));
    const { status, durationMs, residual = 0, resends = 0 } = recorded;
    const sense = fromHex(recorded.sense ?? '');
    const answer = { status, sense, data: received, ...residue(residual, residual) };
    if (!hasSucceeded(answer) || isShortWrite(request.data, answer)) breakChain(request.chain);
    return { outcome: 'answered', ...answer, durationMs, resends, ...returned };
  }

  #asRecorded({ kind, operation, osCode, errno, reason, remedy }: TracedFailure): TransportError {
    return new TransportError({
      kind,
      path: this.path,
      operation,
      ...(osCode === undefined ? {} : { osCode }),
      ...(errno === undefined ? {} : { errno }),
      reason,
      remedy,
    });
  }

  /** Nothing is answered from now on: what follows a difference means nothing. */
  #fail(error: TransportError): TransportError {
    this.#failure ??= error;
    this.#schedule.release();
    return this.#failure;
  }

  #cannot(reason: string, remedy: string): TransportError {
    return new TransportError({ kind: 'unknown', path: this.path, operation: 'replay', reason, remedy });
  }

  #differs({ seq }: TracedExchange, difference: string): TransportError {
    return this.#cannot(
      `exchange ${seq}: ${difference}`,
      'The program does not do what it did when this trace was recorded: use the same arguments and files, or record again',
    );
  }

  #endOfTrace(request: ScsiRequest): TransportError {
    const last = this.#trace.entries.findLast(({ type }) => type === 'exchange');
    const after = last === undefined ? 'holds no exchange' : `ends after exchange ${last.seq}`;
    const why = this.#trace.cutOff ? ' (its last line is cut off: the recorded program did not end properly)' : '';
    return this.#cannot(
      `the trace ${after}${why}, but the program sent ${nameOf(request)}`,
      'Record the whole run to replay it',
    );
  }

  #dataNotKept({ seq, cdb }: TracedExchange, data: TraceData | undefined): TransportError {
    const bytes = data === undefined ? 0 : lengthOfData(data);
    return this.#cannot(
      `exchange ${seq}: ${commandName(fromHex(cdb))}: the trace does not hold these ${bytes} bytes, only their length and CRC-32`,
      'Record again with --trace-data (in a program: with a larger readDataLimitBytes), or replay without reading the disc',
    );
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['path', 'simulated', 'maxTransferBytes', 'exchangesLeft']);
  }
}

const OPEN_ERROR_KINDS: Readonly<Record<string, TransportErrorKind>> = { ENOENT: 'not-found', EACCES: 'denied' };

/** Opens a trace file as a drive. @throws TransportError when the file cannot be read or is not a trace; OptionsError; the signal's reason */
export async function openReplay(file: string, options: SignalOptions = {}): Promise<ReplayTransport> {
  requireKnownOptions('openReplay()', options, SIGNAL_OPTIONS);
  const path = `${Scheme.Replayed}${file}`;
  try {
    return new ReplayTransport(await readTrace(file, options), path);
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
    throw new TransportError({
      kind: (code === undefined ? undefined : OPEN_ERROR_KINDS[code]) ?? 'unsupported',
      path,
      operation: 'open',
      // The message has the code.
      reason: error.message,
      remedy: 'Record a trace with --trace FILE, and name that file',
      cause: error,
    });
  }
}
