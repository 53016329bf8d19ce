import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AudioFormatError } from '../../src/audio/index.ts';
import { locateWavAudio } from '../../src/audio/wav.ts';
import { chunk, format, inMemory, riff, subFormatOf } from './wav-builder.ts';

const otherChunk = fc
  .record({
    id: fc.constantFrom('LIST', 'fact', 'bext', 'JUNK', 'cue ', 'id3 ', 'iXML'),
    body: fc.uint8Array({ maxLength: 70 }),
    pad: fc.boolean(),
  })
  .map(({ id, body, pad }) => chunk(id, body, { pad }));

const sound = fc
  .uint8Array({ minLength: 4, maxLength: 600 })
  .map((bytes) => bytes.slice(0, bytes.length - (bytes.length % 4)));

const formatChunk = fc.constantFrom(
  format(),
  format({ extension: { validBits: 16, mask: 3, subFormat: subFormatOf(1) } }),
);

const layout = fc.record({
  sound,
  formatChunk,
  formatFirst: fc.boolean(),
  before: fc.array(otherChunk, { maxLength: 3 }),
  between: fc.array(otherChunk, { maxLength: 3 }),
  behind: fc.array(otherChunk, { maxLength: 3 }),
});

describe('any WAV', () => {
  test('returns the audio that was put in, whatever surrounds it', async () => {
    await fc.assert(
      fc.asyncProperty(layout, async (parts) => {
        const data = chunk('data', parts.sound);
        const [first, second] = parts.formatFirst ? [parts.formatChunk, data] : [data, parts.formatChunk];
        const file = riff([...parts.before, first, ...parts.between, second, ...parts.behind]);
        const { startBytes, lengthBytes } = await locateWavAudio(inMemory(file));
        expect(Buffer.from(parts.sound).equals(file.subarray(startBytes, startBytes + lengthBytes))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('cut anywhere before its end is refused, never shortened', async () => {
    await fc.assert(
      fc.asyncProperty(layout, fc.nat(), async (parts, place) => {
        const file = riff([...parts.before, parts.formatChunk, ...parts.between, chunk('data', parts.sound)]);
        const cut = file.subarray(0, place % file.length);
        await expect(locateWavAudio(inMemory(cut))).rejects.toBeInstanceOf(AudioFormatError);
      }),
      { numRuns: 200 },
    );
  });
});

describe('arbitrary bytes', () => {
  const located = async (file: Uint8Array): Promise<void> => {
    try {
      const { startBytes, lengthBytes } = await locateWavAudio(inMemory(file));
      expect(lengthBytes).toBeGreaterThan(0);
      expect(lengthBytes % 4).toBe(0);
      expect(startBytes + lengthBytes).toBeLessThanOrEqual(file.length);
    } catch (error) {
      expect(error).toBeInstanceOf(AudioFormatError);
    }
  };

  test('after a WAV header', async () => {
    const ids = fc.constantFrom('RIFF', 'RF64', 'BW64');
    await fc.assert(
      fc.asyncProperty(ids, fc.uint8Array({ maxLength: 200 }), (id, body) => located(riff([body], { id }))),
      { numRuns: 200 },
    );
  });

  test('after chunk headers', async () => {
    const header = fc.record({
      id: fc.constantFrom('ds64', 'fmt ', 'data', 'LIST'),
      declared: fc.oneof(fc.nat({ max: 64 }), fc.integer({ min: 0, max: 0xffff_ffff }), fc.constant(0xffff_ffff)),
      body: fc.uint8Array({ maxLength: 64 }),
    });
    const ids = fc.constantFrom('RIFF', 'RF64');
    await fc.assert(
      fc.asyncProperty(ids, fc.array(header, { maxLength: 5 }), (id, headers) =>
        located(
          riff(
            headers.map(({ id: name, declared, body }) => chunk(name, body, { declared })),
            { id },
          ),
        ),
      ),
      { numRuns: 300 },
    );
  });

  test('changed in one place of a good file', async () => {
    const good = riff([format(), chunk('LIST', new Uint8Array(9)), chunk('data', new Uint8Array(100))]);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.integer({ min: 0, max: 255 }), (place, value) => {
        const file = Uint8Array.from(good);
        file[place] = value;
        return located(file);
      }),
      { numRuns: 300 },
    );
  });
});
