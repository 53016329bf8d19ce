/** Where this program writes. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * What people read goes to stdout, or with `--json` one object instead; notes and errors go to stderr. A reader that goes
 * away (`| head`) stops nothing.
 */
export class Output {
  readonly json: boolean;
  readonly #stdout: OutputStream;
  readonly #stderr: OutputStream;

  constructor(json: boolean, stdout: OutputStream = process.stdout, stderr: OutputStream = process.stderr) {
    this.json = json;
    this.#stdout = stdout;
    this.#stderr = stderr;
    for (const stream of [stdout, stderr]) stream.on('error', ignoreBrokenPipe);
  }

  /** Where progress goes: with `--json` stdout holds nothing but the result. */
  get progressStream(): OutputStream {
    return this.json ? this.#stderr : this.#stdout;
  }

  /** A line for people. */
  line(text = ''): void {
    if (!this.json) this.#stdout.write(`${text}\n`);
  }

  /** A line beside the result: a warning, a question. */
  note(text: string): void {
    this.#stderr.write(`${text}\n`);
  }

  /** The result: in words, or as one JSON object. */
  result(value: object, inWords: () => readonly string[]): void {
    if (this.json) this.#stdout.write(`${JSON.stringify(value, bytesAsHex, 2)}\n`);
    else for (const text of inWords()) this.line(text);
  }
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
}

function bytesAsHex(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
