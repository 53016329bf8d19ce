import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { AudioFormatError, openAudioStream, spoolTrack, UNKNOWN_LENGTH } from '../../../src/audio/index.ts';
import { pcmTrackFromIterable } from '../../../src/audio/pcm-track.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { chunk, format, pcm, riff } from '../wav-builder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** As a pipe brings it: in pieces of an odd size. */
async function* pipe(bytes: Uint8Array, pieceBytes = 7_001): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function bytesOf(track: { open(): AsyncIterable<Uint8Array> }): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const each of track.open()) all.push(each);
  return Buffer.concat(all);
}

const SOUND = pcm(200_000);
const header = (declared: number) => riff([format(), chunk('data', Buffer.alloc(0), { declared })]).subarray(0, 44);

describe('sound as on a CD flows', () => {
  test.each([
    ['0, as a program that never knows', 0],
    ['FFFFFFFFh, as ffmpeg', 0xffff_ffff],
    ['7FFFF000h, as SoX', 0x7fff_f000],
  ])('a WAV with a length of %s is of unknown length', async (_what, declared) => {
    const track = await openAudioStream(pipe(Buffer.concat([header(declared), SOUND])), { name: 'pipe', folder });
    expect(track).toMatchObject({ name: 'pipe', lengthBytes: UNKNOWN_LENGTH, repeatable: false });
    expect((await bytesOf(track)).equals(SOUND)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a WAV with its length has that, and what follows the sound is left out', async () => {
    const wav = riff([format(), chunk('LIST', pcm(30)), chunk('data', SOUND), chunk('id3 ', pcm(100))]);
    const track = await openAudioStream(pipe(wav), { name: 'pipe', folder });
    expect(track).toMatchObject({ lengthBytes: SOUND.length, repeatable: false });
    expect((await bytesOf(track)).equals(SOUND)).toBe(true);
  });

  test('samples without a header do, and one that the pipe ends in is completed', async () => {
    const track = await openAudioStream(pipe(SOUND.subarray(0, 99_998)), { name: 'pipe', folder, rawFormat: {} });
    expect(track.lengthBytes).toBe(UNKNOWN_LENGTH);
    const expected = Buffer.concat([SOUND.subarray(0, 99_998), Buffer.alloc(2)]);
    expect((await bytesOf(track)).equals(expected)).toBe(true);
  });

  test('closing it ends the stream, whether it was read or not', async () => {
    let ended = false;
    async function* watched() {
      try {
        yield* pipe(Buffer.concat([header(0), SOUND]));
      } finally {
        ended = true;
      }
    }
    await (await openAudioStream(watched(), { name: 'pipe', folder }))[Symbol.asyncDispose]();
    expect(ended).toBe(true);
  });
});

describe('anything else is read into a temporary file first', () => {
  test('another rate, and FLAC: by content, with the length that comes of it', async () => {
    const wav = riff([format({ rateHz: 48_000 }), chunk('data', SOUND, { declared: 0xffff_ffff })]);
    const flac = await readFile(new URL('../../../fixtures/sound/source.flac', import.meta.url));
    for (const [bytes, lengthBytes] of [
      [wav, Math.round((50_000 * 44_100) / 48_000) * 4],
      [flac, undefined],
    ] as const) {
      const track = await openAudioStream(pipe(bytes), { name: 'pipe', folder });
      expect(track).toMatchObject({ name: 'pipe', repeatable: true });
      if (lengthBytes !== undefined) expect(track.lengthBytes).toBe(lengthBytes);
      expect(await bytesOf(track)).toHaveLength(track.lengthBytes);
      expect(readdirSync(folder)).toHaveLength(1);
      await track[Symbol.asyncDispose]();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test('what is no sound is refused under its own name, and nothing stays', async () => {
    const error = await rejectionOf(
      openAudioStream(pipe(Buffer.from('words')), { name: 'pipe', folder }),
      AudioFormatError,
    );
    expect(error.message).toMatch(/^pipe: a text file, not audio/);
    const empty = await rejectionOf(openAudioStream(pipe(Buffer.alloc(0)), { name: 'pipe', folder }), AudioFormatError);
    expect(empty.message).toMatch(/^pipe: ended without any sound/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('spoolTrack', () => {
  test('gives a track a length, and lets it be read again and from anywhere', async () => {
    const track = await spoolTrack(
      { ...pcmTrackFromIterable(pipe(SOUND), { name: 'pipe' }), pregapBlocks: 3 },
      { folder },
    );
    expect(track).toMatchObject({ name: 'pipe', lengthBytes: SOUND.length, repeatable: true, pregapBlocks: 3 });
    expect((await bytesOf(track)).equals(SOUND)).toBe(true);
    const reader = await track.openReaderAt?.(1_000);
    const target = new Uint8Array(500);
    expect(await reader?.read(target)).toBe(500);
    expect(Buffer.from(target).equals(SOUND.subarray(1_000, 1_500))).toBe(true);
    await reader?.close();
    await track[Symbol.asyncDispose]();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves nothing when the source fails, when it is stopped, and where there is no folder', async () => {
    async function* failing() {
      yield SOUND;
      throw new Error('the pipe broke');
    }
    await expect(spoolTrack(pcmTrackFromIterable(failing(), { name: 'pipe' }), { folder })).rejects.toThrow(
      'the pipe broke',
    );
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(spoolTrack(pcmTrackFromIterable(pipe(SOUND), { name: 'pipe' }), { folder, signal })).rejects.toThrow(
      'stopped',
    );
    expect(readdirSync(folder)).toEqual([]);
    const nowhere = spoolTrack(pcmTrackFromIterable(pipe(SOUND), { name: 'pipe' }), { folder: `${folder}/none` });
    await expect(nowhere).rejects.toThrow(/pipe: cannot be kept in .*none until it is burned: .*TMPDIR/);
    expect(existsSync(`${folder}/none`)).toBe(false);
  });
});
