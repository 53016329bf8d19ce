import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { AUDIO_EXTENSIONS, HEADERLESS_EXTENSIONS, isSoundOfFolder } from '../../src/audio/audio-extensions.ts';
import { AudioFormatError } from '../../src/audio/index.ts';
import { JobError, openJob, planJob } from '../../src/job/index.ts';
import { OptionsError } from '../../src/known-options.ts';
import { sound } from '../read/recorded-disc.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { contentsOf, put, SECOND, wav } from './support.ts';

let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  await put(folder, { '1.wav': wav(seconds(4)), '2.wav': wav(seconds(5)), '10.wav': wav(seconds(6)) });
});

const seconds = (count: number) => sound(count * 75, count);
const at = (name: string) => join(folder, name);
const names = async (...paths: string[]) => (await openJob(paths.map(at))).tracks.map(({ name }) => name);
const refusal = (...paths: string[]) => rejectionOf(openJob(paths.map(at)), JobError);

describe('files', () => {
  test('are tracks in their order, with the pauses of the drive', async () => {
    await using job = await openJob([at('2.wav'), at('1.wav')]);
    expect(job).toMatchObject({ layout: 'paused', warnings: [] });
    expect(job.tracks).toMatchObject([
      { number: 1, name: '2.wav', pregapBlocks: 0, lengthBytes: 5 * SECOND },
      { number: 2, name: '1.wav', pregapBlocks: 0, lengthBytes: 4 * SECOND },
    ]);
    expect((await contentsOf(job.tracks[1])).equals(seconds(4))).toBe(true);
  });

  test('without gaps follow each other sample by sample', async () => {
    const [first, second] = [seconds(5).subarray(0, 5 * SECOND - 400), seconds(6)];
    await put(folder, { 'a.wav': wav(first), 'b.wav': wav(second), 'ab.m3u': 'a.wav\nb.wav' });
    for (const paths of [['a.wav', 'b.wav'], ['ab.m3u']]) {
      await using job = await openJob(paths.map(at), { gapless: true });
      expect(job.layout).toBe('exact');
      expect(job.tracks.map(({ lengthBytes }) => lengthBytes)).toEqual([
        374 * 2_352,
        first.length + second.length - 374 * 2_352,
      ]);
      const all = Buffer.concat([await contentsOf(job.tracks[0]), await contentsOf(job.tracks[1])]);
      expect(all.equals(Buffer.concat([first, second]))).toBe(true);
      expect(job.warnings).toEqual([expect.stringMatching(/track 2 begins with the end of the file before/)]);
    }
  });

  test('that cannot be burned are all named', async () => {
    await put(folder, { 'a.wav': 'text that is no sound', 'b.wav': '' });
    await expect(openJob(at('a.wav'))).rejects.toThrow(AudioFormatError);
    const error = await rejectionOf(openJob([at('a.wav'), at('1.wav'), at('b.wav')]), AggregateError);
    expect(error.errors.map(({ path }: AudioFormatError) => path)).toEqual([at('a.wav'), at('b.wav')]);
  });

  test('more than 99, a document among files, and options that do not exist are refused', async () => {
    expect((await refusal(...Array.from({ length: 100 }, () => '1.wav'))).message).toMatch(/100 files are too many/);
    expect((await refusal('1.wav', 'x.cue')).message).toMatch(/x\.cue: a document describes a whole disc/);
    await rejectionOf(openJob(at('1.wav'), { outside: true } as object), OptionsError);
  });
});

describe('a folder', () => {
  test('is its audio files in the order of their numbers', async () => {
    await put(folder, { 'cover.jpg': '', 'notes.txt': '', '.hidden.wav': '' });
    await mkdir(at('sub'));
    expect(await names('')).toEqual(['1.wav', '2.wav', '10.wav']);
  });

  test('has all the names of audio files that the documentation lists, and says what is left out', async () => {
    const page = await readFile(new URL('../../docs/audio-formats.md', import.meta.url), 'utf8');
    const listed =
      /Of a folder, files with these names are sound: ([\s\S]*?)\n\n/.exec(page)?.[1]?.match(/\.\w+(?=`)/g) ?? [];
    expect(listed.toSorted()).toEqual(
      [...AUDIO_EXTENSIONS, ...HEADERLESS_EXTENSIONS].filter(isSoundOfFolder).toSorted(),
    );
    expect(listed).toEqual(expect.arrayContaining(['.mp2', '.wma', '.wave', '.raw', '.w64']));
    await put(folder, {
      '3.wave': wav(seconds(4)),
      '4.pcm': seconds(4),
      'a.zip': '',
      'b.mid': '',
      'c.JPG': '',
      'd.nfo': '',
    });
    await using job = await openJob(folder);
    expect(job.tracks.map(({ name }) => name)).toEqual(['1.wav', '2.wav', '3.wave', '4.pcm', '10.wav']);
    expect(job.warnings).toEqual([
      '"a.zip" is left out: by its name it is not an audio file',
      '"b.mid" is left out: by its name it is not an audio file',
    ]);
  });

  test('is the document in it', async () => {
    await put(folder, { 'x.m3u': '10.wav\n1.wav\n' });
    expect(await names('')).toEqual(['10.wav', '1.wav']);
    await put(folder, { 'x.cue': 'FILE 2.wav WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00' });
    expect(await names('')).toEqual(['track 1 (2.wav)']);
  });

  test('with two documents, or with nothing to burn, is refused', async () => {
    await put(folder, { 'x.cue': '', 'y.cue': '' });
    expect((await refusal('')).message).toMatch(/several documents: x\.cue, y\.cue/);
    await mkdir(at('empty'));
    expect((await refusal('empty')).message).toMatch(/no audio files/);
  });
});

describe('a playlist', () => {
  test('names files by path or by URL, in any encoding and with any line ends', async () => {
    await mkdir(at('sub'));
    await put(folder, { 'sub/Ä.wav': wav(seconds(4)) });
    const lines = ['#EXTM3U', '#EXTINF:4,Band - Song', 'sub\\Ä.wav', '', pathToFileURL(at('2.wav')).href, at('1.wav')];
    for (const [end, encoding, name] of [
      ['\r\n', 'utf8', 'x.m3u8'],
      ['\n', 'latin1', 'y.m3u'],
      ['\r', 'utf16le', 'z.m3u'],
    ] as const) {
      await put(folder, {
        [name]: Buffer.from(`\ufeff${lines.join(end)}`.slice(encoding === 'latin1' ? 1 : 0), encoding),
      });
      expect(await names(name)).toEqual(['Ä.wav', '2.wav', '1.wav']);
    }
  });

  test('that is found in a folder names files in that folder only, one that is named itself any', async () => {
    await mkdir(at('list'));
    await put(folder, { 'list/x.m3u': '../1.wav\n' });
    expect(await names('list/x.m3u')).toEqual(['1.wav']);
    expect((await refusal('list')).message).toMatch(
      /x\.m3u, line 1: it names a file outside its folder.*--outside-folder/,
    );
    await using job = await openJob(at('list'), { outsideFolder: true });
    expect(job.tracks).toHaveLength(1);
  });

  test.each(['\\\\host\\share\\1.wav', '//host/share/1.wav', 'file://host/share/1.wav', 'file:////host/1.wav'])(
    'with %s is refused, whatever is allowed: no document names files on other computers',
    async (name) => {
      await put(folder, { 'x.m3u': `${name}\n` });
      const error = await rejectionOf(openJob(at('x.m3u'), { outsideFolder: true }), JobError);
      expect(error.message).toMatch(/line 1: it names a file on another computer: /);
    },
  );

  test('of streams, of nothing, and with a file that is not there is refused', async () => {
    await put(folder, { 'a.m3u': '1.wav\nhttp://radio.example/x.mp3', 'b.m3u': '#EXTM3U\n', 'c.m3u': '1.wav\nno.wav' });
    expect((await refusal('a.m3u')).message).toMatch(/a\.m3u, line 2: http:.* is not a file/);
    expect((await refusal('b.m3u')).message).toMatch(/names no files/);
    expect((await refusal('c.m3u')).message).toMatch(/c\.m3u, line 2: there is no file/);
  });
});

describe('an image', () => {
  test('is burned as the sheet with its name says', async () => {
    await put(folder, {
      'disc.bin': seconds(9),
      'disc.cue': 'FILE disc.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:04:00',
    });
    await using job = await openJob(at('disc.bin'));
    expect(job.tracks.map(({ lengthBytes }) => lengthBytes)).toEqual([4 * SECOND, 5 * SECOND]);
  });

  test('of a file system is a data track', async () => {
    await put(folder, { 'x.iso': Buffer.alloc(2_048 * 400 + 5, 7) });
    await using job = await openJob(at('x.iso'));
    expect(job.tracks).toMatchObject([{ format: { name: 'Mode 1 data' }, lengthBytes: 2_048 * 400 + 5 }]);
    expect(job.warnings).toEqual(['the last block of "x.iso" is incomplete (5 bytes), and is filled with zeros']);
    expect(planJob(job)).toMatchObject({ needsSessionAtOnce: [], tracks: [{ kind: 'data', lengthBlocks: 401 }] });
  });
});

describe('the plan', () => {
  test('of files counts run-outs and pauses', async () => {
    await using job = await openJob([at('1.wav'), at('2.wav')]);
    expect(planJob(job)).toEqual({
      layout: 'paused',
      tracks: [
        expect.objectContaining({ number: 1, startLba: 0, lengthBlocks: 300 }),
        expect.objectContaining({ number: 2, startLba: 452, lengthBlocks: 375 }),
      ],
      leadOuts: [829],
      lengthBlocks: 829,
      needsSessionAtOnce: [],
    });
  });

  test('of a sheet has every index, and says what Track-At-Once cannot write', async () => {
    await put(folder, {
      'x.bin': seconds(30),
      'x.cue': [
        'TITLE Album',
        'FILE x.bin BINARY',
        'TRACK 01 AUDIO',
        'INDEX 01 00:05:00',
        'INDEX 02 00:09:00',
        'TRACK 02 AUDIO',
        'INDEX 00 00:13:00',
        'INDEX 01 00:15:00',
      ].join('\n'),
    });
    await using job = await openJob(at('x.cue'));
    const { tracks, ...plan } = planJob(job);
    expect(plan).toMatchObject({ leadOuts: [2_250], lengthBlocks: 2_250 });
    expect(
      tracks.map(({ indexes }) =>
        indexes.map(({ number, startLba, lengthBlocks }) => [number, startLba, lengthBlocks]),
      ),
    ).toEqual([
      [
        [0, 0, 375],
        [1, 375, 300],
        [2, 675, 300],
      ],
      [
        [0, 975, 150],
        [1, 1_125, 1_125],
      ],
    ]);
    expect(plan.needsSessionAtOnce).toEqual([
      expect.stringMatching(/without the 2 s/),
      'a hidden track before track 1',
      'indexes',
      'CD-TEXT',
    ]);
  });

  test('of two sessions has the room between them', async () => {
    await put(folder, {
      'x.bin': seconds(8),
      'x.cue':
        'FILE x.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nREM SESSION 02\nTRACK 02 AUDIO\nINDEX 01 00:04:00',
    });
    await using job = await openJob(at('x.cue'));
    // 6,750 blocks of lead-out, 4,500 of lead-in, and the pause before the track.
    expect(planJob(job)).toMatchObject({
      tracks: [{ startLba: 0 }, { startLba: 300 + 11_250 + 150 }],
      leadOuts: [300, 12_000],
    });
  });
});
