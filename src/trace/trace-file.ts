import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeFileSync } from 'node:fs';
import { requireKnownOptions, SIGNAL_OPTIONS, type SignalOptions } from '../known-options.ts';
import { openRegularSync, readRegularFile } from '../transport/regular-file.ts';
import { schemeMistake } from '../transport/scheme.ts';
import { isTraceHeader, parseTrace, type Trace } from './trace.ts';
import { messageOf, TraceError } from './trace-error.ts';

/** Receives the lines of a trace, in order, each without its line feed. */
export type TraceSink = (line: string) => void | Promise<void>;

/** A trace that is being written to a file. */
export interface TraceFile {
  readonly path: string;
  /** Passes the line to the operating system before it returns: it is in the file even if this process dies immediately. */
  readonly write: TraceSink;
  close(): void;
}

const FIRST_LINE_BYTES = 65_536;

function firstLine(descriptor: number): string {
  const buffer = Buffer.alloc(FIRST_LINE_BYTES);
  const length = readSync(descriptor, buffer, 0, buffer.length, 0);
  return buffer.toString('utf8', 0, length).split('\n', 1)[0] ?? '';
}

/** How a trace is written to a file. */
export interface TraceFileOptions {
  /** Replace an older trace, by the first line of the new one. Default false: it is an error. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Opens a file to record a trace into: one that does not exist, which is created, or an empty one. Any other is refused and
 * left as it is; only `overwrite` replaces an older trace, once there is a newer one. Pipes, devices and folders are refused
 * without opening them.
 * @throws TraceError
 */
export function openTraceFile(path: string, options: TraceFileOptions = {}): TraceFile {
  requireKnownOptions('openTraceFile()', options, { overwrite: 'switch' });
  requireNoScheme(path);
  let descriptor: number;
  try {
    descriptor = openForTrace(path, options);
  } catch (error) {
    if (error instanceof TraceError) throw error;
    throw new TraceError(`${path}: the trace cannot be written: ${messageOf(error)}. Name another file`, {
      cause: error,
    });
  }
  let open = true;
  let begun = false;
  return {
    path,
    write(line) {
      if (!begun) ftruncateSync(descriptor, 0);
      begun = true;
      writeFileSync(descriptor, `${line}\n`);
    },
    close() {
      if (!open) return;
      open = false;
      closeSync(descriptor);
    },
  };
}

function requireNoScheme(path: string): void {
  const mistake = schemeMistake(path);
  if (mistake !== undefined) throw new TraceError(`${path}: ${mistake.reason}. ${mistake.remedy}`);
}

/** `wx`: if another program creates the file in the meantime, it is not ours to overwrite; nor is a link followed. */
function create(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new TraceError(
      `${path} is a symbolic link to a file that does not exist, or a file that has just appeared. Name another file for the trace, or delete it`,
    );
  }
}

function openForTrace(path: string, { overwrite = false }: TraceFileOptions): number {
  let descriptor: number;
  try {
    descriptor = openRegularSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return create(path);
    throw error;
  }
  if (fstatSync(descriptor).size === 0) return descriptor;
  const isTrace = isTraceHeader(firstLine(descriptor));
  if (isTrace && overwrite) return descriptor;
  closeSync(descriptor);
  throw new TraceError(
    isTrace
      ? `${path} is an older trace: it was left as it is. Name another file for the trace, or allow its replacement with --overwrite-trace (in code: the option overwrite)`
      : `${path} exists and is not a trace: it was left as it is. Name another file for the trace, or delete this one`,
  );
}

/** Reads a trace file. @throws TraceError when it cannot be read or is not a trace; OptionsError; the signal's reason */
export async function readTrace(path: string, options: SignalOptions = {}): Promise<Trace> {
  requireKnownOptions('readTrace()', options, SIGNAL_OPTIONS);
  requireNoScheme(path);
  let text: string;
  try {
    text = await readRegularFile(path, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new TraceError(`${path}: the trace cannot be read: ${reasonOf(error)}`, { cause: error });
  }
  return parseTrace(text, { name: path });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file. Check the path',
  ENOTDIR: 'there is no such file. Check the path',
  EACCES: 'you do not have permission to read it. Change its permissions, or copy it',
  EPERM: 'you do not have permission to read it. Change its permissions, or copy it',
};

/** The system's error in words, with its code. */
function reasonOf(error: unknown): string {
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const known = REASONS[code];
  return known === undefined ? messageOf(error) : known.replace('. ', ` [${code}]. `);
}
