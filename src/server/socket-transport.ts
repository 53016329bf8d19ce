import type { WriteStatistics } from '../simulator/core.ts';
import { dataLength, takeData } from '../transport/data-phase.ts';
import { HostStatus } from '../transport/host-status.ts';
import { requireOwnerName } from '../transport/owner-name.ts';
import type { Answer } from '../transport/request-steps.ts';
import { residue } from '../transport/residue.ts';
import { runRequest, type Sender } from '../transport/run-request.ts';
import { ScsiStatus } from '../transport/sam.ts';
import { Scheme, schemeMistake } from '../transport/scheme.ts';
import type { Clock, ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';
import { TransportError, type TransportErrorKind } from '../transport/transport-error.ts';
import { wallClock } from '../transport/wall-clock.ts';
import { Operation, Outcome } from './control.ts';
import { ServedClock } from './served-clock.ts';
import { ServedConnection } from './served-connection.ts';

const NO_SOCKET = {
  reason: 'no socket is named',
  remedy: 'Write unix:FILE, with the file that `discwright serve --socket FILE` created',
};

/** A drive that `discwright serve` offers on a unix socket, used like a real one. */
export class SocketTransport implements ScsiTransport {
  readonly path: string;
  readonly maxTransferBytes: number;
  readonly simulated: boolean;
  /** The drive's: real time, or its virtual time, which then passes for every program that shares it. */
  readonly clock: Clock;
  readonly #connection: ServedConnection;
  readonly #sender: Sender;
  readonly #sharesClock: boolean;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(path: string, connection: ServedConnection) {
    const { maxTransferBytes, simulated, virtualTime } = connection.greeting;
    this.path = path;
    this.maxTransferBytes = maxTransferBytes;
    this.simulated = simulated;
    this.clock = virtualTime ? new ServedClock(connection) : wallClock;
    this.#sharesClock = virtualTime;
    this.#connection = connection;
    this.#sender = { path, maxTransferBytes, clock: this.clock, sendOnce: (request) => this.#exchange(request) };
  }

  /**
   * @param socketPath where the server is listening
   * @throws TransportError `not-found` when there is no server; `denied`; `busy` when it has no place for another program;
   * `unsupported` for another kind of server
   */
  static async connect(socketPath: string): Promise<SocketTransport> {
    const path = `${Scheme.Served}${socketPath}`;
    const mistake = socketPath === '' ? NO_SOCKET : schemeMistake(socketPath);
    if (mistake !== undefined)
      throw new TransportError({ kind: 'unsupported', path, operation: 'connect', ...mistake });
    return new SocketTransport(path, await ServedConnection.open(path, socketPath));
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    const own = { ...request, cdb: Uint8Array.from(request.cdb), data: takeData(request.data) };
    const turn = this.#tail.then(() => runRequest(own, this.#sender));
    this.#tail = turn.catch(() => {});
    return turn;
  }

  /** As on Linux, this keeps out only programs that take exclusive access too. */
  async takeExclusive(owner: string): Promise<void> {
    requireOwnerName(owner);
    const { outcome, text } = await this.#control(Operation.TakeExclusive, owner);
    if (outcome === Outcome.Busy) throw this.#failure('busy', text, 'Wait until it has released the drive');
  }

  async releaseExclusive(): Promise<void> {
    try {
      await this.#control(Operation.ReleaseExclusive);
    } catch (error) {
      // The server releases what a program held that it has lost.
      if (!this.#connection.lost) throw error;
    }
  }

  /** What happened in the drive while writing, for whichever program. @throws TransportError */
  async statistics(): Promise<WriteStatistics> {
    return (await this.#control(Operation.Statistics)).statistics;
  }

  async close(): Promise<void> {
    this.#connection.close();
    await this.#tail;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #control(operation: Operation, text = '') {
    return this.#connection.control({ operation, milliseconds: 0, text });
  }

  async #exchange({ cdb, data, timeoutMs }: ScsiRequest): Promise<Answer> {
    const request = { cdb, data, timeoutMs, sharesClock: this.#sharesClock };
    const reply = await this.#connection.command(request);
    const { status, sense, hostStatus, driverStatus, durationMs } = reply;
    if (hostStatus !== HostStatus.Ok) throw this.#hostError(hostStatus);
    if (status === ScsiStatus.Good && driverStatus !== 0)
      throw this.#failure(
        'unknown',
        `driver status ${driverStatus}`,
        'Use the same version of discwright on both ends',
      );
    return { status, sense, data: reply.data, durationMs, ...residue(dataLength(data), reply.residualBytes) };
  }

  #hostError(hostStatus: number): TransportError {
    switch (hostStatus) {
      case HostStatus.NoConnect:
        return this.#failure('gone', 'the drive is no longer there', 'Start `discwright serve` again');
      case HostStatus.TimeOut:
        return this.#failure(
          'timeout',
          'the drive did not answer in time',
          'Wait until the drive is ready, then try again',
        );
      case HostStatus.BusBusy:
        return this.#failure('busy', 'another program is using the drive', 'Wait until it is free');
      default:
        return this.#failure('unknown', `host status ${hostStatus}`, 'Check the output of `discwright serve`');
    }
  }

  #failure(kind: TransportErrorKind, reason: string, remedy: string): TransportError {
    return new TransportError({ kind, path: this.path, operation: 'send', reason, remedy });
  }
}
