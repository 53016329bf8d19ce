import type { Filled } from '../../known-options.ts';
import { dataLength, takeData } from '../../transport/data-phase.ts';
import { requireOwnerName } from '../../transport/owner-name.ts';
import type { Answer } from '../../transport/request-steps.ts';
import { residue } from '../../transport/residue.ts';
import { runRequest, type Sender } from '../../transport/run-request.ts';
import type { Clock, ScsiReply, ScsiRequest, ScsiTransport } from '../../transport/transport.ts';
import { TransportError } from '../../transport/transport-error.ts';
import type { Initiator } from '../core.ts';
import { ReadOnlyDiscError } from '../disc-file/errors.ts';
import type { VirtualBurner } from '../drive/virtual-burner.ts';
import { HostFailure } from '../host-failure.ts';
import { asOsError } from '../os-error.ts';
import type { ExclusiveAccess } from './exclusive-access.ts';

/** How another program reaches a simulated drive. */
export interface ConnectOptions {
  /** {@link ScsiTransport.path}. Default: the drive's. */
  readonly path?: string | undefined;
  /**
   * Sends even while another program has exclusive access, as programs do that never ask for it: on Linux, exclusive
   * access keeps out only programs that ask for it too. Default: false.
   */
  readonly intrudes?: boolean | undefined;
  /** A command whose answer is lost fails immediately, not after its time-out: the caller has a time-out of its own. */
  readonly callerTimesOut?: boolean | undefined;
}

export interface ConnectionSettings extends Filled<ConnectOptions> {
  readonly burner: VirtualBurner;
  readonly exclusive: ExclusiveAccess;
  readonly maxTransferBytes: number;
}

const NOTHING = new Uint8Array();

/** One program's connection to a simulated drive: its queue of commands, its resends, its unit attentions. */
export class SimulatedConnection implements ScsiTransport {
  readonly path: string;
  readonly maxTransferBytes: number;
  readonly simulated = true;
  readonly #burner: VirtualBurner;
  readonly #exclusive: ExclusiveAccess;
  readonly #intrudes: boolean;
  readonly #callerTimesOut: boolean;
  readonly #initiator: Initiator;
  readonly #sender: Sender;
  #tail: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor({ burner, exclusive, path, maxTransferBytes, intrudes, callerTimesOut }: ConnectionSettings) {
    this.path = path;
    this.maxTransferBytes = maxTransferBytes;
    this.#burner = burner;
    this.#exclusive = exclusive;
    this.#intrudes = intrudes;
    this.#callerTimesOut = callerTimesOut;
    this.#initiator = burner.connect();
    this.#sender = { path, maxTransferBytes, clock: burner.clock, sendOnce: (request) => this.#sendOnce(request) };
  }

  get clock(): Clock {
    return this.#burner.clock;
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    const own = { ...request, cdb: Uint8Array.from(request.cdb), data: takeData(request.data) };
    const turn = this.#tail.then(() => runRequest(own, this.#sender));
    this.#tail = turn.catch(() => {});
    return turn;
  }

  /** Keeps out the other programs connected to this drive; it does not exist for anybody else. */
  async takeExclusive(owner: string): Promise<void> {
    requireOwnerName(owner);
    this.#requireOpen();
    this.#exclusive.take(this, owner, this.path);
  }

  async releaseExclusive(): Promise<void> {
    this.#exclusive.release(this);
  }

  /** The command in progress is answered first. The drive goes on with what it is doing. */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #shutDown(): Promise<void> {
    await this.#tail;
    this.#exclusive.release(this);
    this.#burner.disconnect(this.#initiator);
  }

  async #sendOnce({ cdb, data, timeoutMs }: ScsiRequest): Promise<Answer> {
    this.#requireOpen();
    if (!this.#intrudes) this.#exclusive.requireAvailableTo(this, this.path);
    const sentAt = this.clock.now();
    try {
      const answer = await this.#burner.execute(
        this.#initiator,
        cdb,
        data.direction === 'out' ? data.bytes : NOTHING,
        data.direction === 'in' ? data.memory : undefined,
      );
      if (this.clock.now() - sentAt > timeoutMs) throw this.#timeout(timeoutMs);
      const { status, sense, residualBytes = 0 } = answer;
      return {
        status,
        sense,
        data: answer.data.subarray(0, data.direction === 'in' ? data.lengthBytes : 0),
        ...residue(dataLength(data), residualBytes),
      };
    } catch (error) {
      throw await this.#asTransportError(error, timeoutMs);
    }
  }

  #requireOpen(): void {
    if (this.#closed !== undefined) throw this.#gone('the simulated drive has been closed');
  }

  #gone(reason: string): TransportError {
    return new TransportError({
      kind: 'gone',
      path: this.path,
      operation: 'send',
      reason,
      remedy: 'Open it again',
    });
  }

  #timeout(timeoutMs: number): TransportError {
    return new TransportError({
      kind: 'timeout',
      path: this.path,
      operation: 'send',
      reason: `the drive did not answer within ${timeoutMs / 1_000} s`,
      remedy: 'Wait until the drive is ready, then try again',
    });
  }

  #denied({ message, remedy }: ReadOnlyDiscError): TransportError {
    return new TransportError({
      kind: 'denied',
      path: this.path,
      operation: 'write to the saved disc',
      reason: message,
      remedy,
    });
  }

  /** The drive itself fails only through a fault; the file of a saved disc may fail at any time. */
  async #asTransportError(error: unknown, timeoutMs: number): Promise<unknown> {
    if (error instanceof HostFailure) {
      if (error.kind === 'gone') return this.#gone(error.message);
      if (!this.#callerTimesOut) await this.clock.sleep(timeoutMs);
      return this.#timeout(timeoutMs);
    }
    if (error instanceof ReadOnlyDiscError) return this.#denied(error);
    const osError = asOsError(error);
    if (osError === undefined || error instanceof TransportError) return error;
    const { code, errno, message } = osError;
    return new TransportError({
      kind: 'unknown',
      path: this.path,
      operation: 'write to the saved disc',
      reason: message,
      remedy: 'Free some space or fix the permissions of the disc file, then continue; the disc keeps what was written',
      osCode: code,
      ...(errno === undefined ? {} : { errno }),
      cause: error,
    });
  }
}
