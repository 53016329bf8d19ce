import { describe, expect, test } from '@jest/globals';
import { CharacterCode } from '../../src/cd/cd-text/index.ts';
import type { BurnOptions } from '../../src/write/burn.ts';
import { TrackFormats } from '../../src/write/engine/track-format.ts';
import type { TrackProperties, TrackSource } from '../../src/write/engine/track-source.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { burn, tamperedDrive } from './support.ts';

async function refusalOf(sources: readonly TrackSource[], options: BurnOptions = {}): Promise<unknown> {
  const { drive, transport } = tamperedDrive();
  const error: unknown = await burn(drive, sources, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(transport.sent(0x00)).toEqual([]);
  return error;
}

const block = (title: string) => ({
  language: 9,
  characterCode: CharacterCode.Iso8859,
  firstTrack: 1,
  album: { title },
  tracks: [{ title: 'one' }],
});

describe('what tracks carry is checked before the drive is touched', () => {
  test.each<[string, TrackProperties, RegExp]>([
    ['an ISRC that is too short', { isrc: 'GBAYE680001' }, /the ISRC of a is 'GBAYE680001', not 12 characters/],
    ['an ISRC with hyphens', { isrc: 'GB-AYE-68-00011' }, /without hyphens/],
    ['an ISRC in lower case', { isrc: 'gbaye6800011' }, /in capitals/],
    ['a pregap of half a block', { pregapBlocks: 0.5 }, /the pregap of a is 0.5 blocks/],
    ['a pregap that leaves no track', { pregapBlocks: 400 }, /has 400 blocks, but all of it has only 400/],
    ['indexes in the wrong order', { indexBlocks: [20, 10] }, /INDEX 3 of a is at block 10 .* not after INDEX 2/],
    ['an index at the start', { indexBlocks: [0] }, /INDEX 2 of a is at block 0 .* not after INDEX 1/],
    ['an index after the end', { pregapBlocks: 10, indexBlocks: [390] }, /but it ends at block 390/],
    ['more than 99 indexes', { indexBlocks: Array.from({ length: 99 }, (_, at) => at + 1) }, /100 indexes/],
  ])('%s', async (_name, properties, message) => {
    expect(await refusalOf([{ ...blocksOfNoise(400, 1, { name: 'a' }), ...properties }])).toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(message),
    });
  });

  test('pre-emphasis of a data track', async () => {
    const source = { ...blocksOfNoise(400), format: TrackFormats.mode1, preEmphasis: true };
    expect(await refusalOf([source])).toMatchObject({ message: expect.stringMatching(/only audio can have preEmph/) });
  });

  test.each<[string, BurnOptions, RegExp]>([
    ['a catalogue number of 12 digits', { catalogueNumber: '123456789012' }, /'123456789012', not 13 digits.* UPC/],
    ['nine languages', { cdText: Array.from({ length: 9 }, () => block('a')) }, /at most 8 languages/],
    ['a character that the code does not have', { cdText: [block('\u732b')] }, /CD-TEXT cannot hold/],
  ])('%s', async (_name, options, message) => {
    expect(await refusalOf([blocksOfNoise(400)], options)).toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(message),
    });
  });
});
