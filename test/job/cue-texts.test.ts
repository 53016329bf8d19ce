import { beforeEach, describe, expect, test } from '@jest/globals';
import { cdTextPack, encodeCdText } from '../../src/cd/cd-text/index.ts';
import { JobError } from '../../src/job/job-error.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { oneTrack, openSheet, put, seconds } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const open = (lines: readonly string[]) => openSheet(folder, lines);
const refusal = (lines: readonly string[]) => rejectionOf(open(lines), JobError);

describe('CD-TEXT', () => {
  const texts = (...lines: string[]) => [...lines, ...oneTrack('a.bin BINARY', 'TITLE "Song"', 'PERFORMER "Band"')];
  beforeEach(() => put(folder, { 'a.bin': seconds(5) }));

  test('from the texts of the sheet', async () => {
    await using job = await open(texts('TITLE "Album"', 'REM COMPOSER "C"'));
    expect(job.cdText).toEqual([
      {
        language: 0x09,
        characterCode: 0,
        firstTrack: 1,
        album: { title: 'Album', composer: 'C' },
        tracks: [{ title: 'Song', performer: 'Band' }],
      },
    ]);
    expect(job.warnings).toEqual([]);
  });

  test('a sheet without texts has none', async () => {
    await using job = await open(oneTrack('a.bin BINARY'));
    expect(job.cdText).toBeUndefined();
  });

  test('Japanese is written in MS-JIS, other letters as ISO 8859-1 has them', async () => {
    await using japanese = await open(['TITLE "夜 No.1"', ...oneTrack('a.bin BINARY')]);
    expect(japanese.cdText).toMatchObject([{ language: 0x69, characterCode: 0x80, album: { title: '夜　Ｎｏ．１' } }]);
    await using polish = await open(['TITLE "Zażółć “gęślą” – jaźń"', ...oneTrack('a.bin BINARY')]);
    expect(polish.cdText).toMatchObject([{ characterCode: 0, album: { title: 'Zazólc "gesla" - jazn' } }]);
    expect(polish.warnings).toEqual([expect.stringMatching(/^CD-TEXT has no ż/)]);
    for (const { cdText } of [japanese, polish]) expect(() => encodeCdText(cdText ?? [])).not.toThrow();
  });

  describe('from a file of packs', () => {
    const block = {
      language: 8,
      characterCode: 0,
      firstTrack: 1,
      album: { title: 'Aus der Datei' },
      tracks: [{ title: 'x' }],
    } as const;
    const packs = Buffer.concat(encodeCdText([block]).map((pack) => cdTextPack.encode(pack)));
    const header = Buffer.alloc(4);
    header.writeUInt16BE(packs.length + 2);
    const zero = Buffer.alloc(1);

    test.each([
      ['packs alone', packs],
      ['with a header', Buffer.concat([header, packs])],
      ['with a zero at the end', Buffer.concat([packs, zero])],
      ['with both', Buffer.concat([header, packs, zero])],
    ])('%s', async (_, bytes) => {
      await put(folder, { 'disc.cdt': bytes });
      await using job = await open(['CDTEXTFILE "disc.cdt"', ...texts('TITLE "Album"')]);
      expect(job.cdText).toEqual([block]);
      expect(job.warnings).toEqual([expect.stringMatching(/the texts in the sheet are not used/)]);
    });

    test.each([
      ['nothing', Buffer.alloc(0)],
      ['a header of no packs', Buffer.from([0, 2, 0, 0])],
      ['a zero', zero],
    ])('without packs (%s) the texts of the sheet are used', async (_, bytes) => {
      await put(folder, { 'disc.cdt': bytes });
      await using job = await open(['CDTEXTFILE "disc.cdt"', ...texts('TITLE "Album"')]);
      expect(job.cdText).toMatchObject([{ album: { title: 'Album' } }]);
    });

    test.each([
      ['text', Buffer.from('TITLE "Album" and so on and on'), /30 bytes are not packs/],
      ['18 bytes of something', Buffer.alloc(18, 0x85), /no pack has a right checksum/],
      ['a wrong header', Buffer.concat([Buffer.from([0, 9, 0, 0]), packs]), /the length in its header is wrong/],
      ['types that are none', Buffer.alloc(18), /pack type 0h/],
    ])('%s is refused', async (_, bytes, words) => {
      await put(folder, { 'disc.cdt': bytes });
      expect((await refusal(['CDTEXTFILE "disc.cdt"', ...texts()])).message).toMatch(words);
    });
  });
});
