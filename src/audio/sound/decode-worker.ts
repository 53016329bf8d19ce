// The thread in which a file is decoded: it sends one piece of PCM for each message that it gets.
import { parentPort, workerData } from 'node:worker_threads';
import { AudioFormatError } from '../audio-format-error.ts';
import { type ConversionJob, convert } from './conversion-job.ts';
import { inPieces } from './pieces.ts';
import type { DecodingAnswer } from './thread-messages.ts';

const pieces = inPieces(convert(workerData as ConversionJob));

async function nextAnswer(): Promise<DecodingAnswer> {
  try {
    const step = await pieces.next();
    return step.done === true ? { type: 'end' } : { type: 'pcm', bytes: step.value };
  } catch (error) {
    if (!(error instanceof AudioFormatError)) return { type: 'failed', error };
    const { path, found, remedy } = error;
    return { type: 'refused', path, found, remedy };
  }
}

let last = Promise.resolve();
parentPort?.on('message', () => {
  last = last.then(async () => {
    const answer = await nextAnswer();
    const memory = answer.type === 'pcm' ? [answer.bytes.buffer as ArrayBuffer] : [];
    parentPort?.postMessage(answer, memory);
  });
});
