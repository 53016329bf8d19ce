import { toHex } from '../codec/index.ts';
import { membersInJson } from '../json-values.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { missingBytes } from '../transport/data-phase.ts';
import type { AnsweredReply, Clock, DataPhase, ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';
import {
  TRACE_FORMAT,
  TRACE_VERSION,
  type TracedError,
  type TracedEvent,
  type TracedFailure,
  type TraceEntry,
  traceLine,
} from './trace.ts';
import { READ_DATA_LIMIT_BYTES, traceIn, traceOut } from './trace-data.ts';
import { messageOf, TraceError } from './trace-error.ts';
import { openTraceFile, type TraceFileOptions, type TraceSink } from './trace-file.ts';

/** What a {@link RecordingTransport} keeps. */
export interface RecordingOptions {
  /**
   * Blocks read from the disc (READ CD, READ(10), ...) are kept in full up to this many bytes per command; beyond that the
   * trace holds their length, CRC-32 and first bytes, and cannot replay them. Default: 4,096.
   */
  readonly readDataLimitBytes?: number | undefined;
  /** Called once when the transport is closed and every line has been written. */
  readonly onClosed?: (() => void | Promise<void>) | undefined;
}

const OPTIONS: OptionNames<RecordingOptions> = { readDataLimitBytes: true, onClosed: true };

/** A line to be written once everything before it has been written. */
interface Slot {
  line?: string;
}

type Asked = { readonly seq: number; readonly t: number };

const microseconds = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;

function failureToTrace(error: unknown): TracedFailure {
  if (error instanceof TransportError) {
    const { kind, operation, osCode, errno, reason, remedy } = error;
    return {
      kind,
      operation,
      ...(osCode === undefined ? {} : { osCode }),
      ...(errno === undefined ? {} : { errno }),
      reason,
      remedy,
    };
  }
  return {
    kind: 'unknown',
    operation: 'send',
    reason: messageOf(error),
    remedy: 'This is a bug in the program: report it',
  };
}

/**
 * Passes everything on to another transport and records it: a header, then a line for each exchange in the order of
 * sending, whatever the order of the answers. It changes nothing.
 *
 * When the sink fails (disk full) recording stops and the drive continues to work, since no disc must be lost for a log;
 * `failure` says so immediately, and `close` rejects with a TraceError after the inner transport has been closed.
 */
export class RecordingTransport implements ScsiTransport {
  readonly #inner: ScsiTransport;
  readonly #sink: TraceSink;
  readonly #readLimitBytes: number;
  readonly #onClosed: (() => void | Promise<void>) | undefined;
  readonly #startMs: number;
  readonly #slots: Slot[] = [];
  #lastSeq = 0;
  /** Lines that an asynchronous sink has not accepted yet. */
  #pending: Promise<void> | undefined;
  #failure: TraceError | undefined;
  #closed: Promise<void> | undefined;

  constructor(inner: ScsiTransport, sink: TraceSink, options: RecordingOptions = {}) {
    requireKnownOptions('RecordingTransport', options, OPTIONS);
    this.#inner = inner;
    this.#sink = sink;
    this.#readLimitBytes = options.readDataLimitBytes ?? READ_DATA_LIMIT_BYTES;
    this.#onClosed = options.onClosed;
    this.#startMs = inner.clock.now();
    const { path, simulated, maxTransferBytes } = inner;
    this.#write(
      traceLine({
        type: 'header',
        format: TRACE_FORMAT,
        version: TRACE_VERSION,
        path,
        simulated,
        maxTransferBytes,
        startedAt: new Date().toISOString(),
      }),
    );
  }

  get path(): string {
    return this.#inner.path;
  }

  get maxTransferBytes(): number {
    return this.#inner.maxTransferBytes;
  }

  get clock(): Clock {
    return this.#inner.clock;
  }

  get simulated(): boolean {
    return this.#inner.simulated;
  }

  /** Why recording stopped; undefined while every line has been written. */
  get failure(): TraceError | undefined {
    return this.#failure;
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    const asked = this.#ask();
    const slot = this.#reserve();
    const opcode = request.cdb[0] ?? 0;
    const about = {
      cdb: toHex(request.cdb),
      timeoutMs: request.timeoutMs,
      ...dataToTrace(opcode, request.data), // before the memory is handed over
    };
    const line = (outcome: object) => {
      const answeredAfter = this.#lastSeq === asked.seq ? {} : { answeredAfter: this.#lastSeq };
      const times = { type: 'exchange', ...asked, tDone: this.#now(), ...answeredAfter };
      this.#fill(slot, { ...times, ...about, ...outcome } as TraceEntry);
    };
    try {
      const reply = await this.#inner.send(request);
      line(reply.outcome === 'skipped' ? { outcome: 'skipped' } : answerToTrace(request, reply, this.#readLimitBytes));
      return reply;
    } catch (error) {
      line({ outcome: 'failed', error: failureToTrace(error) });
      throw error;
    }
  }

  takeExclusive(owner: string): Promise<void> {
    return this.#event('take-exclusive', () => this.#inner.takeExclusive(owner), { owner });
  }

  releaseExclusive(): Promise<void> {
    return this.#event('release-exclusive', () => this.#inner.releaseExclusive());
  }

  /**
   * Records what the program reports to its user as an error, such as a BurnError: name, message and `remedy`. It sends nothing.
   * After {@link close} nothing is recorded.
   */
  noteError(error: { readonly name: string; readonly message: string; readonly remedy?: string }): void {
    if (this.#closed !== undefined) return;
    const { name, message, remedy } = error;
    const told = remedy === undefined ? {} : { remedy: String(remedy) };
    this.#fill(this.#reserve(), {
      type: 'error',
      t: this.#now(),
      name: String(name),
      message: String(message),
      ...told,
    });
  }

  /** Closes the inner transport. Rejects with a TraceError when the trace is incomplete. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The last commands are not part of the trace: nobody is left to write it. */
  endNow(cdbs: readonly Uint8Array[], limitMs: number): boolean {
    return this.#inner.endNow?.(cdbs, limitMs) ?? false;
  }

  async #close(): Promise<void> {
    try {
      await this.#event('close', () => this.#inner.close());
    } finally {
      await this.#pending;
      await this.#onClosed?.();
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #now(): number {
    return microseconds(this.#inner.clock.now() - this.#startMs);
  }

  #ask(): Asked {
    this.#lastSeq++;
    return { seq: this.#lastSeq, t: this.#now() };
  }

  async #event(
    name: TracedEvent['event'],
    action: () => Promise<void>,
    details: { owner?: string } = {},
  ): Promise<void> {
    const entry = { type: 'event', ...this.#ask(), event: name, ...details } as const;
    const slot = this.#reserve();
    try {
      await action();
      this.#fill(slot, entry);
    } catch (error) {
      this.#fill(slot, { ...entry, error: failureToTrace(error) });
      throw error;
    }
  }

  #reserve(): Slot {
    const slot: Slot = {};
    this.#slots.push(slot);
    return slot;
  }

  #fill(slot: Slot, entry: TraceEntry | TracedError): void {
    slot.line = traceLine(entry);
    while (this.#slots[0]?.line !== undefined) this.#write(this.#slots.shift()?.line ?? '');
  }

  #write(line: string): void {
    if (this.#failure !== undefined) return;
    if (this.#pending !== undefined) {
      this.#pending = this.#pending.then(() => (this.#failure === undefined ? this.#sink(line) : undefined));
    } else {
      try {
        const taken = this.#sink(line);
        // Not only undefined: JavaScript's arrow functions return the value of their body, such as `lines.push(line)`.
        if (typeof taken?.then !== 'function') return;
        this.#pending = taken;
      } catch (error) {
        this.#fail(error);
        return;
      }
    }
    this.#pending = this.#pending.catch((error) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#failure ??= new TraceError(
      `the trace of ${this.path} is incomplete: ${messageOf(error)}. The drive continued to work`,
      { cause: error },
    );
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['path', 'simulated', 'maxTransferBytes', 'failure']);
  }
}

function dataToTrace(opcode: number, data: DataPhase): object {
  if (data.direction === 'out') return { out: traceOut(opcode, data.bytes) };
  return data.direction === 'in' ? { inBytes: data.lengthBytes } : {};
}

function answerToTrace({ cdb, data }: ScsiRequest, reply: AnsweredReply, readLimitBytes: number): object {
  const opcode = cdb[0] ?? 0;
  const residual = missingBytes(data, reply);
  const lacking = data.direction === 'in' ? data.lengthBytes - reply.data.length : 0;
  return {
    outcome: 'answered',
    status: reply.status,
    ...(reply.sense.length === 0 ? {} : { sense: toHex(reply.sense) }),
    ...(reply.data.length === 0 ? {} : { in: traceIn(opcode, reply.data, readLimitBytes) }),
    ...(residual > lacking ? { residual } : {}),
    durationMs: microseconds(reply.durationMs),
    ...(reply.resends === 0 ? {} : { resends: reply.resends }),
  };
}

/**
 * Records to a file by the rules of {@link openTraceFile}; the file is closed with the transport.
 * @throws TraceError
 * @example
 * ```ts
 * const drive = await openDrive('sim:', { wrap: (inner) => recordToFile(inner, 'burn.jsonl') });
 * ```
 */
export function recordToFile(
  inner: ScsiTransport,
  path: string,
  { overwrite = false, ...options }: Omit<RecordingOptions, 'onClosed'> & TraceFileOptions = {},
): RecordingTransport {
  const file = openTraceFile(path, { overwrite });
  return new RecordingTransport(inner, file.write, { ...options, onClosed: () => file.close() });
}
