import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

/** ffmpeg as the path names it. The folder that a program runs in is not searched: a file there is not to be trusted. */
export async function findFfmpeg(environment: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const program = join(folder, name);
    try {
      await access(program, constants.X_OK);
      return program;
    } catch {
      // The next folder may have it.
    }
  }
  return undefined;
}

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
