// Burns 79 minutes of audio from a WAV onto a saved simulated disc and prints what it cost, next to a plain copy of the same
// bytes: `npm run bench`. The simulated drive's time is virtual, so this is the cost of the driver and the file, not of a disc.
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { burnAudio, openAudioFile, openDrive } from '../dist/index.js';
import { readArguments } from '../scripts/arguments.mjs';
import { withTemporaryFolder } from '../test/support/with-temporary-folder.mjs';

readArguments({
  usage: 'npm run bench',
  what: 'Burns 79 minutes of audio onto a saved simulated disc and prints what it cost, next to a plain copy.',
});

const MINUTES = 79;
const PCM_BYTES = MINUTES * 60 * 176_400;

async function makeWav(path) {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + PCM_BYTES, 4);
  header.write('WAVEfmt ', 8);
  for (const [offset, bytes, value] of [
    [16, 4, 16],
    [20, 2, 1],
    [22, 2, 2],
    [24, 4, 44_100],
    [28, 4, 176_400],
    [32, 2, 4],
    [34, 2, 16],
  ]) {
    header.writeUIntLE(value, offset, bytes);
  }
  header.write('data', 36);
  header.writeUInt32LE(PCM_BYTES, 40);
  const noise = Buffer.alloc(1 << 20, 'noise that does not repeat in blocks of 2352 bytes, ');
  const file = await open(path, 'w');
  await file.write(header);
  for (let left = PCM_BYTES; left > 0; left -= noise.length) await file.write(noise, 0, Math.min(left, noise.length));
  await file.close();
}

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

await withTemporaryFolder(async (folder) => {
  const wav = join(folder, 'long.wav');
  await makeWav(wav);
  const copy = await seconds(() => pipeline(createReadStream(wav), createWriteStream(join(folder, 'copy'))));
  await rm(join(folder, 'copy'));
  let peakBytes = 0;
  const burn = await seconds(async () => {
    const drive = await openDrive(`sim:${join(folder, 'long.disc')}`);
    let next = 0;
    for await (const progress of burnAudio(drive, [await openAudioFile(wav)])) {
      if (progress.phase !== 'writing' || progress.writtenBlocks < next) continue;
      next = progress.writtenBlocks + 10_000;
      peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
    }
    await drive.close();
  });
  console.log(`${MINUTES} minutes of audio (${Math.round(PCM_BYTES / 1e6)} MB) onto sim:PATH`);
  console.log(`burn ${burn.toFixed(1)} s, plain copy ${copy.toFixed(1)} s: ratio ${(burn / copy).toFixed(2)}`);
  console.log(`peak memory ${Math.round(peakBytes / 1e6)} MB: ${(peakBytes / PCM_BYTES).toFixed(3)} of the audio`);
});
