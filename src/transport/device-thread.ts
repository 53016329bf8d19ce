import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BlockingDeviceSource } from './blocking-device.ts';
import { requireWhole, takeData } from './data-phase.ts';
import { requireOwnerName } from './owner-name.ts';
import { permissionRemedy } from './permission.ts';
import type { ThreadAnswer, ThreadRequest, ThreadStart } from './thread-messages.ts';
import type { BatchReply, DataPhase, ScsiBatch, ScsiReply, ScsiRequest, ScsiTransport } from './transport.ts';
import { TransportError } from './transport-error.ts';
import { wallClock } from './wall-clock.ts';

interface Pending {
  readonly resolve: (reply: ScsiReply | BatchReply | undefined) => void;
  readonly reject: (error: TransportError) => void;
}

/** {@link ThreadRequest} before it is numbered. */
type Numbered = Exclude<ThreadRequest, { type: 'close' }>;
type Unnumbered = Numbered extends infer Each ? (Each extends Numbered ? Omit<Each, 'id'> : never) : never;

/**
 * Carries commands to a device that blocks, in its own worker thread, in the order of the calls. The worker's message queue
 * is the command queue: the drive is still fed while the calling thread is busy for seconds.
 *
 * `close` waits for the command in progress: no system call for SCSI commands can be interrupted.
 */
export class DeviceThread implements ScsiTransport {
  readonly path: string;
  readonly maxTransferBytes: number;
  readonly clock = wallClock;
  readonly simulated = false;
  readonly #worker: Worker;
  readonly #stop: Int32Array<SharedArrayBuffer>;
  readonly #closed: Int32Array<SharedArrayBuffer>;
  readonly #exited: Promise<void>;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #endError: TransportError | undefined;
  #closing: Promise<void> | undefined;

  private constructor(start: ThreadStart, worker: Worker, maxTransferBytes: number) {
    this.path = start.path;
    this.maxTransferBytes = maxTransferBytes;
    this.#worker = worker;
    this.#stop = start.stop;
    this.#closed = start.closed;
    worker.on('message', (answer: ThreadAnswer) => this.#answer(answer));
    worker.on('error', (cause) => this.#giveUp(this.#threadDied(cause)));
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#giveUp(this.#threadDied(undefined));
        resolve();
      });
    });
    // A program that forgets to close an idle drive can still exit; the system closes the handle.
    worker.unref();
  }

  /**
   * Starts the thread and opens the device in it.
   * @throws TransportError when the device cannot be opened
   */
  static async open(path: string, source: BlockingDeviceSource): Promise<DeviceThread> {
    const start: ThreadStart = { path, source, stop: flag(), closed: flag() };
    const worker = startWorker(start);
    const first = await firstAnswer(worker, path);
    if (first.type === 'opened') return new DeviceThread(start, worker, first.maxTransferBytes);
    await worker.terminate();
    throw first.type === 'openFailed' ? new TransportError(first.error) : didNotStart(path, undefined);
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    checkCdbBytes(request.cdb.byteLength);
    const cdb = new Uint8Array(request.cdb);
    const data = takeData(request.data);
    const own: ScsiRequest = {
      cdb,
      data,
      timeoutMs: request.timeoutMs,
      ...(request.resend === undefined ? {} : { resend: request.resend }),
      ...(request.chain === undefined ? {} : { chain: { broken: request.chain.broken } }),
      ...(request.skipIf === undefined ? {} : { skipIf: { broken: request.skipIf.broken } }),
    };
    return (await this.#ask({ type: 'send', request: own }, memoryToHandOver(data))) as ScsiReply;
  }

  async sendBatch(batch: ScsiBatch): Promise<BatchReply> {
    const { cdbs, cdbBytes, bytes, bytesEach, timeoutMs, resend, chain, succeeded } = batch;
    const own: ScsiBatch = {
      cdbs: Uint8Array.from(cdbs),
      cdbBytes: checkCdbBytes(cdbBytes),
      bytes: requireWhole(bytes),
      bytesEach,
      timeoutMs,
      ...(resend === undefined ? {} : { resend }),
      chain: { broken: chain.broken },
      succeeded,
    };
    // Memory of no bytes may be that of an earlier batch: Node.js 22 refuses to hand it over twice.
    const memory = bytes.byteLength === 0 ? [] : [bytes.buffer];
    return (await this.#ask({ type: 'sendBatch', batch: own }, memory)) as BatchReply;
  }

  async takeExclusive(owner: string): Promise<void> {
    requireOwnerName(owner);
    await this.#ask({ type: 'takeExclusive', owner }, []);
  }

  async releaseExclusive(): Promise<void> {
    await this.#ask({ type: 'releaseExclusive' }, []);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  endNow(cdbs: readonly Uint8Array[], limitMs: number): boolean {
    if (this.#closing === undefined) {
      this.#closing = this.#exited;
      this.#orderEnd(cdbs);
    }
    // The worker needs nothing of this thread to close the device.
    return Atomics.wait(this.#closed, 0, 0, limitMs) !== 'timed-out';
  }

  async #close(): Promise<void> {
    this.#orderEnd([]);
    await this.#exited;
  }

  #orderEnd(last: readonly Uint8Array[]): void {
    this.#giveUp(this.#error('the drive has been closed', 'Open it again'));
    Atomics.store(this.#stop, 0, 1);
    this.#worker.ref();
    this.#worker.postMessage({ type: 'close', last } satisfies ThreadRequest);
  }

  #ask(request: Unnumbered, memory: ArrayBuffer[]): Promise<ScsiReply | BatchReply | undefined> {
    if (this.#endError !== undefined) return Promise.reject(this.#endError);
    const id = ++this.#lastId;
    this.#worker.postMessage({ ...request, id }, memory);
    return new Promise((resolve, reject) => {
      if (this.#pending.size === 0) this.#worker.ref();
      this.#pending.set(id, { resolve, reject });
    });
  }

  #answer(answer: ThreadAnswer): void {
    if (answer.type !== 'done' && answer.type !== 'failed') return;
    const pending = this.#pending.get(answer.id);
    if (pending === undefined) return;
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) this.#worker.unref();
    if (answer.type === 'done') pending.resolve(answer.reply);
    else pending.reject(new TransportError(answer.error));
  }

  #giveUp(error: TransportError): void {
    this.#endError ??= error;
    const open = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of open) pending.reject(this.#endError);
  }

  #threadDied(cause: unknown): TransportError {
    return this.#error('the thread that talks to the drive has ended', 'Open the drive again', cause);
  }

  #error(reason: string, remedy: string, cause?: unknown): TransportError {
    return new TransportError({ kind: 'gone', path: this.path, operation: 'send', reason, remedy, cause });
  }
}

function memoryToHandOver(data: DataPhase): ArrayBuffer[] {
  if (data.direction === 'out') return [data.bytes.buffer as ArrayBuffer];
  return data.direction === 'in' && data.memory !== undefined ? [data.memory.buffer] : [];
}

const YOUNG_MIB = 2;

const flag = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(4));

function startWorker(start: ThreadStart): Worker {
  try {
    return new Worker(new URL('./device-worker.js', import.meta.url), {
      workerData: start,
      name: `discwright ${start.path}`,
      execArgv: [],
      // It keeps next to nothing: what V8 would reserve for new objects takes 3 MiB more of a burn's memory.
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
  } catch (error) {
    throw didNotStart(start.path, error);
  }
}

/** The thread's message on whether the device was opened. Rejects when the thread ends without one. */
async function firstAnswer(worker: Worker, path: string): Promise<ThreadAnswer> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    return await Promise.race([
      once(worker, 'message', { signal }).then(([answer]) => answer as ThreadAnswer),
      once(worker, 'exit', { signal }).then(() => Promise.reject(didNotStart(path, undefined))),
    ]);
  } catch (error) {
    // `once` rejects with the error that the thread threw.
    throw error instanceof TransportError ? error : didNotStart(path, error);
  } finally {
    settled.abort();
  }
}

function didNotStart(path: string, cause: unknown): TransportError {
  const permission = permissionRemedy(cause);
  return new TransportError({
    kind: permission === undefined ? 'unknown' : 'denied',
    path,
    operation: 'device thread',
    reason: `the thread that talks to the drive did not start${cause instanceof Error ? ` (${cause.message})` : ''}`,
    remedy:
      permission ??
      'Check that the package is complete; if the program is bundled, device-worker.js and the other files that docs/library.md lists must be next to the bundle',
    cause,
  });
}

/** CDBs have 6 to 16 bytes here: sr does not accept longer ones, and SPTI has no room for them. */
function checkCdbBytes(lengthBytes: number): number {
  if (lengthBytes >= 6 && lengthBytes <= 16) return lengthBytes;
  throw new RangeError(`a CDB has 6 to 16 bytes, this one ${lengthBytes}`);
}
