// Makes fixtures/audio/*.wav: three short pieces of synthetic sound, the same bytes on every run.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments, refuse } from './arguments.mjs';

const SAMPLE_RATE_HZ = 44_100;
const SAMPLES_PER_BLOCK = 588;
const FADE_SAMPLES = SAMPLE_RATE_HZ / 4;

/** A tone whose frequency changes evenly in octaves from the first to the second. */
const sweep = (fromHz, toHz, seconds) => {
  const octaves = Math.log(toHz / fromHz);
  return (second) =>
    Math.cos(((2 * Math.PI * fromHz * seconds) / octaves) * (Math.exp((second / seconds) * octaves) - 1));
};

/** A bell-like tone: a fundamental and quieter partials, struck again every `everySeconds`. */
const bell = (frequencyHz, everySeconds) => (second) => {
  const decay = Math.exp((-3 * (second % everySeconds)) / everySeconds);
  const partial = (multiple, level) => level * Math.cos(2 * Math.PI * frequencyHz * multiple * second);
  return decay * (partial(1, 0.6) + partial(2, 0.25) + partial(3.01, 0.15));
};

/** The three tracks. Left and right differ, so that swapped channels or bytes do not go unnoticed. */
const TRACKS = [
  // Whole blocks, but only 186 of them: shorter than the shortest track of 4 s (300 blocks).
  { name: '01-short-bell.wav', samples: 186 * SAMPLES_PER_BLOCK, left: bell(440, 1.24), right: bell(660, 0.62) },
  // Its last block holds only 101 samples.
  { name: '02-odd-sweep.wav', samples: 375 * SAMPLES_PER_BLOCK + 101, left: sweep(110, 1760, 5), right: bell(220, 1) },
  { name: '03-long-sweep.wav', samples: 21 * SAMPLE_RATE_HZ, left: sweep(55, 3520, 21), right: sweep(3520, 55, 21) },
];

/** Faded in and out, but never to zero: the first and the last sample can be distinguished from silence around them. */
const fade = (index, samples) => 0.05 + 0.95 * Math.min(1, index / FADE_SAMPLES, (samples - 1 - index) / FADE_SAMPLES);

function wav({ samples, left, right }) {
  const bytes = Buffer.alloc(44 + samples * 4);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples * 4, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 4, 40);
  for (let index = 0; index < samples; index++) {
    const second = index / SAMPLE_RATE_HZ;
    const level = 20_000 * fade(index, samples);
    bytes.writeInt16LE(Math.round(level * left(second)), 44 + index * 4);
    bytes.writeInt16LE(Math.round(level * right(second)), 46 + index * 4);
  }
  return bytes;
}

const {
  words: [given, ...rest],
} = readArguments({
  usage: 'node scripts/make-audio-fixtures.mjs [FOLDER]',
  what: 'Makes the audio of fixtures/audio, always the same.',
  words: 'FOLDER: where the files go (default: fixtures/audio)',
});
if (rest.length > 0) refuse('more than one folder is given');
const folder = given ?? fileURLToPath(new URL('../fixtures/audio/', import.meta.url));
await mkdir(folder, { recursive: true });
for (const track of TRACKS) await writeFile(join(folder, track.name), wav(track));
