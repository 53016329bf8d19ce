// Runs command lines in this process, on a terminal that is only imagined and on the clock of the simulated drive.
import { open } from 'node:fs/promises';
import { Screen } from './screen.mjs';

const VERSION = '0.0.0';

export class Program {
  #run;
  #columns;

  /** @param urlOf of a compiled module */
  static async load(urlOf, columns) {
    const { VirtualClock } = await import(urlOf('simulator/clock.js'));
    const { run } = await import(urlOf('cli/run.js'));
    measureBy(VirtualClock);
    await waitForFiles();
    return new Program(run, columns);
  }

  constructor(run, columns) {
    this.#run = run;
    this.#columns = columns;
  }

  /** @returns the lines on the screen after each time that something was written to it */
  async run(args) {
    const screen = new Screen();
    const screens = [];
    const write = process.stdout.write;
    const before = Object.getOwnPropertyDescriptors(process.stdout);
    const terminal = { isTTY: true, columns: this.#columns, rows: 40 };
    const imagined = (text, ...rest) => {
      screen.write(String(text));
      screens.push(screen.lines);
      rest.at(-1)?.();
      return true;
    };
    for (const [name, value] of Object.entries({ ...terminal, write: imagined }))
      Object.defineProperty(process.stdout, name, { value, configurable: true, writable: true });
    const code = await this.#run(args, VERSION).finally(() => {
      for (const name of Object.keys({ ...terminal, write })) {
        delete process.stdout[name];
        if (before[name] !== undefined) Object.defineProperty(process.stdout, name, before[name]);
      }
    });
    if (code !== 0) throw new Error(`discwright ${args.join(' ')} ended with ${code}:\n${screen.lines.join('\n')}`);
    return screens;
  }
}

/** The time left is that of a drive as fast as this one says it is, whatever the machine. */
function measureBy(VirtualClock) {
  let latest = 0;
  const { now } = VirtualClock.prototype;
  VirtualClock.prototype.now = function () {
    latest = now.call(this);
    return latest;
  };
  performance.now = () => latest;
}

/** The drive's time stands still while a file is read, so that the FIFO is as full on a slow machine as on a fast one. */
async function waitForFiles() {
  const file = await open(process.execPath);
  const handle = Object.getPrototypeOf(file);
  await file.close();
  let reading = 0;
  const { read } = handle;
  handle.read = async function (...args) {
    reading++;
    try {
      return await read.apply(this, args);
    } finally {
      reading--;
    }
  };
  const { setImmediate: soon } = globalThis;
  const whenRead = (callback) => (reading === 0 ? callback() : soon(whenRead, callback));
  globalThis.setImmediate = (callback, ...args) => soon(whenRead, () => callback(...args));
}
