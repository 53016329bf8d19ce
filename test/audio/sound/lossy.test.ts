import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { AudioFile } from '../../../src/audio/audio-file.ts';
import { openAudioFile } from '../../../src/audio/index.ts';
import { decodeSound } from '../../../src/audio/sound/decode-sound.ts';
import { findSound } from '../../../src/audio/sound/find-sound.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { burned, FIXTURES, left, SOURCE } from './fixtures.ts';

const folder = temporaryFolder();

interface Reference {
  readonly rateHz: number;
  readonly channels: number;
  readonly frames: number;
  /** The first and the last 48 values, of all channels in turn. */
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const REFERENCE = JSON.parse(await readFile(`${FIXTURES}reference.json`, 'utf8')) as Readonly<
  Record<string, Reference>
>;

/** The decoded sound before it is converted: of all channels in turn, as 16-bit values that are not rounded. */
async function decoded(path: string): Promise<{ rateHz: number; channels: number; values: number[] }> {
  const file = await AudioFile.open(path);
  try {
    const found = await findSound(file, { sure: false });
    if (found === undefined || !('spec' in found)) throw new Error(`${path} is not decoded`);
    const { channels, sampleRateHz } = found.spec.format;
    const values: number[] = [];
    for await (const piece of decodeSound(file, found.spec)) {
      for (let index = 0; index < (piece[0]?.length ?? 0); index++) {
        for (const channel of piece) values.push((channel[index] ?? 0) * 32_768);
      }
    }
    expect(values.length / channels).toBe(found.spec.frames);
    return { rateHz: sampleRateHz, channels, values };
  } finally {
    await file.close();
  }
}

const worst = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN))));

describe("length, first and last samples are those of the format's own decoder", () => {
  test.each(Object.entries(REFERENCE))('%s', async (name, reference) => {
    const { rateHz, channels, values } = await decoded(FIXTURES + name);
    expect({ rateHz, channels, frames: values.length / channels }).toEqual({
      rateHz: reference.rateHz,
      channels: reference.channels,
      frames: reference.frames,
    });
    // The reference was rounded to 16 bits; decoders of Opus need not agree to the last bit (RFC 6716 6).
    expect(worst(values.slice(0, 48), reference.first)).toBeLessThan(2);
    expect(worst(values.slice(-48), reference.last)).toBeLessThan(2);
  });
});

/** How much quieter than the sound its difference to the source is, in dB. */
function likenessDb(values: readonly number[], source: readonly number[]): number {
  let signal = 0;
  let noise = 0;
  for (const [index, value] of source.entries()) {
    signal += value ** 2;
    noise += (value - (values[index] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

describe('the sound begins where the source began', () => {
  test.each([
    ['lame-cbr.mp3', 20],
    ['lame-vbr.mp3', 20],
    ['ffmpeg.mp3', 20],
    ['oggenc.ogg', 15],
    ['hybrid.wv', 20],
  ])('%s', async (name, leastDb) => {
    const sound = await burned(FIXTURES + name);
    expect(sound.length).toBe(SOURCE.length);
    expect(likenessDb(sound, SOURCE)).toBeGreaterThan(leastDb);
  });

  test('mono.mp3 on both sides', async () => {
    const sound = await burned(`${FIXTURES}mono.mp3`);
    expect(left(sound)).toEqual(sound.filter((_, index) => index % 2 === 1));
    expect(likenessDb(left(sound), left(SOURCE))).toBeGreaterThan(20);
  });
});

describe('MP3', () => {
  test('without a LAME tag keeps its 1,105 samples of delay, and says so', async () => {
    const track = await openAudioFile(`${FIXTURES}no-tag.mp3`);
    expect(track.lengthBytes / 4).toBe(12_672);
    expect(track.notes?.join()).toContain('1,105 samples');
    const sound = await burned(`${FIXTURES}no-tag.mp3`);
    expect(likenessDb(sound.slice(2 * 1_105), SOURCE)).toBeGreaterThan(20);
    expect((await openAudioFile(`${FIXTURES}lame-cbr.mp3`)).notes).toBeUndefined();
  });

  const made = async (name: string, change: (bytes: Buffer) => Buffer): Promise<string> => {
    const path = join(folder, `${name}.mp3`);
    await writeFile(path, change(Buffer.from(await readFile(`${FIXTURES}lame-cbr.mp3`))));
    return path;
  };

  test('with tags in front and at the end is the same', async () => {
    const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x01\0', 'latin1'), Buffer.alloc(128)]);
    const path = await made('tagged', (bytes) => Buffer.concat([tag, bytes, Buffer.from(`TAG${'x'.repeat(125)}`)]));
    expect(await burned(path)).toEqual(await burned(`${FIXTURES}lame-cbr.mp3`));
  });

  test('that ends before the number of frames that its tag has is refused', async () => {
    const path = await made('cut', (bytes) => bytes.subarray(0, bytes.length - 600));
    await expect(openAudioFile(path)).rejects.toThrow(/damaged: it has \d+ of its \d+ frames/);
  });

  test('with something else between two frames is burned without it, and says so', async () => {
    const whole = await readFile(`${FIXTURES}no-tag.mp3`);
    // Frames of 128 kbit/s have 417 or 418 bytes.
    const at = whole.indexOf(Buffer.from([0xff, 0xfb]), 417 * 4);
    const path = join(folder, 'junk.mp3');
    await writeFile(path, Buffer.concat([whole.subarray(0, at), Buffer.alloc(500, 7), whole.subarray(at)]));
    const track = await openAudioFile(path);
    expect(track.notes?.join()).toContain(`500 bytes at byte ${at.toLocaleString('en-US')} are not sound`);
    expect(await burned(path)).toEqual(await burned(`${FIXTURES}no-tag.mp3`));
  });
});

describe('joined MP3 files have the frames of all of them', () => {
  const ID3V2 = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x01\0', 'latin1'), Buffer.alloc(128)]);
  const ID3V1 = Buffer.from(`TAG${'x'.repeat(125)}`);
  const ape = (flags: number, size: number) => {
    const block = Buffer.alloc(32);
    block.write('APETAGEX', 'latin1');
    block.writeUInt32LE(2000, 8);
    block.writeUInt32LE(size, 12);
    block.writeUInt32LE(flags, 20);
    return block;
  };
  // 48 bytes of items, with a header and a footer (APEv2).
  const APE = Buffer.concat([ape(0xa000_0000, 80), Buffer.alloc(48, 1), ape(0x8000_0000, 80)]);
  const LYRICS = Buffer.from(`LYRICSBEGIN${'la '.repeat(40)}LYRICSEND`);
  const joinedWith = async (name: string, between: Buffer, end = Buffer.alloc(0)) => {
    const whole = await readFile(`${FIXTURES}no-tag.mp3`);
    const path = join(folder, `${name}.mp3`);
    await writeFile(path, Buffer.concat([whole, between, whole, end]));
    return openAudioFile(path);
  };
  const FRAMES_BYTES = 12_672 * 4;

  test.each([
    ['an ID3v2 tag', ID3V2],
    ['an ID3v1 tag', ID3V1],
    ['an ID3v1, a filler and an ID3v2 tag', Buffer.concat([ID3V1, Buffer.alloc(300), ID3V2])],
    ['an APE tag', APE],
    ['Lyrics3 and ID3v1', Buffer.concat([LYRICS, ID3V1])],
    ['a tag whose contents look like a frame', Buffer.concat([ID3V2.subarray(0, 10), Buffer.alloc(128, 0xff)])],
  ])('with %s between them', async (name, between) => {
    const track = await joinedWith(name, between, ID3V1);
    expect(track.lengthBytes).toBe(2 * FRAMES_BYTES);
    expect(track.notes).toHaveLength(1);
    expect(track.notes?.[0]).toContain('no LAME tag');
  });

  test('and a note names what is neither sound nor a tag', async () => {
    const between = await joinedWith('stray', Buffer.concat([ID3V1, Buffer.alloc(500, 7)]));
    expect(between.lengthBytes).toBe(2 * FRAMES_BYTES);
    expect(between.notes?.join()).toContain('500 bytes at byte');
    const after = await joinedWith('stray-end', ID3V1, Buffer.alloc(500, 7));
    expect(after.notes?.join()).toContain('500 bytes at byte');
  });

  test('and the LAME tag of a later file is not sound, and says where the whole ends', async () => {
    const whole = await readFile(`${FIXTURES}lame-cbr.mp3`);
    const path = join(folder, 'two-lame.mp3');
    await writeFile(path, Buffer.concat([whole, ID3V2, whole]));
    const [track, one] = [await openAudioFile(path), await openAudioFile(`${FIXTURES}lame-cbr.mp3`)];
    expect(track.notes?.join()).toContain('Another MP3 file begins at byte');
    const sound = await burned(path);
    expect(sound.length * 2).toBe(track.lengthBytes);
    // The second begins after the padding of the first and its own delay.
    expect(likenessDb(sound, SOURCE)).toBeGreaterThan(20);
    expect(likenessDb(sound.slice(-SOURCE.length), SOURCE)).toBeGreaterThan(20);
    expect(track.lengthBytes).toBeGreaterThan(2 * one.lengthBytes);
  });

  test('and a file whose tag says that it is longer than the file loses no frames', async () => {
    const long = Buffer.from('ID3\x04\0\0\x7f\x7f\x7f\x7f', 'latin1');
    const track = await joinedWith('long-tag', long);
    expect(track.lengthBytes).toBe(2 * FRAMES_BYTES);
    expect(track.notes?.join()).toContain('10 bytes at byte');
  });
});

describe('chained Ogg files: one sound after the other, each without its own delay and padding', () => {
  test('two Vorbis streams', async () => {
    const one = await burned(`${FIXTURES}oggenc.ogg`);
    expect(await burned(`${FIXTURES}chained.ogg`)).toEqual([...one, ...one]);
  });

  test('Opus in stereo and in mono, which is played on both sides', async () => {
    const stereo = await decoded(`${FIXTURES}opusenc.opus`);
    const mono = await decoded(`${FIXTURES}mono.opus`);
    const { channels, values } = await decoded(`${FIXTURES}chained.opus`);
    expect(channels).toBe(2);
    expect(values).toEqual([...stereo.values, ...mono.values.flatMap((value) => [value, value])]);
  });
});

describe('Opus', () => {
  test('at 48 kHz becomes round(n x 44100 / 48000) samples, in their place', async () => {
    const sound = await burned(`${FIXTURES}opusenc.opus`);
    expect(sound.length / 2).toBe(Math.round((REFERENCE['opusenc.opus']?.frames ?? 0) * 0.91875));
    expect(likenessDb(sound, SOURCE.slice(0, sound.length))).toBeGreaterThan(10);
  });
});

test.each(['oggenc.ogg', 'opusenc.opus'])('%s with a damaged page is refused before it is burned', async (name) => {
  const bytes = Buffer.from(await readFile(FIXTURES + name));
  bytes[bytes.length - 100] = (bytes.at(-100) ?? 0) ^ 1;
  const path = join(folder, name);
  await writeFile(path, bytes);
  await expect(openAudioFile(path)).rejects.toThrow(/an Ogg file that is damaged: the checksum of its page at byte/);
});

test('an Ogg file whose last page is missing is burned, and a note says that its end may be missing', async () => {
  // The second stream of a chained file without its last page: the header pages have no sound.
  const bytes = await readFile(`${FIXTURES}chained.ogg`);
  const lastPage = bytes.lastIndexOf('OggS');
  const path = join(folder, 'no-end.ogg');
  await writeFile(path, bytes.subarray(0, lastPage));
  expect((await openAudioFile(path)).notes?.join()).toContain('its end may be missing');
  expect((await openAudioFile(`${FIXTURES}chained.ogg`)).notes).toBeUndefined();
});

test('the lossy part of a hybrid WavPack file is burned, and a note says so', async () => {
  expect((await openAudioFile(`${FIXTURES}hybrid.wv`)).notes?.join()).toContain('correction file (.wvc) is not read');
});
