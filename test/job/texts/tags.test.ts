import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { JobError, openJob } from '../../../src/job/index.ts';
import { chunk, format, pcm, riff } from '../../audio/wav-builder.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
const at = (name: string) => join(folder, name);

const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);

/** A text of RIFF INFO. */
const info = (id: string, text: string) => chunk(id, Buffer.from(`${text}\0`, 'latin1'));

const withInfo = (texts: Readonly<Record<string, string>>) =>
  riff([
    format(),
    chunk('data', pcm(2_352 * 300)),
    chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...Object.entries(texts).map(([id, text]) => info(id, text))])),
  ]);

/** A text frame of ID3v2.3, UTF-16 with its mark. */
function frame(id: string, text: string): Buffer {
  const body = Buffer.concat([Buffer.of(1, 0xff, 0xfe), Buffer.from(text, 'utf16le')]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from(id), size, Buffer.alloc(2), body]);
}

/** A tag in front of a file. */
function id3(texts: Readonly<Record<string, string>>, file: Uint8Array): Buffer {
  const frames = Buffer.concat(Object.entries(texts).map(([id, text]) => frame(id, text)));
  const size = [3, 2, 1, 0].map((power) => Math.floor(frames.length / 128 ** power) % 128);
  return Buffer.concat([Buffer.from('ID3\x03\0\0', 'latin1'), Buffer.from(size), frames, file]);
}

/** The FLAC with these comments, in a block after STREAMINFO. */
function withComments(flac: Buffer, comments: readonly string[]): Buffer {
  const texts = comments.map((text) => Buffer.from(text));
  const body = Buffer.concat([u32(0), u32(texts.length), ...texts.flatMap((text) => [u32(text.length), text])]);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(body.length);
  header[0] = 4;
  const streamInfo = Buffer.from(flac.subarray(4, 42));
  const isLast = (streamInfo[0] ?? 0) >= 0x80;
  streamInfo[0] = 0;
  if (isLast) header[0] = 0x84;
  return Buffer.concat([flac.subarray(0, 4), streamInfo, header, body, flac.subarray(42)]);
}

const sound = (name: string) => readFile(new URL(`../../../fixtures/sound/${name}`, import.meta.url));

const isInstalled = existsSync(new URL('../../../node_modules/music-metadata', import.meta.url));

(isInstalled ? describe : describe.skip)('CD-TEXT from tags (needs the package music-metadata)', () => {
  test('of FLAC, MP3 and WAV: titles and performers, and what all have in common is that of the album', async () => {
    const album = ['ALBUM=Låtar', 'ALBUMARTIST=The Band'];
    await writeFile(
      at('1.flac'),
      withComments(await sound('source.flac'), [...album, 'TITLE=Één', 'ARTIST=Anna', 'COMPOSER=Bo']),
    );
    await writeFile(
      at('2.mp3'),
      id3({ TIT2: 'Two – live', TPE1: 'Bert', TALB: 'Låtar', TPE2: 'The Band' }, await sound('lame-cbr.mp3')),
    );
    await writeFile(at('3.wav'), withInfo({ INAM: 'Three', IART: 'Anna', IPRD: 'L\u00e5tar' }));
    await using job = await openJob([at('1.flac'), at('2.mp3'), at('3.wav')], { cdText: 'tags' });
    expect(job.cdText).toEqual([
      {
        language: 9,
        characterCode: 0,
        firstTrack: 1,
        album: { title: 'Låtar' },
        tracks: [
          { title: 'Één', performer: 'Anna', composer: 'Bo' },
          { title: 'Two - live', performer: 'Bert' },
          { title: 'Three', performer: 'Anna' },
        ],
      },
    ]);
    expect(job.warnings).toContainEqual(
      expect.stringMatching(/CD-TEXT has no – : written in ISO 8859-1 as -|CD-TEXT has no –/),
    );
  });

  test('of several albums are said to be, and the disc has no title', async () => {
    await writeFile(at('1.wav'), withInfo({ INAM: 'One', IPRD: 'First' }));
    await writeFile(at('2.wav'), withInfo({ INAM: 'Two', IPRD: 'Second' }));
    await using job = await openJob([at('1.wav'), at('2.wav')], { cdText: 'tags' });
    expect(job.cdText?.[0]?.album).toEqual({});
    expect(job.warnings).toEqual(['the files are of 2 albums (First, Second): the disc gets no title']);
  });

  test('of a sheet with a file for each track, but not of tracks in one file', async () => {
    await writeFile(at('1.wav'), withInfo({ INAM: 'One' }));
    await writeFile(at('2.wav'), withInfo({ INAM: 'Two' }));
    const track = (number: number, name: string) => `FILE "${name}" WAVE\nTRACK 0${number} AUDIO\nINDEX 01 00:00:00\n`;
    await writeFile(at('x.cue'), track(1, '1.wav') + track(2, '2.wav'));
    await using job = await openJob(at('x.cue'), { cdText: 'tags' });
    expect(job.cdText?.[0]?.tracks).toEqual([{ title: 'One' }, { title: 'Two' }]);
    await writeFile(at('one.cue'), `${track(1, '1.wav')}TRACK 02 AUDIO\nINDEX 01 00:02:00\n`);
    const error = await rejectionOf(openJob(at('one.cue'), { cdText: 'tags' }), JobError);
    expect(error.message).toMatch(/its tracks are not one file each/);
  });

  test('that are not there are said not to be', async () => {
    await writeFile(at('1.wav'), riff([format(), chunk('data', pcm(2_352 * 300))]));
    await copyFile(at('1.wav'), at('2.wav'));
    await using job = await openJob([at('1.wav'), at('2.wav')], { cdText: 'tags' });
    expect(job.cdText).toEqual([]);
    expect(job.warnings).toEqual(['the tags of the files have no texts for CD-TEXT']);
  });

  /** FLAC files, one for each list of comments. */
  async function flacs(...comments: readonly (readonly string[])[]): Promise<string[]> {
    const flac = await sound('source.flac');
    const paths = comments.map((_, index) => at(`${index + 1}.flac`));
    for (const [index, each] of comments.entries()) {
      await writeFile(paths[index] ?? '', withComments(flac, [`TITLE=Song ${index + 1}`, ...each]));
    }
    return paths;
  }

  test('have ISRCs, which become those of the tracks, and a barcode, which becomes the catalogue number', async () => {
    const barcode = 'BARCODE=4006381333931';
    const [one = '', two = ''] = await flacs(['ISRC=GB-AYE-68-00011', barcode], ['ISRC=usrc17607839', barcode]);
    await writeFile(at('3.mp3'), id3({ TIT2: 'Three', TSRC: 'FRZ039800212' }, await sound('lame-cbr.mp3')));
    await using job = await openJob([one, two, at('3.mp3')], { cdText: 'tags' });
    expect(job.tracks.map(({ isrc }) => isrc)).toEqual(['GBAYE6800011', 'USRC17607839', 'FRZ039800212']);
    expect(job.catalogueNumber).toBe('4006381333931');
    expect(job.warnings).toEqual([]);
  });

  test('with identifiers that cannot be right are not used, and warnings say why', async () => {
    const paths = await flacs(['ISRC=XX123', 'BARCODE=4006381333930'], ['ISRC=000000000000', 'BARCODE=12345']);
    await using job = await openJob(paths, { cdText: 'tags' });
    expect(job.tracks.map(({ isrc }) => isrc)).toEqual([undefined, undefined]);
    expect(job.catalogueNumber).toBeUndefined();
    expect([...job.warnings].sort()).toEqual([
      '1.flac: an ISRC has two letters, three letters or digits, and seven digits: this one is not kept: XX123',
      '2.flac: zeros are not an ISRC, and are not kept: 000000000000',
      'the barcode in the tags: a catalogue number has 13 digits: this one is not kept: 12345',
      'the barcode in the tags: the last digit of the catalogue number, which checks the others, is wrong: it is not kept: 4006381333930',
    ]);
  });

  test("have a record company's own number in CATALOGNUMBER, which is passed over; one that is a barcode is used", async () => {
    const paths = await flacs(['CATALOGNUMBER=ABC 123'], ['CATALOGNUMBER=036000291452']);
    await using job = await openJob(paths, { cdText: 'tags' });
    expect(job).toMatchObject({ catalogueNumber: '0036000291452', warnings: [] });
  });

  test('of two albums have two barcodes: the disc gets none', async () => {
    await using job = await openJob(await flacs(['BARCODE=4006381333931'], ['BARCODE=036000291452']), {
      cdText: 'tags',
    });
    expect(job.catalogueNumber).toBeUndefined();
    expect(job.warnings).toEqual([
      'the tags of the files have 2 barcodes (4006381333931, 0036000291452): the disc gets no catalogue number',
    ]);
  });

  test('do not replace the ISRC and the catalogue number of a document', async () => {
    await flacs(['ISRC=GBAYE6800011', 'BARCODE=036000291452'], ['ISRC=GBAYE6800012']);
    const track = (number: number, more = '') =>
      `FILE "${number}.flac" WAVE\nTRACK 0${number} AUDIO\n${more}INDEX 01 00:00:00\n`;
    await writeFile(at('x.cue'), `CATALOG 4006381333931\n${track(1, 'ISRC USRC17607839\n')}${track(2)}`);
    await using job = await openJob(at('x.cue'), { cdText: 'tags' });
    expect(job.catalogueNumber).toBe('4006381333931');
    expect(job.tracks.map(({ isrc }) => isrc)).toEqual(['USRC17607839', 'GBAYE6800012']);
  });

  test('of files in a later session give ISRCs but no texts, which a warning says', async () => {
    await flacs(['ISRC=GBAYE6800011'], ['ISRC=GBAYE6800012']);
    const track = (number: number) => `FILE "${number}.flac" WAVE\nTRACK 0${number} AUDIO\nINDEX 01 00:00:00\n`;
    await writeFile(at('x.cue'), `REM SESSION 01\n${track(1)}REM SESSION 02\n${track(2)}`);
    await using job = await openJob(at('x.cue'), { cdText: 'tags' });
    expect(job.tracks.map(({ isrc }) => isrc)).toEqual(['GBAYE6800011', 'GBAYE6800012']);
    expect(job.cdText?.[0]?.tracks).toEqual([{ title: 'Song 1' }]);
    expect(job.warnings).toContainEqual(expect.stringMatching(/^the texts of track 2 are left out/));
  });
});
