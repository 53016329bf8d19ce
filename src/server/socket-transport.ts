import { connect, type Socket } from 'node:net';
import { takeData } from '../transport/data-phase.ts';
import { HostStatus } from '../transport/host-status.ts';
import { requireOwnerName } from '../transport/owner-name.ts';
import type { Answer } from '../transport/request-steps.ts';
import { runRequest, type Sender } from '../transport/run-request.ts';
import { ScsiStatus } from '../transport/sam.ts';
import { Scheme, schemeMistake } from '../transport/scheme.ts';
import type { ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';
import { TransportError, type TransportErrorKind } from '../transport/transport-error.ts';
import { wallClock } from '../transport/wall-clock.ts';
import { ReplyReader } from './frames.ts';
import { LONGEST_TIMER_MS } from './longest-timer.ts';
import { encodeRequest, type Greeting, ProtocolError, U32_MAX, type WireReply } from './protocol.ts';

/** A running server greets immediately, even while its drive is busy. */
const GREETING_MS = 5_000;

/** Added to the command's own time-out, for a server that does not even report that the drive timed out. */
const GRACE_MS = 10_000;

/** A drive that `discwright serve` offers on a unix socket, used like a real one. */
export class SocketTransport implements ScsiTransport {
  readonly path: string;
  readonly maxTransferBytes: number;
  readonly simulated: boolean;
  readonly clock = wallClock;
  readonly #socket: Socket;
  readonly #replies: ReplyReader;
  readonly #sender: Sender;
  #lastId = 0;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(path: string, socket: Socket, replies: ReplyReader, greeting: Greeting) {
    this.path = path;
    this.maxTransferBytes = greeting.maxTransferBytes;
    this.simulated = greeting.simulated;
    this.#socket = socket;
    this.#replies = replies;
    this.#sender = {
      path,
      maxTransferBytes: greeting.maxTransferBytes,
      clock: wallClock,
      sendOnce: (request) => this.#exchange(request),
    };
  }

  /**
   * @param socketPath where the server is listening
   * @throws TransportError `not-found` when there is no server; `denied`; `unsupported` for another kind of server
   */
  static async connect(socketPath: string): Promise<SocketTransport> {
    const path = `${Scheme.Served}${socketPath}`;
    const mistake = schemeMistake(socketPath);
    if (mistake !== undefined)
      throw new TransportError({ kind: 'unsupported', path, operation: 'connect', ...mistake });
    const socket = await connected(path, socketPath);
    const replies = new ReplyReader(socket);
    const late = setTimeout(() => socket.destroy(), GREETING_MS);
    try {
      const greeting = await replies.greeting();
      if (greeting === undefined) throw new ProtocolError('nothing, and closed the connection');
      return new SocketTransport(path, socket, replies, greeting);
    } catch (error) {
      socket.destroy();
      throw new TransportError({
        kind: 'unsupported',
        path,
        operation: 'connect',
        reason: `the program listening there sent ${error instanceof Error ? error.message : String(error)}`,
        remedy: 'Name the socket of a running `discwright serve` of this version',
        cause: error,
      });
    } finally {
      clearTimeout(late);
    }
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    const own = { ...request, cdb: Uint8Array.from(request.cdb), data: takeData(request.data) };
    const turn = this.#tail.then(() => runRequest(own, this.#sender));
    this.#tail = turn.catch(() => {});
    return turn;
  }

  /** The protocol has no exclusive use: it exists so that several programs can share one drive. */
  async takeExclusive(owner: string): Promise<void> {
    requireOwnerName(owner);
    this.#requireOpen();
  }

  async releaseExclusive(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    await this.#tail;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #exchange({ cdb, data, timeoutMs }: ScsiRequest): Promise<Answer> {
    this.#requireOpen();
    this.#lastId = this.#lastId === U32_MAX ? 0 : this.#lastId + 1;
    const id = this.#lastId;
    this.#socket.write(encodeRequest({ id, cdb, data, timeoutMs }));
    const { status, sense, hostStatus, driverStatus, durationMs, ...reply } = await this.#replyTo(id, timeoutMs);
    if (hostStatus !== HostStatus.Ok) throw this.#hostError(hostStatus);
    if (status === ScsiStatus.Good && driverStatus !== 0)
      throw this.#failure('unknown', `driver status ${driverStatus}`, REPORT);
    return { status, sense, data: reply.data, durationMs };
  }

  async #replyTo(id: number, timeoutMs: number): Promise<WireReply> {
    let silent = false;
    const late = setTimeout(
      () => {
        silent = true;
        this.#socket.destroy();
      },
      Math.min(timeoutMs + GRACE_MS, LONGEST_TIMER_MS),
    );
    try {
      const reply = await this.#replies.reply();
      if (reply === undefined) throw this.#gone();
      if (reply.id !== id) throw new ProtocolError(`the reply to request ${reply.id} instead of ${id}`);
      return reply;
    } catch (error) {
      this.#socket.destroy();
      if (silent) throw this.#failure('timeout', 'the server does not answer', 'Stop it and start it again');
      if (error instanceof ProtocolError) throw this.#failure('unknown', `the server sent ${error.message}`, REPORT);
      throw error instanceof TransportError ? error : this.#gone(error);
    } finally {
      clearTimeout(late);
    }
  }

  #requireOpen(): void {
    if (this.#closed || this.#socket.destroyed) throw this.#gone();
  }

  #hostError(hostStatus: number): TransportError {
    switch (hostStatus) {
      case HostStatus.NoConnect:
        return this.#gone();
      case HostStatus.TimeOut:
        return this.#failure('timeout', 'the drive did not answer in time', 'Give the command more time');
      case HostStatus.BusBusy:
        return this.#failure('busy', 'another program is using the drive', 'Wait until it is free');
      default:
        return this.#failure('unknown', `host status ${hostStatus}`, 'Check the output of `discwright serve`');
    }
  }

  #gone(cause?: unknown): TransportError {
    const reason = this.#closed ? 'this connection has been closed' : 'the server has closed the connection';
    return this.#failure('gone', reason, 'Start `discwright serve` again and open the drive again', cause);
  }

  #failure(kind: TransportErrorKind, reason: string, remedy: string, cause?: unknown): TransportError {
    const { path } = this;
    return new TransportError({
      kind,
      path,
      operation: 'send',
      reason,
      remedy,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

const REPORT = 'Use the same version of discwright on both ends';

function connected(path: string, socketPath: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      const denied = cause.code === 'EACCES' || cause.code === 'EPERM';
      reject(
        new TransportError({
          kind: denied ? 'denied' : 'not-found',
          path,
          operation: 'connect',
          reason: denied ? 'the socket belongs to another user' : 'no server is listening there',
          remedy: denied
            ? 'Serve the drive as the same user'
            : `Start one: discwright serve --device sim:my.disc --socket ${socketPath}`,
          ...(cause.code === undefined ? {} : { osCode: cause.code }),
          cause,
        }),
      );
    });
    socket.once('connect', () => {
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
