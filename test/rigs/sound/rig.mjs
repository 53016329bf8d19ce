// Writes sounds with other people's encoders, reads the files with openAudioFile, and compares. Run it by `npm run test:sound`.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAudioFile } from '../../../dist/index.js';
import { readArguments } from '../../../scripts/arguments.mjs';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { runScenarios } from '../support/scenarios.mjs';
import { requireTools } from '../support/tools.mjs';
import { encoders, makeSource, pathsIn, resampleBySox } from './encoders.mjs';
import { compareWithDocument, fileRow, rowInWords } from './table.mjs';
import { readWav } from './wav.mjs';

const { words } = readArguments({
  usage: 'npm run test:sound -- [WORD...]',
  what: "Reads files of other people's encoders, and compares them with their sources.",
  words: 'WORD: only files with one of these words in their name',
});
requireTools('sound rig', join(import.meta.dirname, 'packages.txt'), [
  'flac',
  'lame',
  'mpg123',
  'oggenc',
  'opusenc',
  'sox',
  'ffmpeg',
  'wavpack',
]);

const FULL_SCALE = 32_768;
const CD_RATE_HZ = 44_100;

/** What is burned, as numbers of 16 bits, left and right in turn. */
async function burned(path, options) {
  const track = await openAudioFile(path, options);
  const chunks = [];
  for await (const chunk of track.open()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  assert.equal(bytes.length, track.lengthBytes, 'the length that was announced');
  return Float64Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(2 * index));
}

/** Two channels of a sound: mono twice, more than two mixed as ITU-R BS.775 says. */
function inStereo({ values, channels }, order) {
  if (channels === 2) return values;
  const frames = values.length / channels;
  const at = (frame, channel) => values[frame * channels + channel];
  if (channels === 1) return Float64Array.from({ length: frames * 2 }, (_, index) => values[Math.floor(index / 2)]);
  const { left, right, centre, rearLeft, rearRight } = order;
  const full = 1 + 2 * Math.SQRT1_2;
  return Float64Array.from({ length: frames * 2 }, (_, index) => {
    const frame = Math.floor(index / 2);
    const [front, rear] = index % 2 === 0 ? [left, rearLeft] : [right, rearRight];
    return (at(frame, front) + Math.SQRT1_2 * (at(frame, centre) + at(frame, rear))) / full;
  });
}

/** In WAV: L R C LFE Ls Rs. */
const WAV_ORDER = { left: 0, right: 1, centre: 2, rearLeft: 4, rearRight: 5 };

/** The largest difference in 16-bit steps, and how much quieter than the sound all differences are. */
function compare(actual, expected, from = 0, to = expected.length) {
  let largest = 0;
  let noise = 0;
  let signal = 1e-9;
  for (let index = from; index < to; index++) {
    const value = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, expected[index] * FULL_SCALE));
    const difference = Math.abs(actual[index] - value);
    largest = Math.max(largest, difference);
    noise += difference ** 2;
    signal += value ** 2;
  }
  return { largest, quieterDb: 10 * Math.log10(signal / (noise + 1e-9)) };
}

async function check(encoder, source, folder) {
  const paths = pathsIn(folder, encoder);
  makeSource(paths.source, source);
  encoder.encode(paths.source, paths.file);
  if (!encoder.lossless) encoder.decode(paths.file, paths.decoded);
  const expected = readWav(encoder.lossless ? paths.source : paths.decoded);
  const sound = await burned(paths.file, { downmix: source.channels > 2 });
  const frames = Math.round((expected.values.length / expected.channels) * (CD_RATE_HZ / expected.rateHz));
  assert.equal(sound.length / 2, frames, 'samples');
  if (expected.rateHz === CD_RATE_HZ) {
    const reference = inStereo(expected, WAV_ORDER);
    const { largest } = compare(sound, reference);
    const isExact = encoder.lossless && source.channels <= 2 && [8, 16].includes(source.bits);
    const slack = encoder.slack ?? 1.01;
    assert.ok(isExact ? largest === 0 : largest <= slack, `a sample differs by ${largest}`);
    const exactness = isExact ? 'equal' : `within ${plural(Math.floor(slack), 'step')}`;
    return fileRow(encoder, source, { sound, reference, exactness });
  }
  // Two resamplers differ where one of them does not pass: compare in the middle, and the ends by their samples.
  resampleBySox(encoder.lossless ? paths.source : paths.decoded, paths.resampled);
  const reference = inStereo(readWav(paths.resampled), WAV_ORDER);
  const { quieterDb } = compare(sound, reference, 2_000, Math.min(sound.length, reference.length) - 2_000);
  assert.ok(quieterDb > 30, `the sound differs from sox's by ${quieterDb} dB`);
  return fileRow(encoder, source, { sound, reference, quieterDb });
}

/** A copy of which one byte in the middle is wrong, or the end is missing, must not be burned as if nothing were. */
async function checkDamage(encoder, folder) {
  const paths = pathsIn(folder, encoder);
  makeSource(paths.source, encoder.sources[0]);
  encoder.encode(paths.source, paths.file);
  const whole = await readFile(paths.file);
  const flipped = Buffer.from(whole);
  flipped[Math.floor(whole.length / 2)] ^= 0x55;
  for (const [how, bytes] of [
    ['a wrong byte', flipped],
    ['no end', whole.subarray(0, whole.length - 2_000)],
  ]) {
    await writeFile(paths.file, bytes);
    await assert.rejects(burned(paths.file), { name: 'AudioFormatError', path: paths.file }, how);
  }
}

const plural = (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`;
const describe = ({ rateHz, bits, channels }) => `${rateHz} Hz, ${bits}, ${channels} ch`;
const CHECKED = ['flac', 'flac -8 --ogg', 'wavpack', 'ffmpeg tta', 'oggenc', 'opusenc'];

/** Longer than what decoders keep: exact to the end, and in little memory. */
const LONG = { rateHz: 44_100, bits: 16, channels: 2, seconds: 300 };

/** What the files showed, for the table in docs/audio-formats.md. */
const rows = [];

const scenarios = [
  ...encoders
    .filter(({ name }) => ['flac', 'wavpack', 'oggenc'].includes(name))
    .map((encoder) => ({
      name: `${encoder.name}: five minutes`,
      run: async () => rowInWords(await withTemporaryFolder((folder) => check(encoder, LONG, folder))),
    })),
  ...encoders.flatMap((encoder) =>
    encoder.sources.map((source) => ({
      name: `${encoder.name}: ${describe(source)}`,
      run: async () => {
        const row = await withTemporaryFolder((folder) => check(encoder, source, folder));
        rows.push(row);
        return rowInWords(row);
      },
    })),
  ),
  ...encoders
    .filter(({ name }) => CHECKED.includes(name))
    .map((encoder) => ({
      name: `${encoder.name}: damaged`,
      run: () => withTemporaryFolder((folder) => checkDamage(encoder, folder)),
    })),
];

const good = await runScenarios('sound rig', scenarios, words);
if (good && words.length === 0) compareWithDocument(rows);
