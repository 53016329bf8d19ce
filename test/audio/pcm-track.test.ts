import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AudioFormatError, pcmTrackFromBytes, pcmTrackFromIterable } from '../../src/audio/index.ts';
import { pcm, readAll, readThrough } from './wav-builder.ts';

function* inPieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at = Math.min(bytes.length, at + size);
  }
  yield bytes.subarray(at);
}

describe('a track from a source of bytes', () => {
  test('returns the bytes, however the source splits them and the reader requests them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1500 }),
        fc.array(fc.nat({ max: 900 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 3000 }),
        async (samples, sizes, bufferBytes) => {
          const bytes = pcm(samples * 4);
          const track = pcmTrackFromIterable(inPieces(bytes, sizes), { name: 'any', announcedBytes: bytes.length });
          expect((await readThrough(track, bufferBytes)).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('accepts streams, async generators and lists', async () => {
    const bytes = pcm(300_000);
    const later = async function* () {
      yield* inPieces(bytes, [1, 100_000]);
    };
    for (const source of [
      Readable.from(inPieces(bytes, [70_001])),
      later(),
      [bytes.subarray(0, 5), bytes.subarray(5)],
    ]) {
      const track = pcmTrackFromIterable(source, { name: 'any', announcedBytes: bytes.length });
      expect(track).toMatchObject({ name: 'any', lengthBytes: 300_000, repeatable: false });
      expect((await readAll(track)).equals(bytes)).toBe(true);
    }
  });

  test('can be read once', async () => {
    const track = pcmTrackFromIterable([pcm(8)], { name: 'once', announcedBytes: 8 });
    await readAll(track);
    await expect(track.openReader()).rejects.toThrow('once: was already read');
    await expect(readAll(track)).rejects.toBeInstanceOf(AudioFormatError);
  });

  test('that provides too little or too much fails while reading', async () => {
    const short = await pcmTrackFromIterable(inPieces(pcm(6), [4]), { name: 'short', announcedBytes: 8 }).openReader();
    await expect(short.read(new Uint8Array(2352))).rejects.toThrow(
      'announced as 8 bytes of PCM, but its source ended after 6',
    );
    const long = await pcmTrackFromIterable(inPieces(pcm(9), [8]), { name: 'long', announcedBytes: 8 }).openReader();
    await expect(long.read(new Uint8Array(8))).rejects.toThrow('but its source provides more (9 or more)');
    await expect(
      readAll(pcmTrackFromIterable(endless(), { name: 'endless', announcedBytes: 8 })),
    ).rejects.toBeInstanceOf(AudioFormatError);
  });

  test('that fails gives what it had before, to a reader that asks for some', async () => {
    const reader = await pcmTrackFromIterable(inPieces(pcm(6), [4]), { name: 'short', announcedBytes: 8 }).openReader();
    const target = new Uint8Array(2352);
    expect(await reader.readSome?.(target)).toBe(6);
    expect(Buffer.compare(target.subarray(0, 6), pcm(6))).toBe(0);
    await expect(reader.readSome?.(target)).rejects.toThrow('but its source ended after 6');
    await expect(reader.read(target)).rejects.toThrow('but its source ended after 6');
  });

  test('that is an array of another length is refused before anything is read', () => {
    expect(() => pcmTrackFromIterable([pcm(4), pcm(2)], { name: 'short', announcedBytes: 8 })).toThrow(
      'short: was announced as 8 bytes of PCM, but its source has 6',
    );
    expect(() => pcmTrackFromIterable([pcm(8), pcm(4)], { name: 'long', announcedBytes: 8 })).toThrow(
      'but its source has 12',
    );
  });

  test.each([
    ['nothing', undefined],
    ['a number', 8],
    ['bytes', pcm(8)],
    ['an object', {}],
  ])('that is %s is refused at once', (_, source) => {
    expect(() => pcmTrackFromIterable(source as never, { name: 'any', announcedBytes: 8 })).toThrow(
      'its source is not an iterable of',
    );
  });

  test('that provides something other than bytes, or fails, says so', async () => {
    const text = ['text'] as unknown as Uint8Array[];
    await expect(readAll(pcmTrackFromIterable(text, { name: 'text', announcedBytes: 8 }))).rejects.toThrow(
      'provided a value of type string instead of bytes',
    );
    const failing = async function* () {
      yield pcm(4);
      throw new Error('the decoder failed');
    };
    await expect(readAll(pcmTrackFromIterable(failing(), { name: 'failing', announcedBytes: 8 }))).rejects.toThrow(
      'the decoder failed',
    );
  });

  test.each([
    [undefined, 'it threw undefined instead of an error'],
    [null, 'it threw null instead of an error'],
    ['the decoder failed', 'the decoder failed'],
    [{ code: 5 }, 'it threw a value of type object instead of an error'],
  ])('that throws %p says so, and not that it is too short', async (thrown, words) => {
    const failing = async function* () {
      yield pcm(4);
      throw thrown;
    };
    await expect(readAll(pcmTrackFromIterable(failing(), { name: 'failing', announcedBytes: 8 }))).rejects.toThrow(
      `its source failed: ${words}`,
    );
    // What came before the failure is not lost, and the failure is not forgotten.
    const reader = await pcmTrackFromIterable(failing(), { name: 'failing', announcedBytes: 8 }).openReader();
    expect(await reader.readSome?.(new Uint8Array(8))).toBe(4);
    await expect(reader.readSome?.(new Uint8Array(8))).rejects.toThrow(`its source failed: ${words}`);
    await reader.close();
  });

  test('needs a length of whole samples', () => {
    for (const length of [0, -4, 6, 4.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => pcmTrackFromIterable([], { name: 'any', announcedBytes: length })).toThrow(AudioFormatError);
    }
  });

  test('closed early closes its source, and does not wait for one that hangs', async () => {
    let ended = false;
    const source = async function* () {
      try {
        yield pcm(8);
        await new Promise(() => undefined);
      } finally {
        ended = true;
      }
    };
    const reader = await pcmTrackFromIterable(source(), { name: 'any', announcedBytes: 16 }).openReader();
    await reader.read(new Uint8Array(4));
    await reader.close();
    expect(ended).toBe(true);
    await expect(reader.read(new Uint8Array(4))).rejects.toThrow('closed');

    const hanging = await pcmTrackFromIterable(source(), { name: 'any', announcedBytes: 16 }).openReader();
    hanging.read(new Uint8Array(16)).catch(() => undefined);
    await new Promise(setImmediate);
    await hanging.close();
  });

  test('closed while it is read ends the read', async () => {
    let giveMore = (): void => undefined;
    const source = async function* () {
      yield pcm(8);
      await new Promise<void>((resolve) => {
        giveMore = resolve;
      });
      yield pcm(8);
    };
    const reader = await pcmTrackFromIterable(source(), { name: 'any', announcedBytes: 16 }).openReader();
    const read = expect(reader.read(new Uint8Array(16))).rejects.toThrow('closed');
    await new Promise(setImmediate);
    await reader.close();
    giveMore();
    await read;
  });
});

function* endless(): Generator<Uint8Array> {
  for (;;) yield pcm(3);
}

describe('a track from bytes', () => {
  test('can be read again and again', async () => {
    const bytes = pcm(3000);
    const track = pcmTrackFromBytes(bytes, { name: 'tone' });
    expect(track).toMatchObject({ name: 'tone', lengthBytes: 3000, repeatable: true });
    expect((await readAll(track)).equals(bytes)).toBe(true);
    expect((await readThrough(track, 2352)).equals(bytes)).toBe(true);
  });

  test('needs whole samples', () => {
    expect(() => pcmTrackFromBytes(pcm(0), { name: 'none' })).toThrow('without audio');
    expect(() => pcmTrackFromBytes(pcm(6), { name: 'odd' })).toThrow('not whole');
  });
});
