import { execFile } from 'node:child_process';
import { chmod, mkdir, open, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AudioFormatError, openAudioFile, type PcmTrack } from '../../src/audio/index.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { chunk, ds64, format, pcm, readAll, readThrough, riff } from './wav-builder.ts';

const folder = temporaryFolder();

/** Resolves with the path. */
async function write(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const wav = (sound: Uint8Array): Buffer => riff([format(), chunk('data', sound), chunk('LIST', pcm(20))]);

const refusal = (action: Promise<unknown>) => rejectionOf(action, AudioFormatError);

/** A sparse file. */
async function sparse(name: string, header: Uint8Array, sizeBytes: number, tail: Uint8Array): Promise<string> {
  const path = await write(name, header);
  const file = await open(path, 'r+');
  await file.truncate(sizeBytes);
  await file.write(tail, 0, tail.length, sizeBytes - tail.length);
  await file.close();
  return path;
}

describe('a WAV file', () => {
  test('gives the same bytes in chunks, through a reader and when read again', async () => {
    const sound = pcm(600_000);
    const track = await openAudioFile(await write('good.wav', wav(sound)));
    expect(track).toMatchObject({ name: 'good.wav', lengthBytes: 600_000, repeatable: true });
    expect((await readAll(track)).equals(sound)).toBe(true);
    expect((await readThrough(track, 63_504)).equals(sound)).toBe(true);
    expect((await readAll(track)).equals(sound)).toBe(true);
  });

  test('is recognized by its content, regardless of its name', async () => {
    for (const name of ['track', 'track.raw', 'track.mp3', 'TRACK.WAV']) {
      const track = await openAudioFile(await write(name, wav(pcm(40))));
      expect(track.lengthBytes).toBe(40);
    }
  });

  test('closes the file when its chunks are not read to the end', async () => {
    const track = await openAudioFile(await write('part.wav', wav(pcm(600_000))));
    for await (const bytes of track.open()) {
      expect(bytes.length).toBe(262_144);
      break;
    }
    const reader = await track.openReader();
    await reader.close();
    await reader.close();
    await expect(reader.read(new Uint8Array(4))).rejects.toThrow('closed');
  });

  test('of 200 MB is read through one buffer', async () => {
    const bytes = 200_000_000;
    const header = riff([format(), chunk('data', pcm(0), { declared: bytes })], { declared: bytes + 36 });
    const track = await openAudioFile(await sparse('cd.wav', header, header.length + bytes, pcm(8)));
    const reader = await track.openReader();
    const buffer = new Uint8Array(1_048_576);
    const before = process.memoryUsage();
    let most = 0;
    let total = 0;
    for (let count = await reader.read(buffer); count > 0; count = await reader.read(buffer)) {
      total += count;
      if (total === bytes) expect([...buffer.subarray(count - 8, count)]).toEqual([...pcm(8)]);
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      most = Math.max(most, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers);
    }
    await reader.close();
    expect(total).toBe(bytes);
    expect(most).toBeLessThan(32_000_000);
  });

  test('of more than 4 GiB (RF64) has the right length and last bytes', async () => {
    const bytes = 2 ** 32 + 40_000;
    const parts = [ds64(BigInt(bytes + 72), BigInt(bytes)), format(), chunk('data', pcm(0), { declared: 0xffff_ffff })];
    const header = riff(parts, { id: 'RF64', declared: 0xffff_ffff });
    const track = await openAudioFile(await sparse('large.wav', header, header.length + bytes, pcm(4)));
    expect(track.lengthBytes).toBe(bytes);
    const reader = await track.openReader();
    expect(await reader.read(new Uint8Array(2352))).toBe(2352);
    await reader.close();
  });
});

describe('PCM without a header', () => {
  test.each(['a.pcm', 'b.raw', 'c.CDDA', 'd.bin'])('%s is accepted by its name', async (name) => {
    const track = await openAudioFile(await write(name, pcm(4000)));
    expect((await readAll(track)).equals(pcm(4000))).toBe(true);
  });

  test('any other file with the option, even one that looks like another format', async () => {
    const bytes = wav(pcm(40));
    const track = await openAudioFile(await write('e.dat', bytes), { headerless: true });
    expect((await readAll(track)).equals(bytes)).toBe(true);
  });

  test('must be whole samples', async () => {
    const error = await refusal(openAudioFile(await write('odd.pcm', pcm(4001))));
    expect(error.found).toContain('4,001 bytes are not whole');
    expect(error.remedy).toContain('-f s16le');
  });

  test('may begin like an MP3 frame, but not with a signature', async () => {
    const start = (bytes: number[]): Uint8Array => Uint8Array.from([...bytes, ...pcm(40)]);
    expect((await openAudioFile(await write('f.raw', start([0xff, 0xfb, 0x90, 0])))).lengthBytes).toBe(44);
    const flac = await write('g.raw', start([...Buffer.from('fLaC')]));
    expect((await refusal(openAudioFile(flac))).found).toContain('a FLAC file');
    const data = await write('h.bin', start([0, ...Array<number>(10).fill(0xff), 0]));
    expect((await refusal(openAudioFile(data))).found).toContain('data CD');
  });
});

describe('a disc image that is named .bin', () => {
  const withText = (at: number, text: string, lengthBytes: number): Buffer => {
    const bytes = Buffer.alloc(lengthBytes);
    bytes.write(text, at, 'latin1');
    return bytes;
  };

  test.each([
    ['ISO 9660', 16 * 2_048 + 1, 'CD001'],
    ['UDF', 16 * 2_048 + 1, 'BEA01'],
    ['ISO 9660 in blocks of Mode 1', 16 * 2_352 + 17, 'CD001'],
    ['ISO 9660 in blocks of Mode 2', 16 * 2_352 + 25, 'CD001'],
    ['ISO 9660 in blocks of 2,336 bytes', 16 * 2_336 + 9, 'CD001'],
    ['ISO 9660 with sub-channel', 16 * 2_448 + 17, 'CD001'],
  ])('%s is refused', async (_, at, text) => {
    const error = await refusal(openAudioFile(await write('data.bin', withText(at, text, 20 * 2_448))));
    expect(error.found).toContain('an image of a data disc');
    expect(error.remedy).toMatch(/its CUE sheet; .* ends with \.iso/);
  });

  const image = (...tracks: string[]) => ['FILE "disc.bin" BINARY', ...tracks].join('\n');

  test.each([
    ['our own export', image('  TRACK 01 AUDIO', '  TRACK 02 AUDIO'), 'it has 2 tracks'],
    ['one in UTF-16', Buffer.from(`\ufeff${image('TRACK 01 AUDIO', 'TRACK 02 AUDIO')}`, 'utf16le'), 'it has 2 tracks'],
    ['one with a data track', image('TRACK 01 MODE1/2352'), 'it has a data track'],
  ])('%s is refused by the CUE sheet next to it', async (_, sheet, words) => {
    await write('disc.cue', Buffer.from(sheet as string));
    const path = await write('disc.bin', pcm(4_000));
    const error = await refusal(openAudioFile(path));
    expect(error.found).toContain(`according to disc.cue next to it, ${words}`);
    expect(error.remedy).toMatch(/a file of its own.*name it \.pcm/);
    expect((await openAudioFile(path, { headerless: true })).lengthBytes).toBe(4_000);
  });

  test.each([
    ['has one audio track', image('TRACK 01 AUDIO')],
    ['names another file', 'FILE "other.bin" BINARY\nTRACK 01 AUDIO\nTRACK 02 AUDIO'],
    ['is not a sheet', 'some notes about disc.bin'],
  ])('a CUE sheet next to it that %s changes nothing', async (_, sheet) => {
    await write('disc.cue', Buffer.from(sheet));
    expect((await openAudioFile(await write('disc.bin', pcm(4_000)))).lengthBytes).toBe(4_000);
  });

  test('a pipe with the name of the sheet is not opened', async () => {
    await rm(join(folder, 'disc.cue'), { force: true });
    if (process.platform !== 'win32') await promisify(execFile)('mkfifo', [join(folder, 'disc.cue')]);
    expect((await openAudioFile(await write('disc.bin', pcm(4_000)))).lengthBytes).toBe(4_000);
  });
});

describe('other files are named in the error, where there is no ffmpeg', () => {
  const { PATH } = process.env;
  beforeAll(() => {
    process.env['PATH'] = '';
  });
  afterAll(() => {
    process.env['PATH'] = PATH;
  });

  const ogg = (text: string): Buffer =>
    Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from(text, 'latin1')]);
  test.each([
    ['MP3 with ID3', Buffer.from('ID3\x04\0\0\0\0\0\0'), 'an MP3 file'],
    ['MP3', Buffer.from('fffb9064000000000000', 'hex'), 'an MP3 file'],
    ['AAC', Buffer.from('fff15080', 'hex'), 'an AAC file'],
    ['Ogg', ogg('something'), 'an Ogg file'],
    ['M4A', Buffer.from('\0\0\0\x20ftypM4A \0\0\0\0'), 'an M4A file'],
    ['RIFX', Buffer.from('RIFX\0\0\0\x24WAVEfmt '), 'a big-endian WAV file'],
    ['AVI', Buffer.from('RIFF\x24\0\0\0AVI LIST'), 'a film (AVI)'],
    ['RIFF', Buffer.from('RIFF\x24\0\0\0PAL data'), 'a RIFF file that is not WAVE'],
  ])('%s', async (_, bytes, words) => {
    const path = await write("it's a file.wav", bytes);
    const error = await refusal(openAudioFile(path));
    expect(error).toMatchObject({ name: 'AudioFormatError', path });
    expect(error.found).toContain(words);
    expect(error.message).toContain(`${path}: `);
    expect(error.remedy).toMatch(/ffmpeg -i .* -ar 44100 -c:a pcm_s16le /);
  });
});

describe('what is not a readable file', () => {
  test.each([false, true])('missing (headerless: %s)', async (headerless) => {
    const error = await refusal(openAudioFile(join(folder, 'missing.wav'), { headerless }));
    expect(error.found).toBe('there is no such file [ENOENT]');
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
  });

  test('a relative path is shown in full', async () => {
    expect((await refusal(openAudioFile('missing.wav'))).remedy).toContain(process.cwd());
  });

  test('empty', async () => {
    for (const name of ['empty.wav', 'empty.pcm']) {
      expect((await refusal(openAudioFile(await write(name, pcm(0))))).found).toBe('an empty file');
    }
  });

  test('a directory', async () => {
    await mkdir(join(folder, 'album.wav'));
    expect((await refusal(openAudioFile(join(folder, 'album.wav')))).found).toContain('a directory');
  });

  test('a device', async () => {
    if (process.platform === 'win32') return;
    expect((await refusal(openAudioFile('/dev/null', { headerless: true }))).found).toContain('a device');
  });

  test('a pipe, without waiting for its writer', async () => {
    if (process.platform === 'win32') return;
    await promisify(execFile)('mkfifo', [join(folder, 'pipe.wav')]);
    expect((await refusal(openAudioFile(join(folder, 'pipe.wav')))).found).toContain('a pipe');
  });

  test('a link that points to itself', async () => {
    if (process.platform === 'win32') return;
    await symlink('round.wav', join(folder, 'round.wav'));
    expect((await refusal(openAudioFile(join(folder, 'round.wav')))).found).toContain('ELOOP');
  });

  test('a file without read permission', async () => {
    if (process.platform === 'win32' || process.getuid?.() === 0) return;
    const path = await write('secret.wav', wav(pcm(40)));
    await chmod(path, 0);
    expect((await refusal(openAudioFile(path))).found).toContain('you do not have permission to read this file');
  });

  test('an impossible path', async () => {
    expect((await refusal(openAudioFile('a\0b.wav'))).found).toContain('could not be read');
  });
});

describe('a file that changes', () => {
  const opened = async (name: string): Promise<{ path: string; track: PcmTrack }> => {
    const path = await write(name, riff([format(), chunk('data', pcm(10_000))]));
    await utimes(path, 1000, 1000);
    return { path, track: await openAudioFile(path) };
  };

  test('after it was checked cannot be opened', async () => {
    const { path, track } = await opened('later.wav');
    await writeFile(path, riff([format(), chunk('data', pcm(10_004))]));
    expect((await refusal(track.openReader())).found).toContain('it had 10,044 bytes and now has 10,048');
    expect((await refusal(readAll(track))).found).toContain('was changed');
  });

  test('by shrinking while it is read is an error, not silence', async () => {
    const { path, track } = await opened('shrinks.wav');
    const reader = await track.openReader();
    expect(await reader.read(new Uint8Array(2352))).toBe(2352);
    await truncate(path, 5000);
    expect((await refusal(reader.read(new Uint8Array(9000)))).found).toContain('it had 10,044 bytes and now has 5,000');
    await reader.close();
  });

  test('by being written to while it is read is an error at the end', async () => {
    const { path, track } = await opened('rewritten.wav');
    const reader = await track.openReader();
    await reader.read(new Uint8Array(2352));
    await writeFile(path, Buffer.alloc(10_044));
    expect((await refusal(reader.read(new Uint8Array(10_000)))).found).toContain('it was written to');
    await reader.close();
  });

  test('by vanishing is an error', async () => {
    const { path, track } = await opened('gone.wav');
    await rm(path);
    expect((await refusal(track.openReader())).found).toContain('ENOENT');
  });
});

test('files of arbitrary bytes cause nothing but an AudioFormatError', async () => {
  const names = fc.constantFrom('any.wav', 'any.raw', 'any');
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc.uint8Array({ maxLength: 100 }).map((body) => riff([format(), body])),
  );
  await fc.assert(
    fc.asyncProperty(names, anyBytes, async (name, bytes) => {
      const path = await write(name, bytes);
      try {
        const track = await openAudioFile(path);
        expect((await readAll(track)).length).toBe(track.lengthBytes);
      } catch (error) {
        expect(error).toBeInstanceOf(AudioFormatError);
      }
    }),
    { numRuns: 100 },
  );
});
