import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AudioFormatError, type OpenAudioFileOptions, openAudioFile } from '../../../src/audio/index.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { readAll } from '../wav-builder.ts';
import { aiffFile, cafFile, encode, type Samples, type Stored, wave64File, wavFile } from './containers.ts';

const folder = temporaryFolder();
let files = 0;

/** What a file is on the disc: 16-bit values, left and right in turn. */
async function burned(bytes: Uint8Array, options: OpenAudioFileOptions = {}): Promise<number[]> {
  const path = join(folder, `${files++}.sound`);
  await writeFile(path, bytes);
  const track = await openAudioFile(path, options);
  const sound = await readAll(track);
  expect(sound.length).toBe(track.lengthBytes);
  return Array.from({ length: sound.length / 2 }, (_, index) => sound.readInt16LE(2 * index));
}

const refusal = (bytes: Uint8Array, options?: OpenAudioFileOptions) =>
  rejectionOf(burned(bytes, options), AudioFormatError);

const CONTAINERS: readonly (readonly [name: string, make: (samples: Samples) => Buffer])[] = [
  ...(['s16', 's24', 's32', 'f32', 'f64'] as const).flatMap((stored) => [
    [`WAV ${stored}`, (samples: Samples) => wavFile(samples, stored)] as const,
    [
      `WAV extensible ${stored}`,
      (samples: Samples) => wavFile(samples, stored, { mask: samples.channels === 2 ? 3 : 4 }),
    ] as const,
    [`Wave64 ${stored}`, (samples: Samples) => wave64File(samples, stored)] as const,
    [`CAF ${stored}`, (samples: Samples) => cafFile(samples, stored)] as const,
    [`CAF ${stored}, little endian`, (samples: Samples) => cafFile(samples, stored, { little: true })] as const,
  ]),
  ...(['s16', 's24', 's32'] as const).map(
    (stored) => [`AIFF ${stored}`, (samples: Samples) => aiffFile(samples, stored)] as const,
  ),
  ...(
    [
      ['NONE', 's16'],
      ['twos', 's16'],
      ['sowt', 's16'],
      ['sowt', 's24'],
      ['in24', 's24'],
      ['42ni', 's24'],
      ['in32', 's32'],
      ['23ni', 's32'],
      ['fl32', 'f32'],
      ['FL32', 'f32'],
      ['fl64', 'f64'],
    ] as const
  ).map(
    ([compression, stored]) =>
      [`AIFF-C ${compression} of ${stored}`, (samples: Samples) => aiffFile(samples, stored, compression)] as const,
  ),
];

const int16 = fc.integer({ min: -32_768, max: 32_767 });

describe('16-bit samples at 44.1 kHz survive in every container', () => {
  test.each(CONTAINERS)('%s', async (_, make) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(int16, int16), { minLength: 1, maxLength: 40 }), async (pairs) => {
        const values = pairs.flat();
        expect(await burned(make({ rateHz: 44_100, channels: 2, bits: 16, values }))).toEqual(values);
        const mono = values.flatMap((value) => [value, value]);
        expect(await burned(make({ rateHz: 44_100, channels: 1, bits: 16, values }))).toEqual(mono);
      }),
      { numRuns: 8 },
    );
  });
});

describe('other precisions', () => {
  test.each([
    ['WAV of 8 bits, which are unsigned', (samples: Samples) => wavFile(samples, 'u8')],
    ['AIFF of 8 bits, which are signed', (samples: Samples) => aiffFile(samples, 's8')],
    ['AIFF-C raw, which is unsigned', (samples: Samples) => aiffFile(samples, 'u8', 'raw ')],
    ['CAF of 8 bits', (samples: Samples) => cafFile(samples, 's8')],
  ])('%s', async (_, make) => {
    const values = [0, 0, 127, -128, 1, -1, 64, -64];
    expect(await burned(make({ rateHz: 44_100, channels: 2, bits: 8, values }))).toEqual(
      values.map((value) => value * 256 + 0),
    );
  });

  test('24 bits are rounded to the nearest, and limited', async () => {
    const values = [0, 127, 128, 129, -128, -129, 8_388_607, -8_388_608];
    const sound = await burned(wavFile({ rateHz: 44_100, channels: 1, bits: 24, values }, 's24'));
    expect(sound.filter((_, index) => index % 2 === 0)).toEqual(
      [0, 0, 1, 1, -0, -1, 32_767, -32_768].map((each) => each + 0),
    );
  });

  test('floating point beyond full scale is limited, and what is not a number is silence', async () => {
    const file = wavFile({ rateHz: 44_100, channels: 1, bits: 16, values: [40_000, -40_000, 0] }, 'f32');
    file.writeFloatLE(Number.NaN, file.length - 4);
    expect(await burned(file)).toEqual([32_767, 32_767, -32_768, -32_768, 0, 0]);
  });

  test('20 valid bits in 24 are the highest ones', async () => {
    const file = wavFile({ rateHz: 44_100, channels: 2, bits: 20, values: [16, -16, 524_287, -524_288] }, 's24', {
      mask: 3,
    });
    expect(await burned(file)).toEqual([1, -1, 32_767, -32_768]);
  });

  test.each([
    [6, 'A-law', [0xd5, 0x55, 0xaa, 0x2a], [8, -8, 32_256, -32_256]],
    [7, 'mu-law', [0xff, 0x7f, 0x80, 0x00], [0, 0, 32_124, -32_124]],
  ])('WAV with tag %d: %s, by the values of G.711', async (tag, _, codes, values) => {
    const file = wavFile({ rateHz: 44_100, channels: 2, bits: 8, values: codes.map((code) => code - 128) }, 'u8');
    file.writeUInt16LE(tag, 20);
    expect(await burned(file)).toEqual(values);
  });
});

describe('dither', () => {
  test('does nothing to 16-bit samples at 44.1 kHz', async () => {
    const values = [1, -1, 32_767, -32_768];
    expect(await burned(aiffFile({ rateHz: 44_100, channels: 2, bits: 16, values }, 's16'), { dither: true })).toEqual(
      values,
    );
  });

  const quiet: Samples = { rateHz: 44_100, channels: 2, bits: 24, values: Array.from({ length: 40_000 }, () => 64) };

  test('keeps what is below a bit on average, and is the same on every reading', async () => {
    const file = wavFile(quiet, 's24');
    expect(new Set(await burned(file))).toEqual(new Set([0]));
    const sound = await burned(file, { dither: true });
    const mean = sound.reduce((sum, value) => sum + value, 0) / sound.length;
    expect(mean).toBeCloseTo(0.25, 1);
    expect(new Set(sound)).toEqual(new Set([-1, 0, 1]));
    expect(await burned(file, { dither: true })).toEqual(sound);
  });
});

describe('more than two channels', () => {
  const six = (frame: readonly number[]): Samples => ({ rateHz: 44_100, channels: 6, bits: 16, values: frame });

  test('are refused unless a downmix is asked for', async () => {
    const { found, remedy } = await refusal(wavFile(six([0, 0, 0, 0, 0, 0]), 's16'));
    expect(found).toBe('a WAV file of 44,100 Hz, 16-bit, 6 channels; an audio CD has two channels');
    expect(remedy).toContain('--downmix');
  });

  test('are mixed by ITU-R BS.775 so that nothing clips, without the bass channel', async () => {
    const full = 1 + 2 * Math.SQRT1_2;
    const max = 32_767;
    const mix = async (frame: readonly number[]) => burned(wavFile(six(frame), 's16'), { downmix: true });
    expect(await mix([max, 0, 0, 0, 0, 0])).toEqual([Math.round(max / full), 0]);
    expect(await mix([0, 0, max, 0, 0, 0])).toEqual(Array(2).fill(Math.round((max * Math.SQRT1_2) / full)));
    expect(await mix([0, 0, 0, max, 0, 0])).toEqual([0, 0]);
    expect(await mix([max, max, max, 0, max, max])).toEqual([max, max]);
  });

  test('that a CAF file does not explain are refused, those of its bit map are mixed', async () => {
    const file = (layout: number) => cafFile(six([1_000, 0, 0, 0, 0, 0]), 's16', { layout });
    expect((await refusal(file(0), { downmix: true })).found).toContain('does not say which loudspeakers');
    expect(await burned(file(0x3f), { downmix: true })).toEqual([Math.round(1_000 / (1 + 2 * Math.SQRT1_2)), 0]);
  });
});

describe('files that were not finished or are damaged', () => {
  const samples: Samples = { rateHz: 44_100, channels: 2, bits: 24, values: [256, 512, 768, 1_024] };
  const sound = [1, 2, 3, 4];

  test.each([
    ['Wave64 of no size', wave64File(samples, 's24', 0)],
    ['Wave64 of the largest size', wave64File(samples, 's24', 2 ** 62)],
    ['CAF to the end of the file', cafFile(samples, 's24', { size: -1 })],
  ])('%s: all that is there', async (_, file) => {
    expect((await burned(file)).slice(0, 4)).toEqual(sound);
  });

  test.each([
    ['Wave64', wave64File(samples, 's24')],
    ['AIFF', aiffFile(samples, 's24')],
    ['CAF', cafFile(samples, 's24')],
    ['WAV', wavFile(samples, 's24')],
  ])('%s that ends early is refused', async (_, file) => {
    expect((await refusal(file.subarray(0, file.length - 9))).found).toMatch(/damaged|truncated/);
  });

  test('an AIFF file with bytes before its first sample', async () => {
    const file = aiffFile(samples, 's24');
    const at = file.indexOf('SSND');
    const body = Buffer.concat([Buffer.alloc(6, 9), file.subarray(at + 16)]);
    const moved = Buffer.concat([file.subarray(0, at + 16), body]);
    moved.writeUInt32BE(8 + body.length, at + 4);
    moved.writeUInt32BE(6, at + 8);
    expect(await burned(moved)).toEqual(sound);
  });

  test.each([
    ['AIFF-C', aiffFile(samples, 's24', 'MAC3')],
    ['CAF', Buffer.from(cafFile(samples, 's24').toString('latin1').replace('lpcm', 'alac'), 'latin1')],
  ])('%s of a codec that is not decoded is refused where there is no ffmpeg', async (_, file) => {
    const { PATH } = process.env;
    process.env['PATH'] = '';
    try {
      expect((await refusal(file)).remedy).toContain('ffmpeg');
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});

describe('a file without a header, in a format that is given', () => {
  const samples: Samples = { rateHz: 44_100, channels: 2, bits: 16, values: [1, -1, 32_767, -32_768] };
  test.each<[Parameters<typeof encode>[1], boolean, string]>([
    ['s16', true, 's16be'],
    ['s24', false, 's24le'],
    ['s24', true, 's24be'],
    ['s32', true, 's32be'],
    ['f32', false, 'f32le'],
    ['f64', true, 'f64be'],
  ])('%s, big endian %s', async (stored: Stored, bigEndian, name) => {
    const rawFormat = { samples: name as 's16be' };
    expect(await burned(encode(samples, stored, bigEndian), { rawFormat })).toEqual(samples.values);
  });

  test('must be whole samples', async () => {
    const { found } = await refusal(Buffer.alloc(10), { rawFormat: { samples: 's24le', channels: 1 } });
    expect(found).toContain('its 10 bytes are not whole samples of 3');
  });

  test('with a name that does not exist is a mistake of the program', async () => {
    await expect(burned(Buffer.alloc(12), { rawFormat: { samples: 's12' as 's8' } })).rejects.toThrow(TypeError);
  });
});
