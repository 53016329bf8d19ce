import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';

export interface FfmpegRun {
  readonly output: Readable;
  /** Resolves when ffmpeg has ended: with what it said if it failed. */
  readonly failure: Promise<string | undefined>;
  stop(): void;
}

const MOST_WORDS = 2_000;

/**
 * Starts decoding: the first stream of audio as WAV of 32-bit floating point, in its own rate and channels. ffmpeg's formats may name other files
 * and addresses: it may open only files.
 */
export function runFfmpeg(program: string, path: string): FfmpegRun {
  const words = [
    '-nostdin',
    '-v',
    'error',
    '-xerror',
    '-protocol_whitelist',
    'file,pipe',
    '-i',
    `file:${resolve(path)}`,
  ];
  const output = ['-map', '0:a:0', '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'];
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(program, [...words, ...output], {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(0, MOST_WORDS);
  });
  const failure = new Promise<string | undefined>((settle) => {
    child.once('error', (error) => settle(error.message));
    child.once('close', (code) => settle(code === 0 ? undefined : said.trim().split('\n')[0] || `exit status ${code}`));
  });
  return { output: child.stdout, failure, stop: () => child.kill('SIGKILL') };
}
