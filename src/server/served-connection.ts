import { stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { dataLength } from '../transport/data-phase.ts';
import { kindOf } from '../transport/regular-file.ts';
import { TransportError, type TransportErrorKind } from '../transport/transport-error.ts';
import { type Control, type ControlReply, encodeControl, Farewell, type WireFarewell } from './control.ts';
import { type ServerFrame, serverFrames } from './frames.ts';
import { LONGEST_TIMER_MS } from './longest-timer.ts';
import { encodeRequest, type Greeting, type WireReply, type WireRequest } from './protocol.ts';
import { ProtocolError, U32_MAX } from './wire.ts';

/** A running server greets immediately, even while its drive is busy. */
const GREETING_MS = 5_000;

/** Added to a command's own time-out, for a server that does not even report that the drive timed out. */
const GRACE_MS = 10_000;

type Answer = Extract<ServerFrame, { frame: 'reply' | 'control-reply' }>;

interface Waiting {
  readonly frame: Answer['frame'];
  readonly mostDataBytes: number;
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: TransportError) => void;
}

interface Loss {
  readonly kind: TransportErrorKind;
  readonly reason: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

const REPORT = 'Use the same version of discwright on both ends';
const OPEN_AGAIN = 'Start `discwright serve` again and open the drive again';

/** The connection to a server: frames out, and the answers to them in, whatever their order. Idle, it keeps no process running. */
export class ServedConnection {
  readonly greeting: Greeting;
  readonly #path: string;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #nowMs: number;
  #lastId = 0;
  #farewell: WireFarewell | undefined;
  #lost: Loss | undefined;

  private constructor(path: string, socket: Socket, greeting: Greeting, frames: AsyncGenerator<ServerFrame, void>) {
    this.#path = path;
    this.#socket = socket;
    this.greeting = greeting;
    this.#nowMs = greeting.nowMs;
    socket.unref();
    void this.#receiveAll(frames);
  }

  /**
   * @param path the drive's path, in errors
   * @throws TransportError `not-found` when there is no server; `denied`; `busy` when it has no place for another program;
   * `unsupported` for another kind of server, and for a file that is not a socket
   */
  static async open(path: string, socketPath: string): Promise<ServedConnection> {
    await requireSocket(path, socketPath);
    const socket = await connected(path, socketPath);
    const frames = serverFrames(socket);
    const late = setTimeout(() => socket.destroy(), GREETING_MS);
    try {
      const { value: first } = await frames.next();
      if (first === undefined) throw new ProtocolError('nothing, and closed the connection');
      if (first.frame === 'farewell' && first.reason === Farewell.Full) throw full(path, first);
      if (first.frame !== 'greeting') throw new ProtocolError('something other than a greeting first');
      return new ServedConnection(path, socket, first, frames);
    } catch (error) {
      socket.destroy();
      if (error instanceof TransportError) throw error;
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

  /** The drive's time, as last heard. */
  get nowMs(): number {
    return this.#nowMs;
  }

  get lost(): boolean {
    return this.#lost !== undefined;
  }

  /** @throws TransportError when no answer comes */
  async command(request: Omit<WireRequest, 'id'>): Promise<WireReply> {
    const id = this.#nextId();
    const mostDataBytes = request.data.direction === 'in' ? dataLength(request.data) : 0;
    return this.#ask(id, encodeRequest({ id, ...request }), { frame: 'reply', mostDataBytes }, request.timeoutMs);
  }

  /** @throws TransportError when no answer comes */
  async control(control: Omit<Control, 'id'>): Promise<ControlReply> {
    const id = this.#nextId();
    return this.#ask(id, encodeControl({ id, ...control }), { frame: 'control-reply', mostDataBytes: 0 }, 0);
  }

  /** @throws TransportError */
  requireOpen(): void {
    if (this.#lost !== undefined) throw this.#error(this.#lost);
  }

  close(): void {
    this.#lose({ kind: 'gone', reason: 'this connection has been closed', remedy: 'Open the drive again' });
  }

  #nextId(): number {
    this.#lastId = this.#lastId === U32_MAX ? 0 : this.#lastId + 1;
    return this.#lastId;
  }

  #ask<T>(
    id: number,
    frame: Uint8Array,
    expected: Pick<Waiting, 'frame' | 'mostDataBytes'>,
    timeoutMs: number,
  ): Promise<T> {
    this.requireOpen();
    const silent: Loss = {
      kind: 'timeout',
      reason: 'the server does not answer',
      remedy: 'Stop it and start it again',
    };
    const late = setTimeout(() => this.#lose(silent), Math.min(timeoutMs + GRACE_MS, LONGEST_TIMER_MS));
    const answered = new Promise<T>((resolve, reject) => {
      if (this.#waiting.size === 0) this.#socket.ref();
      this.#waiting.set(id, { ...expected, resolve, reject });
      this.#socket.write(frame);
    });
    return answered.finally(() => {
      clearTimeout(late);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#socket.unref();
    });
  }

  async #receiveAll(frames: AsyncGenerator<ServerFrame, void>): Promise<void> {
    try {
      for await (const frame of frames) this.#receive(frame);
      this.#lose(this.#end());
    } catch (error) {
      this.#lose(
        error instanceof ProtocolError
          ? { kind: 'unknown', reason: `the server sent ${error.message}`, remedy: REPORT, cause: error }
          : { ...this.#end(), cause: error },
      );
    }
  }

  #receive(frame: ServerFrame): void {
    if (frame.frame === 'greeting') throw new ProtocolError('a second greeting');
    if (frame.frame === 'farewell') {
      this.#farewell = frame;
      return;
    }
    const waiting = this.#waiting.get(frame.id);
    if (waiting?.frame !== frame.frame) throw new ProtocolError(`a reply to request ${frame.id}, which was not sent`);
    if (frame.frame === 'reply' && frame.data.length > waiting.mostDataBytes) {
      throw new ProtocolError(`${frame.data.length} bytes of data, more than the ${waiting.mostDataBytes} wanted`);
    }
    this.#nowMs = Math.max(this.#nowMs, frame.nowMs);
    waiting.resolve(frame as never);
  }

  #end(): Loss {
    const why = this.#farewell === undefined ? '' : `: ${this.#farewell.text}`;
    const remedy = this.#farewell === undefined ? OPEN_AGAIN : 'Open the drive again';
    return { kind: 'gone', reason: `the server has closed the connection${why}`, remedy };
  }

  #lose(loss: Loss): void {
    this.#lost ??= loss;
    this.#socket.destroy();
    for (const { reject } of this.#waiting.values()) reject(this.#error(this.#lost));
  }

  #error(loss: Loss): TransportError {
    return new TransportError({ path: this.#path, operation: 'send', ...loss });
  }
}

const full = (path: string, { text }: WireFarewell): TransportError =>
  new TransportError({
    kind: 'busy',
    path,
    operation: 'connect',
    reason: text,
    remedy: 'Wait until one of them has ended',
  });

/** A file that exists and is not a socket has no server, and starting one there would be refused. */
async function requireSocket(path: string, socketPath: string): Promise<void> {
  const found = await stat(socketPath).catch(() => undefined);
  if (found === undefined || found.isSocket()) return;
  throw new TransportError({
    kind: 'unsupported',
    path,
    operation: 'connect',
    reason: `${socketPath} is ${found.isFile() ? 'a regular file' : kindOf(found)}, not the socket of a served drive`,
    remedy: found.isFile()
      ? `Give the socket that \`discwright serve\` names; a saved disc is opened as sim:${socketPath}`
      : 'Give the socket that `discwright serve` names',
  });
}

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
