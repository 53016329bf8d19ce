import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CLOSE_TRACK_SESSION, closeFunctionOf, MODE_SELECT } from '../support/cdb.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from standard input. */
  readonly input?: Uint8Array;
  /** Called with all of stdout so far, whenever more arrives. */
  readonly onStdout?: (soFar: string, child: ChildProcessWithoutNullStreams) => void;
}

/** Runs the built `discwright` as a process of its own. */
export function discwright(args: readonly string[], { cwd, env = {}, input, onStdout }: RunOptions): Promise<Finished> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
  // A program that does not read it to its end closes the pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    onStdout?.(stdout, child);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The parts of an exchange in a trace that tests check. */
export interface Exchange {
  readonly cdb: Buffer;
  readonly out: Buffer;
}

/** The exchanges of a trace file; none when there is no file. */
export async function exchangesOf(path: string): Promise<readonly Exchange[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((entry) => entry['type'] === 'exchange')
    .map((entry) => {
      const out = entry['out'] as string | { hex?: string } | undefined;
      const hex = typeof out === 'string' ? out : (out?.hex ?? '');
      return { cdb: Buffer.from(String(entry['cdb']), 'hex'), out: Buffer.from(hex, 'hex') };
    });
}

/** MODE SELECT, WRITE, SYNCHRONIZE CACHE, RESERVE TRACK, SEND OPC, CLOSE, BLANK and similar commands. */
const WRITING = new Set([0x04, 0x15, 0x2a, 0x35, 0x53, 0x54, 0x55, 0x5b, 0x5d, 0xa1, 0xaa, 0xbf]);

export const writingAmong = (exchanges: readonly Exchange[]): readonly Exchange[] =>
  exchanges.filter(({ cdb }) => WRITING.has(cdb[0] ?? 0));

const MODE_PARAMETER_HEADER_BYTES = 8;

/** The Multi-session bits of every page 05h that was sent (MMC-5 7.5: byte 3, bits 7 and 6). */
export const multiSessionBits = (exchanges: readonly Exchange[]): readonly number[] =>
  exchanges
    .filter(({ cdb, out }) => cdb[0] === MODE_SELECT && out[MODE_PARAMETER_HEADER_BYTES] === 0x05)
    .map(({ out }) => ((out[MODE_PARAMETER_HEADER_BYTES + 3] ?? 0) & 0xc0) / 0x40);

/** The CLOSE SESSION commands: CLOSE TRACK/SESSION with function 010b in byte 2, bits 2 to 0 (MMC-5 6.3). */
export const sessionCloses = (exchanges: readonly Exchange[]): readonly Exchange[] =>
  exchanges.filter(({ cdb }) => cdb[0] === CLOSE_TRACK_SESSION && closeFunctionOf(cdb) === 2);
