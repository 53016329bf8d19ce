import { describe, expect, test } from '@jest/globals';
import { CharacterCode } from '../../src/cd/cd-text/index.ts';
import { getConfiguration } from '../../src/mmc/commands/get-configuration.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { type BurnAudioOptions, chooseRecipe } from '../../src/write/choose-recipe.ts';
import type { TrackProperties } from '../../src/write/engine/track-source.ts';
import { cdRaw } from '../../src/write/recipes/cd-raw/cd-raw.ts';
import { cdSessionAtOnce } from '../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { cdTrackAtOnce } from '../../src/write/recipes/cd-tao/cd-track-at-once.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { checkCondition, drainGenerator, on } from '../support/tampered-transport.ts';
import { tamperedDrive } from './support.ts';

const cdText = [
  { language: 9, characterCode: CharacterCode.Iso8859, firstTrack: 1, album: { title: 'A' }, tracks: [{}, {}] },
];

const tracks = (properties: TrackProperties = {}) => [
  blocksOfNoise(310, 1),
  { ...blocksOfNoise(400, 2, { name: 'b' }), ...properties },
];

/** A drive whose feature 002Eh says that it has no Session-At-Once; nor, unless `raw`, RAW. */
const withoutSessionAtOnce = ({ raw = false } = {}) =>
  tamperedDrive(
    on(0x46, async (_count, next) => {
      const reply = await next();
      if (reply.outcome !== 'answered') return reply;
      const data = reply.data.slice();
      const at = data.findIndex((byte, index) => index >= 8 && byte === 0x00 && data[index + 1] === 0x2e);
      data[at + 4] = (data[at + 4] ?? 0) & (raw ? ~0x20 : ~0x28);
      return { ...reply, data };
    }),
  );

describe('the way of writing', () => {
  test.each<[string, TrackProperties, BurnAudioOptions, string[]]>([
    ['no pauses', {}, { gapless: true }, ['no pauses between the tracks']],
    ['a pregap', { pregapBlocks: 10 }, {}, ['pregaps']],
    ['indexes', { indexBlocks: [10] }, {}, ['indexes']],
    ['four channels', { fourChannel: true }, {}, ['four channels']],
    ['CD-TEXT', {}, { cdText }, ['CD-TEXT']],
  ])('%s: Session-At-Once', async (_name, properties, options, needs) => {
    const { drive } = tamperedDrive();
    expect(await chooseRecipe(drive, tracks(properties), options)).toEqual({ recipe: cdSessionAtOnce, needs });
  });

  test('is Track-At-Once for plain tracks and codes, without a question to the drive', async () => {
    const { drive, transport } = tamperedDrive();
    const plain = tracks({ isrc: 'GBAYE6800011', preEmphasis: true });
    expect(await chooseRecipe(drive, plain)).toEqual({ recipe: cdTrackAtOnce, needs: [] });
    expect(transport.cdbs).toEqual([]);
  });

  test('is what the caller says', async () => {
    const { drive } = tamperedDrive();
    expect((await chooseRecipe(drive, tracks(), { writeType: 'sao' })).recipe).toBe(cdSessionAtOnce);
    expect((await chooseRecipe(drive, tracks(), { writeType: 'tao', cdText })).recipe).toBe(cdTrackAtOnce);
    await expect(chooseRecipe(drive, tracks(), { writeType: 'tao', gapless: true })).rejects.toMatchObject({
      message: expect.stringMatching(/Track-At-Once has a pause between the tracks, but none is wanted/),
    });
  });

  test('is not Track-At-Once where sound or indexes would be lost: the error says what', async () => {
    const { drive, transport } = tamperedDrive();
    await expect(
      chooseRecipe(drive, tracks({ pregapBlocks: 75, indexBlocks: [10, 20] }), { writeType: 'tao' }),
    ).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringMatching(/would lose: 00:01:00 before track 2 \(b\), index 2, 3 of track 2 \(b\)/),
    });
    expect(transport.cdbs).toEqual([]);
  });

  test('on a drive without Session-At-Once, is an error where the sound would change, and Track-At-Once for texts', async () => {
    const { drive } = withoutSessionAtOnce();
    await expect(chooseRecipe(drive, tracks({ indexBlocks: [10] }), { gapless: true })).rejects.toMatchObject({
      code: 'UNSUITABLE_DRIVE',
      message: expect.stringMatching(/does not write Session-At-Once, .*: no pauses between the tracks, indexes/),
    });
    expect((await chooseRecipe(drive, tracks(), { cdText })).recipe).toBe(cdTrackAtOnce);
  });

  test('is not RAW 96 after a session', async () => {
    const { drive } = withoutSessionAtOnce({ raw: true });
    await expect(chooseRecipe(drive, tracks(), { gapless: true, afterSession: true })).rejects.toMatchObject({
      code: 'UNSUITABLE_DRIVE',
    });
  });

  test('is RAW 96 on a drive that has only that, if the disc is finalized', async () => {
    const { drive } = withoutSessionAtOnce({ raw: true });
    expect((await chooseRecipe(drive, tracks(), { gapless: true })).recipe).toBe(cdRaw);
    expect((await chooseRecipe(drive, tracks(), { cdText, ending: 'close-session' })).recipe).toBe(cdTrackAtOnce);
    const { result } = await drainGenerator(burnAudio(drive, tracks(), { gapless: true, verify: 'full' }));
    expect(result.disc.tracks.map(({ startLba }) => startLba)).toEqual([0, 310]);
  });

  test('is Session-At-Once on a drive that does not list its features', async () => {
    const { drive } = tamperedDrive(on(getConfiguration.spec.opcode, () => checkCondition(5, 0x20, 0)));
    expect((await chooseRecipe(drive, tracks(), { gapless: true })).recipe).toBe(cdSessionAtOnce);
  });

  test('with a disc that must stay open, is an error where the sound would change', async () => {
    const { drive } = tamperedDrive();
    await expect(chooseRecipe(drive, tracks(), { gapless: true, ending: 'leave-open' })).rejects.toMatchObject({
      message: expect.stringMatching(/Session-At-Once cannot leave the disc open/),
    });
    expect((await chooseRecipe(drive, tracks(), { cdText, ending: 'leave-open' })).recipe).toBe(cdTrackAtOnce);
  });

  test('burnAudio burns that way', async () => {
    const { drive, transport } = tamperedDrive();
    const { result } = await drainGenerator(burnAudio(drive, tracks(), { gapless: true, verify: 'full' }));
    expect(result.disc.tracks.map(({ startLba }) => startLba)).toEqual([0, 310]);
    expect(transport.sent(0x5d)).toHaveLength(1);
    expect(transport.sent(0x5b)).toEqual([]);
  });
});
