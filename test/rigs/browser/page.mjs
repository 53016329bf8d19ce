import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Longest that a page may need until it shows something. */
const LONGEST_MS = 30_000;

/** One page of the browser. It remembers what it asked for and what went wrong in it. */
export class Page {
  /** Addresses of everything that it asked for. */
  requests = [];
  /** Exceptions, and errors and warnings in the console. */
  problems = [];
  #protocol;
  #sessionId;
  #targetId;
  #loaded;

  constructor(protocol, sessionId, targetId) {
    this.#protocol = protocol;
    this.#sessionId = sessionId;
    this.#targetId = targetId;
    protocol.listen(sessionId, (method, params) => this.#notice(method, params));
  }

  async begin(size) {
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.#send(`${domain}.enable`);
    await this.resize(size);
  }

  /** Runs a function, which uses nothing from outside itself, in each document before its own scripts. */
  prepare(work) {
    return this.#send('Page.addScriptToEvaluateOnNewDocument', { source: `(${work})()` });
  }

  async goTo(url) {
    const loaded = new Promise((resolve) => {
      this.#loaded = resolve;
    });
    const { errorText } = await this.#send('Page.navigate', { url });
    if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
    await loaded;
  }

  /** @param size width and height of the window in CSS pixels */
  resize({ width, height }) {
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
    return this.#send('Emulation.setDeviceMetricsOverride', metrics);
  }

  /**
   * Runs a function in the page.
   * @param work uses nothing from outside itself but its arguments, which are plain data
   * @returns what it returned, as plain data
   */
  async evaluate(work, ...args) {
    const expression = `(${work})(...${JSON.stringify(args)})`;
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }

  /** Waits until the function, run in the page, returns something true, and returns that. */
  async until(work, ...args) {
    const end = performance.now() + LONGEST_MS;
    for (;;) {
      const value = await this.evaluate(work, ...args);
      if (value) return value;
      if (performance.now() > end) {
        const text = await this.evaluate(() => document.body?.textContent);
        throw new Error(`the page never became as expected: ${work}\n${text}`);
      }
      await this.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
    }
  }

  /** The whole page, also what is below the window. */
  async screenshot(path) {
    const { cssContentSize } = await this.#send('Page.getLayoutMetrics');
    const clip = { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height, scale: 1 };
    const { data } = await this.#send('Page.captureScreenshot', { captureBeyondViewport: true, clip });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from(data, 'base64'));
  }

  close() {
    return this.#protocol.send('Target.closeTarget', { targetId: this.#targetId });
  }

  #send(method, params) {
    return this.#protocol.send(method, params, this.#sessionId);
  }

  #notice(method, params) {
    if (method === 'Page.loadEventFired') this.#loaded?.();
    else if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    else if (method === 'Network.webSocketCreated') this.requests.push(params.url);
    else if (method === 'Runtime.exceptionThrown') {
      const { text, exception } = params.exceptionDetails;
      this.problems.push(exception?.description ?? text);
    } else if (method === 'Runtime.consoleAPICalled' && ['error', 'warning', 'assert'].includes(params.type)) {
      this.problems.push(params.args.map(({ value, description }) => value ?? description).join(' '));
    } else if (method === 'Log.entryAdded' && ['error', 'warning'].includes(params.entry.level)) {
      this.problems.push(`${params.entry.text} ${params.entry.url ?? ''}`.trim());
    }
  }
}
