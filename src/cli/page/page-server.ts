import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CliError } from '../cli-error.ts';
import { ExitCode } from '../exit-codes.ts';
import { PAGE_CSS, PAGE_SCRIPT, pageHtml } from './page-text.ts';
import type { WatchedDrive } from './watched-drive.ts';

const LOOPBACK = '127.0.0.1';
const PAGE_MS = 200;
/** Browsers that show the page. */
const MOST_WATCHERS = 16;
/** Of a browser that does not read: it gets no more until it has. */
const MOST_WAITING_BYTES = 1_000_000;
/** Nobody else on this machine can guess it. */
const KEY_BYTES = 16;

/** The page may load nothing but its own parts, and no other page may load them or show it in a frame. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Shows a served drive in browsers of this machine. The page only watches: nothing that a browser sends reaches the drive. */
export class PageServer {
  readonly url: string;
  readonly watched: WatchedDrive;
  readonly #server: Server;
  readonly #hosts: readonly string[];
  readonly #files: ReadonlyMap<string, readonly [type: string, text: string]>;
  readonly #events: string;
  readonly #watchers = new Set<ServerResponse>();
  readonly #timer: NodeJS.Timeout;
  #shown = '';
  #newest = '';
  #telling = false;

  private constructor(server: Server, device: string, watched: WatchedDrive) {
    const { port } = server.address() as AddressInfo;
    const folder = `/${randomBytes(KEY_BYTES).toString('hex')}/`;
    this.#server = server;
    this.watched = watched;
    this.#hosts = [`${LOOPBACK}:${port}`, `localhost:${port}`];
    this.#files = new Map([
      [folder, ['text/html', pageHtml(device)]],
      [`${folder}page.css`, ['text/css', PAGE_CSS]],
      [`${folder}page.js`, ['text/javascript', PAGE_SCRIPT]],
    ]);
    this.#events = `${folder}events`;
    this.url = `http://${LOOPBACK}:${port}${folder}`;
    server.on('request', (request, response) => this.#answer(request, response));
    this.#timer = setInterval(() => void this.#tell(), PAGE_MS);
    this.#timer.unref();
  }

  /**
   * @param port 0 for any that is free
   * @throws CliError when the port cannot be had
   */
  static async listen(port: number, device: string, watched: WatchedDrive): Promise<PageServer> {
    const server = createServer();
    try {
      server.listen(port, LOOPBACK);
      await once(server, 'listening');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'EADDRINUSE' ? 'another program has it' : message;
      throw new CliError(
        `the page cannot have port ${port}: ${why}`,
        'Name another port, or 0 for any that is free; nothing is served',
        ExitCode.Failed,
      );
    }
    return new PageServer(server, device, watched);
  }

  /** Tells the browsers that it ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#tell();
    for (const watcher of this.#watchers) watcher.end('event: end\ndata:\n\n');
    this.#server.close();
    this.#server.closeIdleConnections();
    setTimeout(() => this.#server.closeAllConnections(), PAGE_MS).unref();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const refuse = (status: number, why: string): void => {
      response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
    };
    const file = this.#files.get(request.url ?? '');
    if (!this.#isOurs(request)) refuse(403, 'Open the address that `discwright serve` has printed.');
    else if (request.method !== 'GET') refuse(405, 'This page can only be read.');
    else if (request.url === this.#events) this.#watch(response, refuse);
    else if (file === undefined) refuse(404, 'Open the address that `discwright serve` has printed.');
    else response.writeHead(200, { ...HEADERS, 'content-type': `${file[0]}; charset=utf-8` }).end(file[1]);
  }

  /** A page of the web whose name was made to point here (DNS rebinding) sends that name, and its own origin. */
  #isOurs({ headers }: IncomingMessage): boolean {
    const { host, origin } = headers;
    const site = headers['sec-fetch-site'];
    return (
      host !== undefined &&
      this.#hosts.includes(host) &&
      (origin === undefined || this.#hosts.some((each) => origin === `http://${each}`)) &&
      (site === undefined || site === 'same-origin' || site === 'none')
    );
  }

  #watch(response: ServerResponse, refuse: (status: number, why: string) => void): void {
    if (this.#watchers.size >= MOST_WATCHERS) {
      refuse(503, 'Too many browsers show this page already.');
      return;
    }
    response.on('close', () => this.#watchers.delete(response));
    response.on('error', () => {});
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    this.#watchers.add(response);
    if (this.#newest !== '') response.write(this.#newest);
    else void this.#tell(true);
  }

  async #tell(again = false): Promise<void> {
    const { version } = this.watched;
    if (this.#telling || this.#watchers.size === 0 || (!again && version === this.#shown)) return;
    this.#telling = true;
    this.#shown = version;
    try {
      this.#newest = `data: ${JSON.stringify(await this.watched.state())}\n\n`;
    } finally {
      this.#telling = false;
    }
    for (const watcher of this.#watchers) {
      if (watcher.writableLength < MOST_WAITING_BYTES) watcher.write(this.#newest);
    }
  }
}
