import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { JobError, openJob } from '../../../src/job/index.ts';
import { parseInf } from '../../../src/job/inf/parse-inf.ts';
import { sound } from '../../read/recorded-disc.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { contentsOf, put, SECOND, wav } from '../support.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const seconds = (count: number, seed = 1) => Buffer.from(sound(count * 75, seed));
const open = (...names: string[]) => openJob(names.map((name) => join(folder, name)));

/** As icedax 1.1.11 writes it. */
const inf = (number: number, fields: Readonly<Record<string, string>> = {}) =>
  Object.entries({
    CDINDEX_DISCID: "'QJYSSgL6ukRaRI2NtuExvidlmFk-'",
    CDDB_DISCID: '0x4f091c06',
    MCN: '4006381333931',
    ISRC: '               ',
    Albumperformer: "'The Band'",
    Performer: "'The Band'",
    Albumtitle: "'It's live'",
    Tracktitle: `'Song ${number}'`,
    Tracknumber: String(number),
    Trackstart: '0',
    'Pre-emphasis': 'no',
    Channels: '2',
    Copy_permitted: 'once (copyright protected)',
    Endianess: 'little',
    Index: '0 ',
    Index0: '-1 ',
    ...fields,
  })
    .map(([name, value]) => `${name}=\t${value}`)
    .join('\n')
    .replace(/^/, '#created by icedax 1.1.11 11/14/09 19:03:31\n#\n');

describe('the fields', () => {
  test('as icedax writes them', () => {
    expect(parseInf(inf(1, { Tracklength: '92510, 7', Index: '0 20440 30450 ', Index0: '92467 ' }), 'x.inf')).toEqual({
      number: 1,
      startBlocks: 0,
      lengthSamples: 92_510 * 588 + 7,
      mcn: '4006381333931',
      preEmphasis: false,
      channels: 2,
      copy: 'once',
      bigEndian: false,
      indexBlocks: [20_440, 30_450],
      nextPauseBlocks: 92_467,
      album: { title: "It's live", performer: 'The Band' },
      track: { title: 'Song 1', performer: 'The Band' },
    });
  });

  test('an index a line, as K3b writes them', () => {
    expect(parseInf('Index=\t\t0\nIndex=\t\t100\nIndex=\t\t200\n', 'x.inf').indexBlocks).toEqual([100, 200]);
  });

  test.each([
    ['Tracknumber= one', /line 1: tracknumber is not right: one/],
    ['Index= 5', /line 1: index is not right/],
    ['#x\nIndex= 0 9 8', /line 2: index is not right: 0 9 8/],
    ['RIFF....', /line 1: not a line of an \.inf file: RIFF/],
  ])('%j is refused', (text, words) => {
    expect(() => parseInf(text, 'x.inf')).toThrow(JobError);
    expect(() => parseInf(text, 'x.inf')).toThrow(words);
  });
});

test('the end of a file from Index0 onward is the pause before the next track', async () => {
  const [first, second] = [seconds(7), seconds(8, 2)];
  await put(folder, {
    '1.inf': inf(1, { Index0: '375', Copy_permitted: 'yes', ISRC: 'DE-ABC-12-34567' }),
    '1.wav': wav(first),
    '2.inf': inf(2, {
      Index: '0 100 200',
      'Pre-emphasis': 'yes',
      Copy_permitted: 'no (SCMS first copy)',
      Channels: '4',
    }),
    '2.wav': wav(second),
  });
  await using job = await open('1.inf', '2.inf');
  expect(job).toMatchObject({ layout: 'exact', catalogueNumber: '4006381333931', warnings: [] });
  expect(job.tracks).toMatchObject([
    { number: 1, pregapBlocks: 0, lengthBytes: 5 * SECOND, copyPermitted: true, isrc: 'DEABC1234567' },
    { number: 2, pregapBlocks: 150, indexBlocks: [100, 200], preEmphasis: true, serialCopy: true, fourChannel: true },
  ]);
  const all = await Promise.all(job.tracks.map((track) => contentsOf(track)));
  expect(Buffer.concat(all).equals(Buffer.concat([first, second]))).toBe(true);
  expect(job.cdText).toMatchObject([
    { album: { title: "It's live", performer: 'The Band' }, tracks: [{ title: 'Song 1' }, { title: 'Song 2' }] },
  ]);
});

test('the last file is written to its end, also after its Index0', async () => {
  await put(folder, { '1.inf': inf(1, { Index0: '300' }), '1.wav': wav(seconds(6)) });
  await using job = await open('1.inf');
  expect(job.tracks[0]?.lengthBytes).toBe(6 * SECOND);
});

test('a file without a header has the byte order that is given', async () => {
  const audio = seconds(5);
  await put(folder, { '1.inf': inf(1, { Endianess: 'big' }), '1.cdr': Buffer.from(audio).swap16() });
  await using job = await open('1.inf');
  expect((await contentsOf(job.tracks[0])).equals(audio)).toBe(true);
});

test('a track 1 that began later gets as much silence, and another length is said', async () => {
  await put(folder, { '1.inf': inf(1, { Trackstart: '33', Tracklength: '376, 0' }), '1.wav': wav(seconds(5)) });
  await using job = await open('1.inf');
  expect(job.tracks[0]).toMatchObject({ pregapBlocks: 33 });
  expect(job.warnings).toEqual([
    '1.inf says that "1.wav" has 221088 samples, but it has 220500: all are written',
    'track 1 began at block 33 of its disc: as much silence is written before it',
  ]);
});

test('numbers that do not follow each other, and a missing file, are refused; a first number of 2 is kept', async () => {
  await put(folder, {
    '2.inf': inf(2),
    '2.wav': wav(seconds(5)),
    '4.inf': inf(4),
    '4.wav': wav(seconds(5)),
    '5.inf': inf(5),
  });
  expect((await rejectionOf(open('2.inf', '4.inf'), JobError)).message).toMatch(
    /its track number is 4, but it would be track 3/,
  );
  expect((await rejectionOf(open('5.inf'), JobError)).message).toMatch(/there is no file .*5\.wav/);
  expect((await rejectionOf(open('2.inf', '4.wav'), JobError)).message).toMatch(
    /2\.inf: a document describes a whole disc/,
  );
  await using job = await open('2.inf');
  expect(job.tracks[0]?.number).toBe(2);
});

describe('a folder that icedax wrote', () => {
  test('is burned as its .inf files say', async () => {
    const sounds = [seconds(8, 1), seconds(6, 2)];
    await put(folder, {
      'audio_01.inf': inf(1, { ISRC: 'GBAYE6500331', Index0: '450' }),
      'audio_01.wav': wav(sounds[0] as Buffer),
      'audio_02.inf': inf(2, { 'Pre-emphasis': 'yes' }),
      'audio_02.wav': wav(sounds[1] as Buffer),
      'audio.cddb': '# xmcd',
      'audio.cdindex': '<?xml version="1.0"?>',
    });
    await using job = await openJob(folder);
    expect(job).toMatchObject({
      layout: 'exact',
      catalogueNumber: '4006381333931',
      cdText: [{ album: { title: "It's live" }, tracks: [{ title: 'Song 1' }, { title: 'Song 2' }] }],
      tracks: [
        { number: 1, isrc: 'GBAYE6500331', lengthBytes: 6 * SECOND },
        { number: 2, preEmphasis: true, pregapBlocks: 150, lengthBytes: 8 * SECOND },
      ],
    });
  });

  test('of which some are missing is its audio files, and a warning says so', async () => {
    await put(folder, { 'a.inf': inf(1), 'a.wav': wav(seconds(5)), 'b.wav': wav(seconds(5)) });
    await using job = await openJob(folder);
    expect(job).toMatchObject({
      layout: 'paused',
      tracks: [{ name: 'a.wav' }, { name: 'b.wav' }],
      warnings: ['the .inf files are not used: there are 1 of them for 2 audio files, and not one for each'],
    });
  });
});
