import { describe, expect, test } from '@jest/globals';
import { AudioFormatError } from '../../src/audio/index.ts';
import { locateAudioFile } from '../../src/audio/locate-audio.ts';
import { rejectionOf } from '../support/rejection.ts';
import { chunk, format, inMemory, pcm, riff } from './wav-builder.ts';

/*
 * Headers that are wrong: either all of the audio is found, or the file is refused with the true reason.
 */

const SOUND = pcm(400);
const WHOLE = riff([format(), chunk('data', SOUND)]);
const LIST = chunk('LIST', pcm(26));

/** A file with one `data` chunk of this declared length; the RIFF size is the file's unless given. */
const withLength = (declared: number, { riffBytes = -1, after = Buffer.alloc(0) as Uint8Array } = {}) =>
  riff([format(), chunk('data', SOUND, { declared }), after], { declared: riffBytes });

const locate = (file: Uint8Array) => locateAudioFile(inMemory(file), { headerless: false });

async function audioIn(file: Uint8Array): Promise<Uint8Array> {
  const { startBytes, lengthBytes } = await locate(file);
  return Uint8Array.from(file.subarray(startBytes, startBytes + lengthBytes));
}
const refusal = (file: Uint8Array) => rejectionOf(locate(file), AudioFormatError);

describe('a data size that is too large', () => {
  test.each([4, 8, 16, 36, 44])('by %d, in a file that is as long as RIFF says: all of the audio', async (more) => {
    expect(await audioIn(withLength(400 + more))).toEqual(SOUND);
  });

  test.each([4, 16, 44])('by %d, with chunks after the audio: those are not burned', async (more) => {
    expect(await audioIn(withLength(400 + more, { after: LIST }))).toEqual(SOUND);
    expect(await audioIn(withLength(400 + more, { after: Buffer.concat([LIST, LIST]) }))).toEqual(SOUND);
  });

  test.each([4, 16, 44])('by %d, and RIFF too: truncated, or a wrong header', async (more) => {
    const { found } = await refusal(withLength(400 + more, { riffBytes: WHOLE.length - 8 + more }));
    expect(found).toContain(`it declares ${400 + more} bytes of audio, ${more} more than the file has`);
  });

  test('by more: truncated', async () => {
    for (const riffBytes of [-1, 4_036]) {
      const { found } = await refusal(withLength(4_000, { riffBytes }));
      expect(found).toContain('a truncated WAV file: its "data" chunk should have 4,000 bytes');
    }
  });
});

describe('a data size that is too small', () => {
  test.each([4, 16, 44, 399 - 3])('by %d: the file is refused, not cut', async (less) => {
    const { found } = await refusal(withLength(400 - less));
    expect(found).toContain(
      `it declares ${400 - less} bytes of audio, and ${less} more follow that belong to no chunk`,
    );
  });

  test('0, with audio after it, whatever RIFF says: all of the audio', async () => {
    for (const riffBytes of [-1, 0, 36, 0xffff_ffff])
      expect(await audioIn(withLength(0, { riffBytes }))).toEqual(SOUND);
  });

  test('0, with nothing but other chunks after it, whatever RIFF says: there is no audio', async () => {
    for (const declared of [-1, 0, 36]) {
      const { found } = await refusal(riff([format(), chunk('data', pcm(0)), LIST, LIST], { declared }));
      expect(found).toContain('its "data" chunk is empty');
    }
  });

  test.each([
    ['a tag of ID3v1', Buffer.concat([Buffer.from('TAG'), pcm(125)])],
    ['a tag of ID3v2', Buffer.concat([Buffer.from('ID3'), pcm(2_000)])],
    ['an APE tag', Buffer.from('APETAGEX with something')],
    ['zeros', Buffer.alloc(60_000)],
    ['less than a sample', Buffer.from([1, 2, 3])],
  ])('is not what it looks like with %s after the audio', async (_, after) => {
    expect(await audioIn(Buffer.concat([WHOLE, after]))).toEqual(SOUND);
  });
});

describe('more than one piece of audio', () => {
  test('two WAV files joined into one', async () => {
    const { found } = await refusal(Buffer.concat([WHOLE, WHOLE]));
    expect(found).toBe('two WAV files joined into one: the second begins at byte 444');
    const tagged = riff([format(), chunk('data', SOUND), LIST]);
    expect((await refusal(Buffer.concat([tagged, WHOLE]))).found).toContain('the second begins at byte 478');
  });

  test('two data chunks', async () => {
    const file = riff([format(), chunk('data', SOUND), LIST, chunk('data', pcm(80))]);
    expect((await refusal(file)).found).toContain('more than one "data" chunk (of 400 and 80 bytes)');
    const before = riff([chunk('data', SOUND), chunk('data', pcm(80)), format()]);
    expect((await refusal(before)).found).toContain('more than one "data" chunk');
    expect(await audioIn(riff([format(), chunk('data', SOUND), chunk('data', pcm(0))]))).toEqual(SOUND);
  });
});

describe('an ID3v2 tag in front', () => {
  const tag = (bytes: number, flags = 0) =>
    Buffer.concat([
      Buffer.from([0x49, 0x44, 0x33, 4, 0, flags, 0, 0, Math.floor(bytes / 128), bytes % 128]),
      pcm(bytes),
    ]);

  test.each([
    ['one', tag(300)],
    ['an empty one', tag(0)],
    ['one with a footer', Buffer.concat([tag(300, 0x10), Buffer.alloc(10)])],
    ['two', Buffer.concat([tag(20), tag(1_000)])],
  ])('%s is passed over', async (_, front) => {
    expect(await audioIn(Buffer.concat([front, WHOLE]))).toEqual(SOUND);
  });

  test('what follows it is named', async () => {
    expect((await refusal(Buffer.concat([tag(300), Buffer.from('fLaC\0\0\0\x22')]))).found).toBe('a FLAC file');
    expect((await refusal(Buffer.concat([tag(300), Buffer.from('fffb9064', 'hex')]))).found).toBe('an MP3 file');
    const wrong = riff([format({ channels: 1 }), chunk('data', SOUND)]);
    expect((await refusal(Buffer.concat([tag(300), wrong]))).found).toContain('mono');
  });
});
