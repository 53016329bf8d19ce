import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cdTextPack, decodeCdText, encodeCdText } from '../../../src/cd/cd-text/index.ts';
import { GENRE_NAMES, LANGUAGE_NAMES } from '../../../src/cd/cd-text/languages.ts';
import { JobError, openJob } from '../../../src/job/index.ts';
import { parseTextSheet } from '../../../src/job/texts/v07t.ts';
import { sound } from '../../read/recorded-disc.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { put } from '../support.ts';

const parse = (text: string, encoding: BufferEncoding = 'utf8') => {
  const warnings: string[] = [];
  return { ...parseTextSheet(Buffer.from(text, encoding), 'x.v07t', warnings), warnings };
};

/** The example in cdrskin's manual page (1.5.4, input_sheet_v07t). */
const EXAMPLE = `
  Text Code           = 8859
  Language Code       = English
  Album Title         = Joyful Nights
  Artist Name         = United Cat Orchestra
  Songwriter          = Various Songwriters
  Composer            = Various Composers
  Arranger            = Tom Cat
  Album Message       = For all our fans
  Catalog Number      = 1234567890
  Genre Code          = Classical
  Genre Information   = Feline classic music
  Closed Information  = This is not to be shown by CD players
  UPC / EAN           = 1234567890123
  Text Data Copy Protection = OFF
  First Track Number  = 1
  Last Track Number   = 3
  Track 01 Title      = Song of Joy
  Track 01 Artist     = Felix and The Purrs
  Track 01 Songwriter = Friedrich Schiller
  Track 01 Composer   = Ludwig van Beethoven
  Track 01 Arranger   = Tom Cat
  Track 01 Message    = Fritz and Louie once were punks
  ISRC 01             = XYCRR1101234
`;

describe('a text sheet', () => {
  test("is the example in cdrskin's manual page", () => {
    const { blocks, catalogueNumber, isrcs } = parse(EXAMPLE);
    expect(blocks).toEqual([
      {
        language: 9,
        characterCode: 0,
        firstTrack: 1,
        album: {
          title: 'Joyful Nights',
          performer: 'United Cat Orchestra',
          songwriter: 'Various Songwriters',
          composer: 'Various Composers',
          arranger: 'Tom Cat',
          message: 'For all our fans',
          closedInfo: 'This is not to be shown by CD players',
          code: '1234567890123',
        },
        tracks: [
          {
            title: 'Song of Joy',
            performer: 'Felix and The Purrs',
            songwriter: 'Friedrich Schiller',
            composer: 'Ludwig van Beethoven',
            arranger: 'Tom Cat',
            message: 'Fritz and Louie once were punks',
            code: 'XYCRR1101234',
          },
          {},
          {},
        ],
        discId: '1234567890',
        genre: { code: 5, text: 'Feline classic music' },
      },
    ]);
    expect(catalogueNumber).toBe('1234567890123');
    expect([...isrcs]).toEqual([[1, 'XYCRR1101234']]);
    expect(decodeCdText(encodeCdText(blocks)).blocks).toEqual(blocks);
  });

  test('has a language for each line of its version, if it begins with one', () => {
    const sheet = (language: string, title: string) =>
      `Input Sheet Version = 0.7T\nLanguage Code = ${language}\nAlbum Title = ${title}\n`;
    expect(parse(sheet('German', 'Eins') + sheet('0x0f', 'Un')).blocks).toMatchObject([
      { language: 8, album: { title: 'Eins' } },
      { language: 0x0f, album: { title: 'Un' } },
    ]);
    expect(parse(`Remarks = x\n${sheet('German', 'Eins')}${sheet('French', 'Un')}`).blocks).toMatchObject([
      { language: 0x0f, album: { title: 'Un' } },
    ]);
  });

  test('is in its own code, or in UTF-8', () => {
    const german = 'Text Code = 8859\nAlbum Title = Größe\n';
    for (const encoding of ['latin1', 'utf8'] as const) {
      expect(parse(german, encoding).blocks[0]?.album.title).toBe('Größe');
    }
    const japanese = Buffer.concat([
      Buffer.from('Text Code = MS-JIS\nLanguage Code = Japanese\nAlbum Title = '),
      Buffer.from('96e9', 'hex'),
    ]);
    expect(parseTextSheet(japanese, 'x', []).blocks).toMatchObject([
      { language: 0x69, characterCode: 0x80, album: { title: '夜' } },
    ]);
  });

  test('has every language and every genre by its name', () => {
    for (const [code, name] of LANGUAGE_NAMES) expect(parse(`Language Code = ${name}`).blocks[0]?.language).toBe(code);
    for (const [code, name] of GENRE_NAMES.entries()) {
      expect(parse(`Genre Code = ${name.toUpperCase()}`).blocks[0]?.genre).toEqual({ code, text: '' });
    }
  });

  test('keeps codes that are wrong out of the sub-channel, and says it', () => {
    const { isrcs, warnings } = parse('ISRC 01 = nothing\nUPC / EAN = 12');
    expect(isrcs.size).toBe(0);
    expect(warnings).toEqual([
      expect.stringMatching(/catalogue number.*: 12$/),
      expect.stringMatching(/ISRC.*: nothing$/),
    ]);
  });

  test.each([
    ['Album Title', /line 1: not a line of a text sheet.*Album Title/],
    ['\nAlbumtitle = x', /line 2: there is no "albumtitle" in a text sheet/],
    ['constructor = x', /there is no "constructor"/],
    ['Input Sheet Version = 0.8', /the version is not 0\.7T: 0\.8/],
    ['Text Code = klingon', /unknown Text Code: klingon/],
    ['Language Code = 0x100', /unknown Language Code/],
    ['Track 00 Title = x', /track numbers are 1 to 99/],
    ['First Track Number = 100', /not a track number: 100/],
  ])('%j is refused', (text, words) => {
    expect(() => parse(text)).toThrow(JobError);
    expect(() => parse(text)).toThrow(words);
  });

  test('that was printed is read again', () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 30 })
      .map((each) => each.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').trim());
    const texts = fc.record({
      title: text,
      performer: text,
      songwriter: text,
      composer: text,
      arranger: text,
      message: text,
    });
    fc.assert(
      fc.property(texts, fc.array(texts, { minLength: 1, maxLength: 5 }), (album, tracks) => {
        const printed = [
          `Album Title = ${album.title}`,
          `Artist Name = ${album.performer}`,
          `Songwriter = ${album.songwriter}`,
          `Composer = ${album.composer}`,
          `Arranger = ${album.arranger}`,
          `Album Message = ${album.message}`,
          `Last Track Number = ${tracks.length}`,
          ...tracks.flatMap((track, index) => {
            const name = `Track ${String(index + 1).padStart(2, '0')}`;
            return [
              `${name} Title = ${track.title}`,
              `${name} Artist = ${track.performer}`,
              `${name} Songwriter = ${track.songwriter}`,
              `${name} Composer = ${track.composer}`,
              `${name} Arranger = ${track.arranger}`,
              `${name} Message = ${track.message}`,
            ];
          }),
        ].join('\r\n');
        const filled = (all: object) => Object.fromEntries(Object.entries(all).filter(([, each]) => each !== ''));
        const [block] = parse(printed).blocks;
        expect(block?.album).toEqual(filled(album));
        expect(block?.tracks).toEqual(tracks.map(filled));
      }),
    );
  });
});

describe('--cd-text', () => {
  let folder: string;
  beforeEach(async () => {
    folder = temporaryFolder();
    await put(folder, {
      '1.pcm': sound(300, 1),
      '2.pcm': sound(300, 2),
      'en.v07t':
        'Album Title = Live\nTrack 01 Title = One “x”\nTrack 02 Title = Two\nISRC 02 = GBAYE6500331\nUPC / EAN = 4006381333931\n',
      'ja.v07t': 'Text Code = MS-JIS\nLanguage Code = Japanese\nAlbum Title = 夜 1\nLast Track Number = 2\n',
    });
  });
  const open = (...cdText: string[]) =>
    openJob(
      ['1.pcm', '2.pcm'].map((name) => join(folder, name)),
      { cdText: cdText.map((name) => join(folder, name)) },
    );

  test('takes a language from each sheet, and the codes', async () => {
    await using job = await open('en.v07t', 'ja.v07t');
    expect(job).toMatchObject({ catalogueNumber: '4006381333931', tracks: [{}, { isrc: 'GBAYE6500331' }] });
    expect(job.cdText).toMatchObject([
      { language: 9, album: { title: 'Live' }, tracks: [{ title: 'One "x"' }, { title: 'Two' }] },
      { language: 0x69, characterCode: 0x80, album: { title: '夜　１' }, tracks: [{}, {}] },
    ]);
    expect(job.warnings).toEqual(['CD-TEXT: "One “x”" is written as "One "x""']);
    expect(() => encodeCdText(job.cdText ?? [])).not.toThrow();
  });

  test('takes packs, and says where they do not fit the disc', async () => {
    const block = {
      language: 9,
      characterCode: 0,
      firstTrack: 2,
      album: { title: 'A' },
      tracks: [{ title: 'x' }],
    } as const;
    await put(folder, { 'a.cdt': Buffer.concat(encodeCdText([block]).map((pack) => cdTextPack.encode(pack))) });
    await using job = await open('a.cdt');
    expect(job.cdText).toMatchObject([{ firstTrack: 1, album: { title: 'A' }, tracks: [{ title: 'x' }, {}] }]);
    expect(job.warnings).toEqual([
      'the CD-TEXT has 1 tracks, the disc 2',
      'the CD-TEXT begins with track 2, the disc with track 1',
    ]);
  });

  test('reads a sheet that an editor saved with a byte order mark', async () => {
    await put(folder, { 'bom.v07t': '\ufeffAlbum Title = Été\nLast Track Number = 2\n' });
    await using job = await open('bom.v07t');
    expect(job.cdText).toMatchObject([{ album: { title: 'Été' } }]);
  });

  test('knows packs of any name, with the header of READ CD-TEXT and however many they are', async () => {
    const tracks = Array.from({ length: 2 }, (_, index) => ({ title: `${index} ${'long title '.repeat(9)}` }));
    const block = { language: 9, characterCode: 0, firstTrack: 1, album: { title: 'A' }, tracks } as const;
    const packs = Buffer.concat(encodeCdText([block]).map((pack) => cdTextPack.encode(pack)));
    expect(packs.length).toBeGreaterThan(14 * 18);
    const header = Buffer.alloc(4);
    header.writeUInt16BE(packs.length + 2);
    await put(folder, { 'packs.bin': Buffer.concat([header, packs]) });
    await using job = await open('packs.bin');
    expect(job.cdText).toMatchObject([{ album: { title: 'A' }, tracks }]);
  });

  test('refuses nine languages and files that are neither', async () => {
    await put(folder, { 'x.txt': 'hello' });
    expect((await rejectionOf(open(...Array.from({ length: 9 }, () => 'ja.v07t')), JobError)).message).toMatch(
      /9 languages/,
    );
    expect((await rejectionOf(open('x.txt'), JobError)).message).toMatch(/line 1: not a line of a text sheet/);
  });
});
