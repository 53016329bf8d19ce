import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { TransportError } from '../transport/transport-error.ts';
import { encodeFarewell, Farewell } from './control.ts';
import type { ServedDrive } from './served-drive.ts';
import { SocketClient } from './socket-client.ts';
import { removeNodeFiles, type Unclaim } from './socket-file.ts';
import { ProtocolError } from './wire.ts';

/** When there is one more, one that is idle makes room for it. */
const MAX_CLIENTS = 64;

/** Only its owner may use the drive: all of the owner's `rwx` except execution. */
const OWNER_ONLY_UMASK = 0o177;

/** How long to wait for clients to read their last replies. */
const LAST_REPLIES_MS = 1_000;

/** Answers the requests of any number of programs that connect to a unix socket. */
export class SocketServer {
  readonly #server: Server;
  readonly #path: string;
  readonly #unclaim: Unclaim;
  readonly #drive: ServedDrive;
  readonly #note: (text: string) => void;
  /** Each with what resolves when it has been served. */
  readonly #clients = new Map<SocketClient, Promise<void>>();

  private constructor(
    server: Server,
    path: string,
    unclaim: Unclaim,
    drive: ServedDrive,
    note: (text: string) => void,
  ) {
    this.#server = server;
    this.#path = path;
    this.#unclaim = unclaim;
    this.#drive = drive;
    this.#note = note;
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
    return new SocketServer(server, path, unclaim, drive, note);
  }

  /** Accepts no more requests. Close the drive next, which ends the commands in progress, then this server. */
  stopListening(): void {
    this.#server.close();
    for (const client of this.#clients.keys()) client.stop();
  }

  /** Waits until the replies to the commands in progress are sent, closes every connection, removes the socket and what belongs to it. */
  async close(): Promise<void> {
    this.stopListening();
    const limit = setTimeout(() => {
      for (const client of this.#clients.keys()) client.destroy();
    }, LAST_REPLIES_MS);
    await Promise.all(this.#clients.values());
    clearTimeout(limit);
    await removeNodeFiles(this.#path);
    await this.#unclaim();
  }

  #welcome(socket: Socket): void {
    if (!this.#makeRoom()) {
      socket.on('error', () => {});
      const text = `${MAX_CLIENTS} programs are using the drive, and the server accepts no more at a time`;
      socket.write(encodeFarewell({ reason: Farewell.Full, text }));
      socket.destroySoon();
      return;
    }
    const client = new SocketClient(socket, this.#drive);
    const served = client
      .serve()
      .catch((error: unknown) => {
        if (!isLostConnection(error)) this.#note(inWords(error));
      })
      .finally(() => this.#clients.delete(client));
    this.#clients.set(client, served);
  }

  /** Whether there is a place for one more: the client that has been idle longest makes room. */
  #makeRoom(): boolean {
    if (this.#clients.size < MAX_CLIENTS) return true;
    const idle = [...this.#clients.keys()].filter((client) => client.idle);
    const [longest] = idle.toSorted((left, right) => left.lastActiveMs - right.lastActiveMs);
    if (longest === undefined) return false;
    longest.dismiss({
      reason: Farewell.MadeRoom,
      text: `more than ${MAX_CLIENTS} programs are connected, and this one had been idle longest`,
    });
    this.#clients.delete(longest);
    return true;
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
