import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { HostStatus } from '../transport/host-status.ts';
import { ScsiStatus } from '../transport/sam.ts';
import type { ScsiTransport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';
import { requestsOf } from './frames.ts';
import { LONGEST_TIMER_MS } from './longest-timer.ts';
import {
  encodeGreeting,
  encodeReply,
  hostStatusOf,
  MAX_TRANSFER_BYTES,
  ProtocolError,
  type WireReply,
  type WireRequest,
} from './protocol.ts';
import type { ServedDrive } from './served-drive.ts';
import type { Unclaim } from './socket-file.ts';

/** Further connections are refused. */
const MAX_CLIENTS = 64;

/** Only its owner may use the drive: all of the owner's `rwx` except execution. */
const OWNER_ONLY_UMASK = 0o177;

/** How long to wait for clients to read their last replies. */
const LAST_REPLIES_MS = 1_000;

const NOTHING = new Uint8Array();

interface Client {
  readonly socket: Socket;
  /** One of its commands is being carried out. */
  busy: boolean;
  served: Promise<void>;
}

/** Answers the requests of any number of programs that connect to a unix socket. */
export class SocketServer {
  readonly #server: Server;
  readonly #unclaim: Unclaim;
  readonly #drive: ServedDrive;
  readonly #note: (text: string) => void;
  readonly #clients = new Set<Client>();
  #stopping = false;

  private constructor(server: Server, unclaim: Unclaim, drive: ServedDrive, note: (text: string) => void) {
    this.#server = server;
    this.#unclaim = unclaim;
    this.#drive = drive;
    this.#note = note;
    server.maxConnections = MAX_CLIENTS;
    server.on('connection', (socket) => this.#welcome(socket));
    server.on('error', (error) => note(`the socket failed: ${error.message}`));
  }

  /**
   * @param unclaim what {@link claimSocketFile} has returned for this path; called at the end
   * @param note called with a line of text that says why a client was disconnected
   * @throws TransportError when no socket can be created there
   */
  static async listen(
    path: string,
    unclaim: Unclaim,
    drive: ServedDrive,
    note: (text: string) => void = () => {},
  ): Promise<SocketServer> {
    // Clients may close their half of the connection and still get their last replies.
    const server = createServer({ allowHalfOpen: true });
    await bind(server, path);
    return new SocketServer(server, unclaim, drive, note);
  }

  /** Accepts no more requests. Close the drive next, which ends the commands in progress, then this server. */
  stopListening(): void {
    this.#stopping = true;
    this.#server.close();
    for (const { socket, busy } of this.#clients) if (!busy) socket.destroy();
  }

  /** Waits until the replies to the commands in progress are sent, closes every connection and removes the socket. */
  async close(): Promise<void> {
    this.stopListening();
    const limit = setTimeout(() => {
      for (const { socket } of this.#clients) socket.destroy();
    }, LAST_REPLIES_MS);
    await Promise.all([...this.#clients].map(({ served }) => served));
    clearTimeout(limit);
    await this.#unclaim();
  }

  #welcome(socket: Socket): void {
    // A client that dies is not an error here: reading from it and writing to it end by themselves.
    socket.on('error', () => {});
    const client: Client = { socket, busy: false, served: Promise.resolve() };
    this.#clients.add(client);
    client.served = this.#serve(client)
      .catch((error: unknown) => {
        if (!isLostConnection(error)) this.#note(inWords(error));
      })
      .finally(() => {
        socket.destroySoon();
        this.#clients.delete(client);
      });
  }

  async #serve(client: Client): Promise<void> {
    const { socket } = client;
    const program = this.#drive.connect();
    try {
      await send(socket, encodeGreeting({ simulated: program.simulated, maxTransferBytes: MAX_TRANSFER_BYTES }));
      for await (const request of requestsOf(socket.iterator({ destroyOnReturn: false }))) {
        client.busy = true;
        await send(socket, encodeReply(await this.#reply(program, request)));
        client.busy = false;
        if (this.#stopping) return;
      }
    } finally {
      await program.close();
    }
  }

  async #reply(
    program: ScsiTransport,
    { id, cdb, data, timeoutMs }: WireRequest,
  ): Promise<Omit<WireReply, 'driverStatus'>> {
    const wantedBytes = data.direction === 'in' ? data.lengthBytes : 0;
    try {
      const reply = await this.#drive.send(program, { cdb, data, timeoutMs: timeoutMs || LONGEST_TIMER_MS });
      if (reply.outcome === 'skipped') return failed(id, HostStatus.Error, wantedBytes);
      const { status, sense, durationMs } = reply;
      const residualBytes = wantedBytes - reply.data.length;
      return { id, status, sense, data: reply.data, durationMs, residualBytes, hostStatus: HostStatus.Ok };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return failed(id, hostStatusOf(error.kind), wantedBytes);
    }
  }
}

const failed = (id: number, hostStatus: HostStatus, residualBytes: number): Omit<WireReply, 'driverStatus'> => ({
  id,
  status: ScsiStatus.Good,
  hostStatus,
  sense: NOTHING,
  data: NOTHING,
  durationMs: 0,
  residualBytes,
});

/** Waits while the client does not read: a slow one must not fill memory here. */
async function send(socket: Socket, frame: Uint8Array): Promise<void> {
  if (socket.destroyed || socket.write(frame)) return;
  const gone = new AbortController();
  const stop = (): void => gone.abort();
  socket.once('close', stop);
  try {
    await once(socket, 'drain', { signal: gone.signal });
  } catch (error) {
    if (!gone.signal.aborted && !socket.destroyed) throw error;
  } finally {
    socket.off('close', stop);
  }
}

/** Binding happens inside the call, so the umask is restored before any other code of the process runs. */
async function bind(server: Server, path: string): Promise<void> {
  const umask = process.umask(OWNER_ONLY_UMASK);
  try {
    server.listen(path);
  } finally {
    process.umask(umask);
  }
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new TransportError({
      kind: code === 'EACCES' || code === 'EPERM' ? 'denied' : 'unknown',
      path,
      operation: 'serve',
      reason: message,
      remedy: 'Name a path in a folder that you may write to',
      ...(code === undefined ? {} : { osCode: code }),
      cause: error,
    });
  }
}

const isLostConnection = (error: unknown): boolean =>
  error instanceof Error && ('code' in error ? typeof error.code === 'string' : false);

const inWords = (error: unknown): string =>
  error instanceof ProtocolError
    ? `a client was disconnected: it sent ${error.message}`
    : `a client was disconnected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
