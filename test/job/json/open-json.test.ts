import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { cdTextPack, encodeCdText } from '../../../src/cd/cd-text/index.ts';
import { JobError, openJob } from '../../../src/job/index.ts';
import { jobSchema } from '../../../src/job/json/job-schema.ts';
import { sound } from '../../read/recorded-disc.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { contentsOf, put, SECOND, wav } from '../support.ts';

let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  await put(folder, { 'a.wav': wav(seconds(10)), 'b.cdr': Buffer.from(seconds(5, 2)).swap16() });
});

const seconds = (count: number, seed = 1) => Buffer.from(sound(count * 75, seed));
const HEAD = { type: 'discwright job', version: 1 } as const;
async function open(document: object | string) {
  await put(folder, { 'job.json': typeof document === 'string' ? document : JSON.stringify(document) });
  return openJob(join(folder, 'job.json'));
}
const refusal = async (document: object | string) => (await rejectionOf(open(document), JobError)).message;
const withTrack = (track: object) => ({ ...HEAD, tracks: [track] });

test('texts of a track in a later session are left out, which a warning says', async () => {
  const track = { pieces: [{ file: 'a.wav', length: '00:05:00' }] };
  await using job = await open({
    ...HEAD,
    cdText: [{ language: 9, album: { title: 'Live' }, tracks: [{ title: 'One' }, {}, { title: 'Three' }] }],
    tracks: [track, { ...track, session: 2 }, track],
  });
  expect(job.cdText?.[0]?.tracks).toEqual([{ title: 'One' }]);
  expect(job.warnings).toEqual([
    'the texts of track 3 are left out: CD-TEXT is written for session 1 only, and this track is in a later one',
  ]);
});

test('a job with everything', async () => {
  await using job = await open({
    ...HEAD,
    layout: 'exact',
    catalogueNumber: '4006381333931',
    firstTrack: 3,
    cdText: [
      { language: 9, album: { title: 'Live' }, tracks: [{ title: 'One' }], genre: { code: 5, text: 'x' }, discId: 'D' },
      { language: 105, characterCode: 128, album: { title: '夜1' } },
    ],
    tracks: [
      {
        pieces: [{ silence: '00:01:00' }, { file: 'a.wav', start: 44_100, length: '00:05:00' }],
        pregap: '00:01:00',
        indexes: ['00:02:00', '00:03:10'],
        isrc: 'GBAYE6500331',
        preEmphasis: true,
        copyPermitted: true,
        fourChannel: true,
        serialCopy: true,
      },
      { pieces: [{ file: 'b.cdr', headerless: 'big' }, { silence: 588 }] },
    ],
  });
  expect(job).toMatchObject({ layout: 'exact', catalogueNumber: '4006381333931', warnings: [] });
  expect(job.tracks).toMatchObject([
    {
      number: 3,
      pregapBlocks: 75,
      indexBlocks: [150, 235],
      isrc: 'GBAYE6500331',
      preEmphasis: true,
      copyPermitted: true,
      fourChannel: true,
      serialCopy: true,
    },
    { number: 4, lengthBytes: 5 * SECOND + 2_352 },
  ]);
  const [first, second] = [await contentsOf(job.tracks[0]), await contentsOf(job.tracks[1])];
  expect(first.equals(Buffer.concat([Buffer.alloc(SECOND), seconds(10).subarray(SECOND, 6 * SECOND)]))).toBe(true);
  expect(second.subarray(0, 5 * SECOND).equals(seconds(5, 2))).toBe(true);
  expect(job.cdText).toEqual([
    {
      language: 9,
      characterCode: 0,
      firstTrack: 3,
      album: { title: 'Live' },
      tracks: [{ title: 'One' }, {}],
      genre: { code: 5, text: 'x' },
      discId: 'D',
    },
    { language: 105, characterCode: 128, firstTrack: 3, album: { title: '夜１' }, tracks: [{}, {}] },
  ]);
});

test('sessions, data and a file of packs', async () => {
  const block = { language: 9, characterCode: 0, firstTrack: 1, album: { title: 'A' }, tracks: [{}] } as const;
  await put(folder, {
    'a.iso': Buffer.alloc(400 * 2_048, 7),
    'x.cdt': Buffer.concat(encodeCdText([block]).map((pack) => cdTextPack.encode(pack))),
  });
  await using job = await open({
    ...HEAD,
    cdTextFile: 'x.cdt',
    tracks: [
      { pieces: [{ file: 'a.wav' }] },
      { session: 2, mode: 'MODE1/2048', pieces: [{ silence: '00:02:00' }, { file: 'a.iso', length: '00:05:00' }] },
    ],
  });
  expect(job.tracks).toMatchObject([
    { session: 1, lengthBytes: 10 * SECOND },
    { session: 2, format: { name: 'Mode 1 data' }, lengthBytes: (150 + 375) * 2_048 },
  ]);
  expect(job.cdText).toEqual([block]);
});

describe('is refused with the property that is wrong', () => {
  const wave = { file: 'a.wav' };
  test.each([
    ['{', /it is not JSON/],
    ['[]', /expected object, received array/],
    [{ ...HEAD, version: 2, tracks: [{ pieces: [wave] }] }, /version: /],
    [{ ...HEAD, tracks: [] }, /tracks: /],
    [HEAD, /tracks: it is missing/],
    [{ ...HEAD, tracks: [{ pieces: [wave] }], extra: 1 }, /extra/],
    [withTrack({ pieces: [{ ...wave, speed: 2 }] }), /tracks\.0\.pieces\.0: /],
    [withTrack({ pieces: [wave], isrc: 'gb' }), /tracks\.0\.isrc: an ISRC/],
    [withTrack({ pieces: [wave], pregap: '00:00:75' }), /tracks\.0\.pregap: a time is MM:SS:FF/],
    [withTrack({ pieces: [wave], pregap: '00:10:00' }), /track 1: pregap and indexes are not in order/],
    [withTrack({ pieces: [wave], indexes: ['00:02:00', '00:01:00'] }), /track 1: pregap and indexes/],
    [withTrack({ pieces: [{ ...wave, start: '00:10:00' }] }), /track 1: "a\.wav" has only 1764000 bytes/],
    [withTrack({ pieces: [{ ...wave, length: 441_001 }] }), /ends before this/],
    [withTrack({ mode: 'MODE1/2048', pieces: [{ file: 'b.cdr', start: 7 }] }), /only audio is measured in samples/],
    [withTrack({ mode: 'MODE1/2048', pieces: [{ file: 'b.cdr' }], preEmphasis: true }), /only audio has preEmphasis/],
    [withTrack({ session: 2, pieces: [wave] }), /session 2 does not follow session 1/],
    [withTrack({ pieces: [{ file: '../x.wav' }] }), /outside its folder/],
    [{ ...withTrack({ pieces: [wave] }), cdText: [], cdTextFile: 'x' }, /both cdText and cdTextFile/],
    [{ ...HEAD, firstTrack: 99, tracks: [{ pieces: [wave] }, { pieces: [wave] }] }, /last track would be track 100/],
  ])('%#', async (document, words) => {
    expect(await refusal(document)).toMatch(words);
  });
});

test('docs/job.schema.json is this schema', () => {
  const written: unknown = JSON.parse(readFileSync(new URL('../../../docs/job.schema.json', import.meta.url), 'utf8'));
  expect(z.toJSONSchema(jobSchema)).toEqual(written);
});
