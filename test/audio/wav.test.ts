import { describe, expect, test } from '@jest/globals';
import { AudioFormatError } from '../../src/audio/index.ts';
import { locateWavAudio } from '../../src/audio/wav.ts';
import { rejectionOf } from '../support/rejection.ts';
import { chunk, ds64, type Format, format, inMemory, pcm, riff, subFormatOf } from './wav-builder.ts';

const SOUND = pcm(400);
const DATA = chunk('data', SOUND);

async function audioIn(file: Uint8Array): Promise<Uint8Array> {
  const { startBytes, lengthBytes } = await locateWavAudio(inMemory(file));
  return Uint8Array.from(file.subarray(startBytes, startBytes + lengthBytes));
}

const refusal = (file: Uint8Array) => rejectionOf(locateWavAudio(inMemory(file)), AudioFormatError);

describe('where the audio is', () => {
  test.each([
    ['the ordinary 44-byte header', [format(), DATA]],
    [
      'chunks before and after',
      [chunk('bext', pcm(602)), format(), chunk('fact', pcm(4)), DATA, chunk('LIST', pcm(26))],
    ],
    ['fmt after the data', [DATA, chunk('LIST', pcm(10)), format()]],
    ['odd chunks with their pad byte', [chunk('LIST', pcm(7)), format(), chunk('abcd', pcm(1)), DATA]],
    [
      'odd chunks without it',
      [chunk('LIST', pcm(7), { pad: false }), format(), chunk('abcd', pcm(1), { pad: false }), DATA],
    ],
    ['a chunk after the audio that is cut off', [format(), DATA, chunk('LIST', pcm(4), { declared: 4000 })]],
    ['bytes after the last chunk', [format(), DATA, Buffer.from('TAG something')]],
    ['padding to a file system block', [format(), DATA, Buffer.alloc(4096)]],
    ['a long chunk after it', [format(), DATA, chunk('abcd', pcm(70_000))]],
    ['a longer fmt chunk', [chunk('fmt ', Buffer.concat([format().subarray(8), Buffer.alloc(2)])), DATA]],
  ])('%s', async (_, chunks) => {
    expect(await audioIn(riff(chunks))).toEqual(SOUND);
  });

  test.each([
    ['a plain GUID and both speakers', { validBits: 16, mask: 3, subFormat: subFormatOf(1) }],
    ['no speakers named', { validBits: 16, mask: 0, subFormat: subFormatOf(1) }],
    ['more speakers than channels: the first two count', { validBits: 16, mask: 0x3f, subFormat: subFormatOf(1) }],
    ['fewer valid bits in 16', { validBits: 14, mask: 3, subFormat: subFormatOf(1) }],
    ['no valid bits given', { validBits: 0, mask: 3, subFormat: subFormatOf(1) }],
  ])('WAVE_FORMAT_EXTENSIBLE with %s', async (_, extension) => {
    expect(await audioIn(riff([format({ extension }), DATA]))).toEqual(SOUND);
  });
});

describe('files that were streamed', () => {
  const behind = pcm(402);
  test.each([
    ['ffmpeg into a pipe', 0xffff_ffff, 0xffff_ffff],
    ['SoX into a pipe', 0x7fff_f024, 0x7fff_f000],
    ['LAME into a pipe', 0x7fff_ffff, 0x7fff_ffdb],
    ['arecord into a pipe', 0x8000_0024, 0x8000_0000],
    ['a header never filled in', 0, 0],
    ['a header filled in for no audio', 36, 0],
  ])('%s: the rest of the file, without an incomplete last sample', async (_, riffBytes, declared) => {
    const file = riff([format(), chunk('data', behind, { declared })], { declared: riffBytes });
    expect(await audioIn(file)).toEqual(behind.subarray(0, 400));
  });

  test('a placeholder with nothing after it has no audio', async () => {
    const { found } = await refusal(riff([format(), chunk('data', pcm(3), { declared: 0xffff_ffff, pad: false })]));
    expect(found).toContain('without audio');
  });

  test('the rest of the file cannot be audio of an unknown format', async () => {
    const { found } = await refusal(riff([chunk('data', pcm(4), { declared: 0 }), format()], { declared: 0 }));
    expect(found).toContain('no "fmt "');
  });
});

describe('RF64 and BW64', () => {
  const large = (id: string, ...chunks: Buffer[]): Buffer => riff(chunks, { id, declared: 0xffff_ffff });
  const largeData = chunk('data', SOUND, { declared: 0xffff_ffff });

  test.each(['RF64', 'BW64'])('%s takes its lengths from ds64', async (id) => {
    const file = large(id, ds64(1000n, 400n), format(), largeData, chunk('LIST', pcm(10)));
    expect(await audioIn(file)).toEqual(SOUND);
  });

  test('other chunks have theirs in its table', async () => {
    const big = chunk('abcd', pcm(6), { declared: 0xffff_ffff });
    expect(await audioIn(large('RF64', ds64(0n, 400n, [['abcd', 6n]]), big, format(), largeData))).toEqual(SOUND);
  });

  test('a length that fits into 32 bits is where it always is', async () => {
    expect(await audioIn(large('RF64', ds64(0n, 0n), format(), DATA))).toEqual(SOUND);
  });

  test.each([0n, 0xffff_ffff_ffff_ffffn])('streamed with %d in ds64', async (placeholder) => {
    expect(await audioIn(large('RF64', ds64(0n, placeholder), format(), largeData))).toEqual(SOUND);
  });

  test('truncated', async () => {
    const { found } = await refusal(large('RF64', ds64(0n, 6_000_000_000n), format(), largeData));
    expect(found).toContain('the last 5,999,999,600 are missing');
  });

  test('without ds64, or with a short one, it is damaged', async () => {
    expect((await refusal(large('RF64', format(), largeData))).found).toContain('no "ds64"');
    expect((await refusal(large('RF64', chunk('ds64', pcm(8)), format(), largeData))).found).toContain('too short');
  });
});

describe('what is not suitable for a CD is named, with the command that converts it', () => {
  test.each<[string, Format]>([
    ['48,000 Hz, 16-bit, stereo, PCM', { rateHz: 48_000 }],
    ['44,100 Hz, 8-bit, stereo, PCM', { bits: 8 }],
    ['44,100 Hz, 16-bit, mono, PCM', { channels: 1 }],
    ['44,100 Hz, 16-bit, 6 channels, PCM', { channels: 6 }],
    ['44,100 Hz, 24-bit, stereo, PCM', { bits: 24 }],
    ['44,100 Hz, 32-bit, stereo, floating point', { tag: 3, bits: 32 }],
    ['44,100 Hz, 8-bit, stereo, A-law', { tag: 6, bits: 8 }],
    ['44,100 Hz, 8-bit, stereo, mu-law', { tag: 7, bits: 8 }],
    ['44,100 Hz, 4-bit, stereo, IMA ADPCM', { tag: 17, bits: 4, sampleBytes: 2048 }],
    ['44,100 Hz, 0-bit, stereo, MP3', { tag: 0x55, bits: 0, sampleBytes: 1 }],
    ['44,100 Hz, 16-bit, stereo, format 1234h', { tag: 0x1234 }],
    [
      '44,100 Hz, 20-bit in 24, stereo, PCM',
      { bits: 24, extension: { validBits: 20, mask: 3, subFormat: subFormatOf(1) } },
    ],
    [
      '44,100 Hz, 32-bit, stereo, floating point',
      { bits: 32, extension: { validBits: 32, mask: 3, subFormat: subFormatOf(3) } },
    ],
    [
      'stereo, sub-format 010000002107d3118644c8c1ca000000',
      { extension: { validBits: 16, mask: 3, subFormat: '010000002107d3118644c8c1ca000000' } },
    ],
  ])('%s', async (words, fields) => {
    const error = await refusal(riff([format(fields), DATA]));
    expect(error.found).toContain(words);
    expect(error.found).toContain('44,100 Hz, 16-bit, stereo, PCM');
    expect(error.remedy).toContain('ffmpeg -i ');
    expect(error.message).toBe(`some.wav: ${error.found}. ${error.remedy}`);
  });

  test('two channels that are not left and right', async () => {
    const extension = { validBits: 16, mask: 0x5, subFormat: subFormatOf(1) };
    expect((await refusal(riff([format({ extension }), DATA]))).found).toContain('00000005h');
  });

  test('truncated: says how much is missing', async () => {
    const whole = riff([format(), DATA]);
    const { found } = await refusal(whole.subarray(0, whole.length - 101));
    expect(found).toBe(
      'a truncated WAV file: its "data" chunk should have 400 bytes, of which the last 101 are missing',
    );
  });

  test.each([
    ['no audio in a finished file', riff([format(), chunk('data', pcm(0))]), 'its "data" chunk is empty'],
    [
      'no audio, other chunks after it',
      riff([format(), chunk('data', pcm(0)), chunk('LIST', pcm(8))]),
      'chunk is empty',
    ],
    ['no data chunk', riff([format(), chunk('LIST', pcm(8))]), 'it has no "data" chunk'],
    ['no fmt chunk', riff([DATA]), 'no "fmt " chunk'],
    ['nothing at all', riff([]), 'no "fmt " chunk'],
    ['a header cut off', riff([]).subarray(0, 9), 'truncated'],
    ['a chunk before the audio cut off', riff([chunk('LIST', pcm(8), { declared: 900 })]), '892 are missing'],
    ['no whole samples', riff([format(), chunk('data', pcm(398))]), '398 bytes of audio are not whole'],
    ['an odd number of bytes', riff([format(), chunk('data', pcm(401))]), '401 bytes of audio are not whole'],
    ['a wrong sample size', riff([format({ sampleBytes: 3 }), DATA]), '16-bit stereo sample is 3 bytes'],
    ['a short fmt chunk', riff([chunk('fmt ', pcm(14)), DATA]), 'too short'],
    ['a short extensible fmt chunk', riff([format({ tag: 0xfffe }), DATA]), 'too short'],
    ['no chunk where one should be', riff([format(), Buffer.alloc(64)]), 'no chunk begins at byte 36'],
    ['more audio than declared', riff([format(), DATA, pcm(70_000)]), 'and 70,000 more follow that belong to no chunk'],
    ['nothing but empty chunks', riff(Array.from({ length: 5000 }, () => chunk('JUNK', pcm(0)))), '4,096 chunks'],
  ])('%s', async (_, file, words) => {
    expect((await refusal(file)).found).toContain(words);
  });
});
