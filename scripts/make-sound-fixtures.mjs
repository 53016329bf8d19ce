// Makes fixtures/sound: the first 11,101 samples of one synthetic sound, written by other people's encoders, and what their own decoders make of
// each. Needs Debian's flac, lame, mpg123, vorbis-tools, opus-tools, sox, ffmpeg and wavpack.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments, refuse } from './arguments.mjs';

const {
  words: [given, ...rest],
} = readArguments({
  usage: 'node scripts/make-sound-fixtures.mjs [FOLDER]',
  what: 'Makes the files of fixtures/sound with the encoders that are installed.',
  words: 'FOLDER: where the files go (default: fixtures/sound)',
});
if (rest.length > 0) refuse('more than one folder is given');
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const folder = given ?? join(fixtures, 'sound');
mkdirSync(folder, { recursive: true });

const SAMPLES = 11_101;
const run = (program, ...words) => execFileSync(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });

// The beginning of a committed file: sox only cuts it.
run('sox', join(fixtures, 'audio', '02-odd-sweep.wav'), 'source.wav', 'trim', '30000s', `${SAMPLES}s`);
run('sox', '-D', 'source.wav', '-b', '24', 'source-24.wav', 'gain', '-1.7');
run('sox', '-D', 'source.wav', 'mono.wav', 'remix', '1');
run('sox', '-D', 'source.wav', '-b', '24', 'source-96k.wav', 'gain', '-3', 'rate', '96000');
run('sox', '-D', 'source.wav', 'source-48k.wav', 'gain', '-3', 'rate', '48000');

run('flac', '-s', '-f', 'source.wav');
run('flac', '-s', '-f', '-o', 'mono.flac', 'mono.wav');
run('flac', '-s', '-f', '-o', '24-bit.flac', 'source-24.wav');
run('flac', '-s', '-f', '-o', '96k.flac', 'source-96k.wav');
run('flac', '-s', '-f', '--ogg', '-o', 'flac.oga', 'source.wav');
// Other precisions. The right side is the left one upside down, so that their difference needs one bit more.
const samples = readFileSync(join(folder, 'source.wav')).subarray(44);
for (const bits of [12, 20, 32]) {
  const bytes = Math.ceil(bits / 8);
  const sound = Buffer.alloc(SAMPLES * 2 * bytes);
  for (let index = 0, at = 0; index < SAMPLES * 2; index++) {
    const left = samples.readInt16LE(4 * Math.floor(index / 2)) / 2 ** 15;
    const value = Math.floor(left * 0.999 * 2 ** (bits - 1)) + (Math.floor(index / 2) % 13);
    at = sound.writeIntLE((index % 2 === 0 ? value : -1 - value) * 2 ** (8 * bytes - bits), at, bytes);
  }
  // WAVE_FORMAT_EXTENSIBLE says how many bits of a sample are used.
  const head = Buffer.from('RIFF....WAVEfmt \x28...\xfe\xff\x02.', 'latin1').fill(0, 17, 20);
  head.writeUInt32LE(60 + sound.length, 4);
  head.writeUInt16LE(2, 22);
  const format = Buffer.alloc(36);
  format.writeUInt32LE(44_100, 0);
  format.writeUInt32LE(44_100 * 2 * bytes, 4);
  format.writeUInt16LE(2 * bytes, 8);
  format.writeUInt16LE(8 * bytes, 10);
  format.writeUInt16LE(22, 12);
  format.writeUInt16LE(bits, 14);
  format.writeUInt32LE(3, 16);
  format.write('0100000000001000800000aa00389b71', 20, 'hex');
  const data = Buffer.from('data....');
  data.writeUInt32LE(sound.length, 4);
  writeFileSync(join(folder, `source-${bits}.wav`), Buffer.concat([head, format, data, sound]));
  run('flac', '-s', '-f', '-8', '--lax', '--no-padding', '-o', `${bits}-bit.flac`, `source-${bits}.wav`);
}
// Into a pipe: nobody comes back to write how long it is, and its MD5.
writeFileSync(join(folder, 'unknown-length.flac'), run('flac', '-s', '-c', 'source.wav'));

run('lame', '--quiet', '-b', '128', 'source.wav', 'lame-cbr.mp3');
run('lame', '--quiet', '-V', '2', 'source.wav', 'lame-vbr.mp3');
run('lame', '--quiet', '-t', '-b', '128', 'source.wav', 'no-tag.mp3');
run('lame', '--quiet', '-m', 'm', '-b', '64', 'mono.wav', 'mono.mp3');
run('lame', '--quiet', '--resample', '22.05', '-b', '64', 'source.wav', 'mpeg2.mp3');
run('ffmpeg', '-v', 'error', '-y', '-i', 'source.wav', '-c:a', 'libmp3lame', '-b:a', '128k', 'ffmpeg.mp3');

run('oggenc', '-Q', '-s', '1', '-o', 'oggenc.ogg', 'source.wav');
run('oggenc', '-Q', '-s', '2', '-o', 'oggenc-48k.ogg', 'source-48k.wav');
run('ffmpeg', '-v', 'error', '-y', '-i', 'mono.wav', '-c:a', 'libvorbis', '-fflags', '+bitexact', 'mono.ogg');
run('opusenc', '--quiet', '--serial', '3', 'source.wav', 'opusenc.opus');
run('opusenc', '--quiet', '--serial', '4', '--framesize', '60', 'mono.wav', 'mono.opus');
// Two streams, one after the other: RFC 3533 allows what `cat` makes.
for (const [name, ...parts] of [
  ['chained.opus', 'opusenc.opus', 'mono.opus'],
  ['chained.ogg', 'oggenc.ogg', 'oggenc.ogg'],
])
  writeFileSync(join(folder, name), Buffer.concat(parts.map((part) => readFileSync(join(folder, part)))));

run('wavpack', '-q', '-y', 'source.wav', '-o', 'source.wv');
run('wavpack', '-q', '-y', 'source-24.wav', '-o', '24-bit.wv');
run('wavpack', '-q', '-y', '-b256', 'source.wav', '-o', 'hybrid.wv');
run('sox', '-D', 'source.wav', '-e', 'floating-point', '-b', '32', 'float.wav');
run('wavpack', '-q', '-y', 'float.wav', '-o', 'float.wv');
run('ffmpeg', '-v', 'error', '-y', '-i', 'source.wav', '-c:a', 'tta', '-fflags', '+bitexact', 'source.tta');
run('ffmpeg', '-v', 'error', '-y', '-i', 'source-24.wav', '-c:a', 'tta', '-fflags', '+bitexact', '24-bit.tta');
run('sox', '-D', 'source.wav', 'sox.aiff');
run('sox', '-D', 'source-24.wav', 'sox-24.aiff');
run('sox', '-D', 'source.wav', 'sox.w64');
run('sox', '-D', 'source-24.wav', 'sox-24.caf');
run(
  'ffmpeg',
  '-v',
  'error',
  '-y',
  '-i',
  'source.wav',
  '-c:a',
  'pcm_s16le',
  '-fflags',
  '+bitexact',
  '-rf64',
  'always',
  'rf64.wav',
);
run('ffmpeg', '-v', 'error', '-y', '-i', 'source.wav', '-c:a', 'alac', '-fflags', '+bitexact', 'alac.m4a');

// What the reference decoders make of the lossy files: 16-bit samples of the first and the last 24 frames, and the length.
const decoders = {
  'lame-cbr.mp3': ['mpg123', '-q', '-w', 'out.wav'],
  'lame-vbr.mp3': ['mpg123', '-q', '-w', 'out.wav'],
  'no-tag.mp3': ['mpg123', '-q', '-w', 'out.wav'],
  'mono.mp3': ['mpg123', '-q', '-w', 'out.wav'],
  'mpeg2.mp3': ['mpg123', '-q', '-w', 'out.wav'],
  'ffmpeg.mp3': ['mpg123', '-q', '-w', 'out.wav'],
  'oggenc.ogg': ['oggdec', '-Q', '-o', 'out.wav'],
  'oggenc-48k.ogg': ['oggdec', '-Q', '-o', 'out.wav'],
  'mono.ogg': ['oggdec', '-Q', '-o', 'out.wav'],
  'opusenc.opus': ['opusdec', '--quiet', '--no-dither', '--rate', '48000'],
  'mono.opus': ['opusdec', '--quiet', '--no-dither', '--rate', '48000'],
  'hybrid.wv': ['wvunpack', '-q', '-y', '-o', 'out.wav'],
};
const KEPT_BYTES = 24 * 4;
const reference = {};
for (const [name, [program, ...words]] of Object.entries(decoders)) {
  const last = program === 'opusdec' ? [name, 'out.wav'] : [name];
  run(program, ...words, ...last);
  const wav = readFileSync(join(folder, 'out.wav'));
  const channels = wav.readUInt16LE(22);
  const sound = wav.subarray(wav.indexOf('data') + 8);
  const samples = (from) => Array.from({ length: KEPT_BYTES / 2 }, (_, index) => sound.readInt16LE(from + 2 * index));
  reference[name] = {
    decoder: program,
    rateHz: wav.readUInt32LE(24),
    channels,
    frames: sound.length / (2 * channels),
    first: samples(0),
    last: samples(sound.length - KEPT_BYTES),
  };
}
writeFileSync(join(folder, 'reference.json'), `${JSON.stringify(reference)}\n`);
for (const name of ['out.wav', 'source-24.wav', 'source-96k.wav', 'source-48k.wav', 'float.wav', 'mono.wav'])
  execFileSync('rm', [join(folder, name)]);
