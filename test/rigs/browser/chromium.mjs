// Chromium without a window, over its DevTools protocol. The protocol goes through two pipes: no port is opened, and no package is needed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Page } from './page.mjs';

const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-sync',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
  // Whatever a page names, nothing but this machine is found.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** For an answer of the browser: one that hangs must not block a rig. */
const ANSWER_MS = 60_000;

/**
 * Starts the browser.
 * @param folder an empty one, for its profile
 * @returns `open(url, size, before)`: a page, see page.mjs, in which the function `before` runs before its own scripts; `close()`: ends the browser
 */
export async function startChromium(folder) {
  // Chromium's sandbox refuses to run as root.
  const flags = process.getuid() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  const child = spawn('chromium', [...flags, `--user-data-dir=${folder}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = `${said}${text}`.slice(-4_000);
  });
  const protocol = new Protocol(child.stdio[3], child.stdio[4]);
  const ended = once(child, 'close').then(() => protocol.end(`chromium ended: ${said}`));
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  await protocol.send('Browser.getVersion');
  return {
    async open(url, size, before) {
      const { targetId } = await protocol.send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await protocol.send('Target.attachToTarget', { targetId, flatten: true });
      const page = new Page(protocol, sessionId, targetId);
      await page.begin(size);
      if (before !== undefined) await page.prepare(before);
      await page.goTo(url);
      return page;
    },
    async close() {
      const limit = setTimeout(killed, 5_000);
      await protocol.send('Browser.close').catch(() => {});
      await ended;
      clearTimeout(limit);
      process.off('exit', killed);
    },
  };
}

/** Messages of JSON, each with a NUL at its end. */
class Protocol {
  #output;
  #lastId = 0;
  #waiting = new Map();
  #listeners = new Map();
  #ended;

  constructor(output, input) {
    this.#output = output;
    output.on('error', () => {});
    let received = '';
    input.setEncoding('utf8').on('data', (text) => {
      const messages = `${received}${text}`.split('\0');
      received = messages.pop();
      for (const message of messages) this.#receive(JSON.parse(message));
    });
  }

  /** @throws Error with what the browser said */
  send(method, params = {}, sessionId = undefined) {
    if (this.#ended !== undefined) return Promise.reject(new Error(this.#ended));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${method}: no answer`)), ANSWER_MS);
      this.#waiting.set(id, { method, resolve, reject, limit });
      this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** @param listener called with the method and the parameters of each event of a page */
  listen(sessionId, listener) {
    this.#listeners.set(sessionId, listener);
  }

  end(why) {
    this.#ended = why;
    for (const { reject, limit } of this.#waiting.values()) {
      clearTimeout(limit);
      reject(new Error(why));
    }
    this.#waiting.clear();
  }

  #receive({ id, method, params, sessionId, result, error }) {
    if (id === undefined) {
      this.#listeners.get(sessionId)?.(method, params);
      return;
    }
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.limit);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(`${waiting.method}: ${error.message}`));
  }
}
