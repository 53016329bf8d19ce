import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const quietly = { stdio: ['ignore', 'ignore', 'pipe'] };
const run = (program, words) => execFileSync(program, words, quietly);

/** `-bits` of sox, with its sign for floating point. */
const soxBits = (bits) => (bits === 'f32' ? ['-e', 'floating-point', '-b', '32'] : ['-b', String(bits)]);

/**
 * A source: band-limited noise and a tone, that begins and ends loud.
 * @param bits 8, 16, 24, 32, or 'f32'
 */
export function makeSource(path, { rateHz, bits, channels, seconds = 1.37 }) {
  // -R: the same noise every time. -D: no dither, which would be noise of its own.
  const synth = Array.from({ length: channels }, (_, index) => [
    'pinknoise',
    'mix',
    'sine',
    String(220 * (index + 1)),
  ]).flat();
  const words = ['-R', '-D', '-r', String(rateHz), ...soxBits(bits), '-c', String(channels), '-n', path];
  run('sox', [
    ...words.slice(0, 2),
    '-n',
    ...words.slice(2, -2),
    path,
    'synth',
    String(seconds),
    ...synth,
    'gain',
    '-n',
    '-6',
  ]);
}

const ffmpeg = (...codec) => ({
  encode: (wav, file) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-i', wav, ...codec, file]),
  decode: (file, wav) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-i', file, '-c:a', 'pcm_s24le', wav]),
});
const sox = (...words) => ({
  encode: (wav, file) => run('sox', ['-D', wav, ...words, file]),
  decode: (file, wav) => run('sox', ['-D', file, wav]),
});
const mpg123 = (file, wav) => run('mpg123', ['-q', '-e', 'f32', '-w', wav, file]);

const CD = { rateHz: 44_100, bits: 16, channels: 2 };
const RATES = [8_000, 22_050, 32_000, 48_000, 88_200, 96_000, 192_000];
/** Forms of a source that lossless formats have: other precisions, other rates, mono. */
const LOSSLESS = [
  CD,
  { ...CD, channels: 1 },
  { ...CD, bits: 24 },
  ...RATES.map((rateHz) => ({ rateHz, bits: 24, channels: 2 })),
];
const LOSSY = [CD, { ...CD, channels: 1 }, { ...CD, rateHz: 48_000 }, { ...CD, rateHz: 32_000 }];

/** `name`, `extension`, `sources`; `lossless`: the samples are those of the source. */
export const encoders = [
  {
    name: 'flac',
    extension: 'flac',
    lossless: true,
    sources: [...LOSSLESS, { ...CD, bits: 8 }, { ...CD, channels: 6 }],
    encode: (wav, file) => run('flac', ['-s', '-f', '-o', file, wav]),
  },
  {
    name: 'flac -8 --ogg',
    extension: 'oga',
    lossless: true,
    sources: LOSSLESS.slice(0, 4),
    encode: (wav, file) => run('flac', ['-s', '-f', '-8', '--ogg', '-o', file, wav]),
  },
  {
    name: 'wavpack',
    extension: 'wv',
    lossless: true,
    sources: [...LOSSLESS, { ...CD, bits: 'f32' }, { ...CD, bits: 32 }, { ...CD, bits: 8 }, { ...CD, channels: 6 }],
    encode: (wav, file) => run('wavpack', ['-q', '-y', wav, '-o', file]),
  },
  {
    name: 'wavpack -hh -x',
    extension: 'wv',
    lossless: true,
    sources: LOSSLESS.slice(0, 3),
    encode: (wav, file) => run('wavpack', ['-q', '-y', '-hh', '-x', wav, '-o', file]),
  },
  { name: 'ffmpeg tta', extension: 'tta', lossless: true, sources: LOSSLESS, ...ffmpeg('-c:a', 'tta') },
  { name: 'ffmpeg alac', extension: 'm4a', lossless: true, sources: LOSSLESS.slice(0, 2), ...ffmpeg('-c:a', 'alac') },
  {
    name: 'sox wav',
    extension: 'wav',
    lossless: true,
    sources: [...LOSSLESS, { ...CD, bits: 8 }, { ...CD, bits: 32 }, { ...CD, bits: 'f32' }, { ...CD, channels: 6 }],
    ...sox(),
  },
  { name: 'sox w64', extension: 'w64', lossless: true, sources: [...LOSSLESS, { ...CD, bits: 'f32' }], ...sox() },
  { name: 'sox aiff', extension: 'aiff', lossless: true, sources: [...LOSSLESS, { ...CD, bits: 8 }], ...sox() },
  { name: 'sox aifc', extension: 'aifc', lossless: true, sources: LOSSLESS, ...sox() },
  { name: 'sox caf', extension: 'caf', lossless: true, sources: [...LOSSLESS, { ...CD, bits: 'f32' }], ...sox() },
  {
    name: 'ffmpeg aifc sowt',
    extension: 'aif',
    lossless: true,
    sources: [CD],
    ...ffmpeg('-c:a', 'pcm_s16le', '-f', 'aiff'),
  },
  {
    name: 'ffmpeg aifc fl32',
    extension: 'aif',
    lossless: true,
    sources: [{ ...CD, bits: 'f32' }],
    ...ffmpeg('-c:a', 'pcm_f32be', '-f', 'aiff'),
  },
  {
    name: 'ffmpeg rf64',
    extension: 'wav',
    lossless: true,
    sources: [CD],
    ...ffmpeg('-c:a', 'pcm_s16le', '-rf64', 'always'),
  },
  {
    name: 'ffmpeg caf',
    extension: 'caf',
    lossless: true,
    sources: [CD, { ...CD, channels: 6 }],
    ...ffmpeg('-c:a', 'pcm_s16le'),
  },
  {
    name: 'ffmpeg wav f64',
    extension: 'wav',
    lossless: true,
    sources: [{ ...CD, bits: 24 }],
    ...ffmpeg('-c:a', 'pcm_f64le'),
  },
  {
    name: 'lame -b 128',
    extension: 'mp3',
    sources: LOSSY,
    encode: (wav, file) => run('lame', ['--quiet', '-b', '128', wav, file]),
    decode: mpg123,
  },
  {
    name: 'lame -V 0',
    extension: 'mp3',
    sources: LOSSY,
    encode: (wav, file) => run('lame', ['--quiet', '-V', '0', wav, file]),
    decode: mpg123,
  },
  {
    name: 'lame -t (no tag)',
    extension: 'mp3',
    sources: [CD],
    encode: (wav, file) => run('lame', ['--quiet', '-t', wav, file]),
    decode: mpg123,
  },
  { name: 'ffmpeg mp3', extension: 'mp3', sources: LOSSY, ...ffmpeg('-c:a', 'libmp3lame'), decode: mpg123 },
  { name: 'ffmpeg mp2', extension: 'mp2', sources: LOSSY.slice(0, 3), ...ffmpeg('-c:a', 'mp2'), decode: mpg123 },
  {
    name: 'oggenc',
    extension: 'ogg',
    sources: LOSSY,
    encode: (wav, file) => run('oggenc', ['-Q', '-o', file, wav]),
    decode: (file, wav) => run('oggdec', ['-Q', '-o', wav, file]),
  },
  {
    // oggdec 1.4.2 mixes up the channels of six: 5, 3, 4 instead of 3, 4, 5.
    name: 'oggenc (decoded by ffmpeg)',
    extension: 'ogg',
    sources: [{ ...CD, channels: 6 }],
    encode: (wav, file) => run('oggenc', ['-Q', '-o', file, wav]),
    decode: ffmpeg().decode,
  },
  {
    name: 'ffmpeg vorbis',
    extension: 'ogg',
    sources: LOSSY,
    ...ffmpeg('-c:a', 'libvorbis'),
    decode: (file, wav) => run('oggdec', ['-Q', '-o', wav, file]),
  },
  {
    name: 'opusenc',
    extension: 'opus',
    slack: 3,
    sources: [...LOSSY, { ...CD, channels: 6 }],
    encode: (wav, file) => run('opusenc', ['--quiet', wav, file]),
    decode: (file, wav) => run('opusdec', ['--quiet', '--float', '--rate', '48000', file, wav]),
  },
  {
    name: 'opusenc --framesize 2.5',
    extension: 'opus',
    slack: 3,
    sources: [CD],
    encode: (wav, file) => run('opusenc', ['--quiet', '--framesize', '2.5', wav, file]),
    decode: (file, wav) => run('opusdec', ['--quiet', '--float', '--rate', '48000', file, wav]),
  },
  {
    name: 'wavpack -b 384 (hybrid)',
    extension: 'wv',
    sources: [CD],
    encode: (wav, file) => run('wavpack', ['-q', '-y', '-b384', wav, '-o', file]),
    decode: (file, wav) => run('wvunpack', ['-q', '-y', '-o', wav, file]),
  },
];

/** The same sound at 44.1 kHz by sox. */
export const resampleBySox = (wav, out) =>
  run('sox', ['-D', wav, '-e', 'floating-point', '-b', '32', out, 'rate', '-v', '44100']);

export const pathsIn = (folder, { extension }) => ({
  source: join(folder, 'source.wav'),
  file: join(folder, `file.${extension}`),
  decoded: join(folder, 'decoded.wav'),
  resampled: join(folder, 'resampled.wav'),
});
