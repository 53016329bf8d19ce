import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AudioFormatError } from '../audio-format-error.ts';
import { type ConversionJob, convert } from './conversion-job.ts';
import type { DecodingAnswer } from './thread-messages.ts';

/** Pieces asked for before they are needed: one is decoded while another is burned. */
const AHEAD = 3;

/** A failure of the thread itself, as an answer. */
const failed = (error: unknown): DecodingAnswer => ({ type: 'failed', error });

function errorOf(path: string, answer: Extract<DecodingAnswer, { type: 'refused' | 'failed' }>): Error {
  if (answer.type === 'refused') return new AudioFormatError(answer);
  const { error } = answer;
  return new AudioFormatError({
    path,
    found: `its decoder failed (${error instanceof Error ? error.message : String(error)})`,
    remedy: 'Copy or create it again; if other programs play it, convert it to WAV.',
    cause: error,
  });
}

/** Undefined where no thread can run: its program is missing (in a bundle, or in the sources), or Node.js forbids threads. */
function startWorker(job: ConversionJob): Worker | undefined {
  const program = new URL('./decode-worker.js', import.meta.url);
  if (!existsSync(fileURLToPath(program))) return undefined;
  try {
    return new Worker(program, { workerData: job, name: `discwright ${job.path}`, execArgv: [] });
  } catch {
    return undefined;
  }
}

/**
 * The PCM of a file, decoded in a thread of its own; in this one if there cannot be another.
 * @throws AudioFormatError when the file is damaged, or has changed
 */
export async function* decodeInThread(job: ConversionJob): AsyncGenerator<Uint8Array> {
  const worker = startWorker(job);
  if (worker === undefined) {
    yield* convert(job);
    return;
  }
  const answers: DecodingAnswer[] = [];
  let wake: (() => void) | undefined;
  const add = (answer: DecodingAnswer): void => {
    answers.push(answer);
    wake?.();
  };
  worker.on('message', add);
  worker.on('error', (error) => add(failed(error)));
  worker.on('exit', () => add(failed(new Error('its thread ended'))));
  try {
    for (let asked = 0; asked < AHEAD; asked++) worker.postMessage(null);
    for (;;) {
      while (answers.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const answer = answers.shift() as DecodingAnswer;
      if (answer.type === 'end') return;
      if (answer.type !== 'pcm') throw errorOf(job.path, answer);
      worker.postMessage(null);
      yield answer.bytes;
    }
  } finally {
    await worker.terminate();
  }
}
