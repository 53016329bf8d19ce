// How fast a WAV is read into WRITE buffers, and in how much memory. Run `npm run build` first.
//   node bench/wav-read.mjs [FILE.wav]     without a file: a 700 MB one, made in the temporary folder and removed
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { CD_BYTES_PER_SECOND, openAudioFile } from '../build/audio/index.js';
import { AUDIO_BLOCK_BYTES } from '../build/index.js';
import { readArguments, refuse } from '../scripts/arguments.mjs';
import { withTemporaryFolder } from '../test/support/with-temporary-folder.mjs';

const SOUND_BYTES = 700_000_000;

async function makeWav(path) {
  const header = Buffer.from(
    '524946460000000057415645666d7420100000000100020044ac000010b10200040010006461746100000000',
    'hex',
  );
  header.writeUInt32LE(SOUND_BYTES + 36, 4);
  header.writeUInt32LE(SOUND_BYTES, 40);
  const file = await open(path, 'w');
  await file.write(header);
  const piece = Buffer.alloc(7_000_000, 1);
  for (let done = 0; done < SOUND_BYTES; done += piece.length) await file.write(piece);
  await file.close();
}

async function measure(path, bufferBytes) {
  const reader = await (await openAudioFile(path)).openReader();
  const buffer = new Uint8Array(bufferBytes);
  const began = process.hrtime.bigint();
  let total = 0;
  for (let count = await reader.read(buffer); count > 0; count = await reader.read(buffer)) total += count;
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  await reader.close();
  const speed = total / CD_BYTES_PER_SECOND / seconds;
  const megabytes = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    `${bufferBytes} bytes per read: ${seconds.toFixed(2)} s, ${speed.toFixed(0)}x, at most ${megabytes} MiB resident`,
  );
}

const {
  words: [given, ...rest],
} = readArguments({
  usage: 'node bench/wav-read.mjs [FILE.wav]',
  what: 'Measures how fast a WAV is read into WRITE buffers, and in how much memory.',
  words: 'FILE.wav: without it, one of 700 MB is made in the temporary folder and removed',
});
if (rest.length > 0) refuse('more than one file is given');
await withTemporaryFolder(async (folder) => {
  const path = given ?? join(folder, 'bench.wav');
  if (given === undefined) await makeWav(path);
  for (const blocks of [27, 108, 432]) await measure(path, blocks * AUDIO_BLOCK_BYTES);
});
