import { coloured, hasColour } from './colour.ts';
import { printable } from './format.ts';
import type { ResultOf } from './schemas/index.ts';
import { type SchemaName, schemaId } from './schemas/names.ts';

/** Where this program writes. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string, done?: () => void): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** The reader has gone: `| head`, a terminal that was closed. */
const READER_GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/** How much is printed, and how. */
export interface OutputModes {
  readonly lines?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** False: never, whatever the streams and the environment say. */
  readonly colour?: boolean;
}

/**
 * Text for people goes to stdout, or with `--json` one object instead; notes and errors go to stderr. A burn is never
 * aborted because its output cannot be written: a reader that goes away stops nothing, and any other failure is kept for
 * the end.
 */
export class Output {
  readonly json: boolean;
  /** One JSON object a line: progress, then the result or the error. */
  readonly lines: boolean;
  /** Errors only. */
  readonly quiet: boolean;
  /** Every command that is sent to the drive too. */
  readonly verbose: boolean;
  readonly #colour: boolean;
  /** For another output that is like this one. */
  readonly modes: OutputModes;
  readonly #stdout: OutputStream;
  readonly #stderr: OutputStream;
  #failure: Error | undefined;

  constructor(
    json: boolean,
    stdout: OutputStream = process.stdout,
    stderr: OutputStream = process.stderr,
    modes: OutputModes = {},
  ) {
    const { lines = false, quiet = false, verbose = false, colour = true } = modes;
    this.modes = modes;
    this.json = json || lines;
    this.lines = lines;
    this.quiet = quiet;
    this.verbose = verbose;
    this.#colour = colour;
    this.#stdout = stdout;
    this.#stderr = stderr;
    for (const stream of [stdout, stderr]) stream.on('error', (error) => this.#note(error));
  }

  /** Waits until everything is written. Throws if that failed, as on a full disk, but not if the reader went away. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => this.#stdout.write('', () => resolve()));
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Where progress goes: with `--json` stdout holds nothing but the result. */
  get progressStream(): OutputStream {
    return this.json ? this.#stderr : this.#stdout;
  }

  /** A line for people. */
  line(text = ''): void {
    if (!this.json && !this.quiet) this.#write(this.#stdout, text);
  }

  /** A line that is not part of the result: a warning. */
  note(text: string): void {
    if (!this.quiet) this.alert(text);
  }

  /** A line that is printed with `--quiet` too: an error, what becomes of a disc after Ctrl-C. */
  alert(text: string): void {
    this.#write(this.#stderr, text);
  }

  #write(stream: OutputStream, text: string): void {
    const line = printable(text);
    stream.write(`${this.#colour && hasColour(stream) ? coloured(line) : line}\n`);
  }

  /** A step of long work, with `--json-lines`. */
  progress({ type, ...step }: ResultOf<'progress'>): void {
    this.#print({ type, schema: schemaId('progress'), ...step });
  }

  /** The result: as text, or as one JSON object, which says what it is. */
  result<Name extends SchemaName>(name: Name, value: ResultOf<Name>, inWords: () => readonly string[]): void {
    const named = { schema: schemaId(name), ...value };
    if (this.lines) this.#print(name === 'error' ? { type: 'error', ...named } : { type: 'result', result: named });
    else if (this.json) this.#print(named);
    else for (const text of inWords()) this.line(text);
  }

  /** What is JSON without `--json` too. */
  document(value: object): void {
    this.#print(value);
  }

  #print(value: object): void {
    this.#stdout.write(`${JSON.stringify(value, orNull, this.lines ? undefined : 2)}\n`);
  }

  #note(error: NodeJS.ErrnoException): void {
    if (!READER_GONE.has(error.code)) this.#failure ??= error;
  }
}

/** What is not known is null, so that a script finds the same keys in every result. */
const orNull = (_key: string, value: unknown): unknown => (value === undefined ? null : value);
