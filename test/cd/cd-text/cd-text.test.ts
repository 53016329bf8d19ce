import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type CdTextBlock,
  CharacterCode,
  decodeCdText,
  encodeCdText,
  isPackIntact,
} from '../../../src/cd/cd-text/index.ts';
import { cdTextPack } from '../../../src/cd/cd-text/pack.ts';
import { EncodeError, fromHex, toHex } from '../../../src/codec/index.ts';
import { readCdText } from '../../../src/mmc/commands/read-cd-text.ts';
import { fixtureJson } from '../../golden/exchanges.ts';

const recorded = (fixtureJson('toc/cd-text-packs.json') as { packs: { bytes: string }[] }).packs.map(({ bytes }) =>
  cdTextPack.decode(fromHex(bytes)),
);
const hex = (pack: (typeof recorded)[number] | undefined) =>
  pack === undefined ? undefined : toHex(cdTextPack.encode(pack));

const block = (changes: Partial<CdTextBlock> = {}): CdTextBlock => ({
  language: 9,
  characterCode: CharacterCode.Iso8859,
  firstTrack: 1,
  album: {},
  tracks: [{}],
  ...changes,
});

describe('recorded packs', () => {
  test('are intact, and one changed bit is detected', () => {
    for (const pack of recorded) {
      expect(isPackIntact(pack)).toBe(true);
      expect(isPackIntact({ ...pack, sequence: pack.sequence + 1 })).toBe(false);
    }
  });

  test('the first pack is what wodim wrote for the same titles', () => {
    const packs = encodeCdText([block({ album: { title: 'Rig Album' }, tracks: [{ title: 'On the way' }] })]);
    expect(hex(packs[0])).toBe(hex(recorded[0]));
  });

  test('size information of a disc with 13 tracks sets the number of tracks', () => {
    const [, , ...sizes] = recorded;
    const { blocks } = decodeCdText(sizes);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ language: 9, characterCode: CharacterCode.Ascii, firstTrack: 1 });
    expect(blocks[0]?.tracks).toHaveLength(13);
  });

  test('a tab alone repeats the previous track, as cdrskin writes it', () => {
    const [performers] = [
      encodeCdText([block({ album: { performer: 'A' }, tracks: [{}, { performer: 'Band' }, {}] })]),
    ];
    const before = (performers ?? []).filter(({ packType }) => packType === 0x81).map((pack) => ({ ...pack, crc: 0 }));
    const tab = recorded[1];
    if (tab === undefined) throw new Error('fixture is missing');
    const { blocks } = decodeCdText([...before, { ...tab, sequence: before.length, crc: 0 }]);
    expect(blocks[0]?.tracks.map(({ performer }) => performer)).toEqual([undefined, 'Band', 'Band']);
  });
});

describe('the track number of each pack decides', () => {
  const ascii = (text: string) => Uint8Array.from(text.padEnd(12, '\0'), (character) => character.charCodeAt(0));
  const titles = (packs: readonly [track: number, position: number, text: string][], doubleByte = false) => {
    const { blocks } = decodeCdText(
      packs.map(([track, characterPosition, text], sequence) => ({
        packType: 0x80,
        extension: false,
        track,
        sequence,
        doubleByte,
        block: 0,
        characterPosition,
        payload: ascii(text),
        crc: 0,
      })),
    );
    return [blocks[0]?.album.title, ...(blocks[0]?.tracks ?? []).map(({ title }) => title)];
  };

  // The first two and the last three packs of the example in libburn's doc/cdtext.txt and libcdio's "CD Text Format".
  test('in the documented example', () => {
    const packs = [
      '800000004a6f7966756c204e69676874f0f7',
      '8000010c7300536f6e67206f66204a6f431c',
      '8f002a000101030006050405070601024865',
      '8f012b0000000000000006032c000000c020',
      '8f022c000000000009000000000000001145',
    ].map((bytes) => cdTextPack.decode(fromHex(bytes)));
    expect(packs.every(isPackIntact)).toBe(true);
    const { blocks, damagedPacks } = decodeCdText(packs);
    expect(damagedPacks).toBe(0);
    expect(blocks[0]).toMatchObject({
      language: 9,
      characterCode: CharacterCode.Ascii,
      firstTrack: 1,
      album: { title: 'Joyful Nights' },
    });
    expect(blocks[0]?.tracks).toHaveLength(3);
  });

  test('where a pack begins with the zero that ends the text before', () => {
    const packs = (second: number) =>
      titles([
        [0, 0, 'Album\0ABCDEF'],
        [1, 6, 'GHIJKLMNOPQR'],
        [second, 0, '\0Second\0Thir'],
        [3, 4, 'd'],
      ]);
    const expected = ['Album', 'ABCDEFGHIJKLMNOPQR', 'Second', 'Third'];
    // By the standard the zero still belongs to track 1; some writers count it to track 2.
    expect(packs(1)).toEqual(expected);
    expect(packs(2)).toEqual(expected);
  });

  test('where titles are empty, with zeros of their own or without', () => {
    const expected = ['Album', undefined, undefined, 'Third title', 'Fourth'];
    expect(
      titles([
        [0, 0, 'Album\0\0\0Thir'],
        [3, 4, 'd title\0Four'],
        [4, 4, 'th'],
      ]),
    ).toEqual(expected);
    expect(
      titles([
        [0, 0, 'Album\0Third '],
        [3, 6, 'title\0Fourth'],
        [4, 6, '\0'],
      ]),
    ).toEqual(expected);
  });

  test('where each text has packs of its own, filled up with zeros', () => {
    expect(
      titles([
        [0, 0, 'Album'],
        [1, 0, 'One'],
        [3, 0, 'Three'],
      ]),
    ).toEqual(['Album', 'One', undefined, 'Three']);
  });

  test('where the double-byte bit is set over single-byte text', () => {
    const expected = ['Album', 'One', undefined, 'Three', 'Four'];
    expect(
      titles(
        [
          [0, 0, 'Album\0One\0\0T'],
          [3, 1, 'hree\0Four'],
        ],
        true,
      ),
    ).toEqual(expected);
    expect(titles([[1, 0, 'Caf\u00e9\0\0Third']], true)).toEqual([undefined, 'Caf\u00e9', undefined, 'Third']);
  });
});

describe('texts', () => {
  const disc = block({
    album: { title: 'Ein sehr langer Titel für ein Album', performer: 'Künstler', code: '4006408123456' },
    tracks: [
      { title: 'Eins', performer: 'Jemand', code: 'DEA400300017' },
      { performer: 'Niemand' },
      { title: 'Drei', message: 'Danke' },
    ],
    discId: 'XY-1',
    genre: { code: 0x0e, text: 'Pop' },
  });

  test('are read back unchanged through READ CD-TEXT', () => {
    const bytes = readCdText.spec.reply.encode({ entries: encodeCdText([disc]) });
    expect(decodeCdText(readCdText.spec.reply.decode(bytes).entries)).toEqual({ blocks: [disc], damagedPacks: 0 });
  });

  test('are read back in two languages, one of them double-byte', () => {
    const japanese = block({
      language: 0x69,
      characterCode: CharacterCode.MsJis,
      album: { title: '世界の音楽と歌の本' },
      tracks: [{ title: 'あいうえおかきくけこ' }, {}, { title: 'さ' }],
    });
    const packs = encodeCdText([disc, japanese]);
    expect(packs.filter(({ doubleByte }) => doubleByte).every((pack) => pack.block === 1)).toBe(true);
    expect(decodeCdText(packs).blocks).toEqual([disc, japanese]);
  });

  test('around a damaged pack are kept', () => {
    const packs = encodeCdText([disc]);
    const damaged = packs.map((pack, index) =>
      index === 1 ? { ...pack, payload: new Uint8Array(12).fill(65) } : pack,
    );
    const { blocks, damagedPacks } = decodeCdText(damaged);
    expect(damagedPacks).toBe(1);
    expect(blocks[0]?.album.title).toBeUndefined();
    expect(blocks[0]?.tracks[0]).toEqual(disc.tracks[0]);
    expect(blocks[0]?.album.performer).toBe('Künstler');
  });

  test('that do not fit are refused', () => {
    expect(() => encodeCdText([block({ album: { title: '世' } })])).toThrow(EncodeError);
    expect(() => encodeCdText([block({ album: { title: 'x'.repeat(4000) } })])).toThrow(/253 packs/);
    expect(() => encodeCdText([block({ characterCode: CharacterCode.MsJis, album: { title: 'A' } })])).toThrow(
      /full-width/,
    );
    expect(() => encodeCdText(Array.from({ length: 9 }, () => block()))).toThrow(/8 languages/);
  });

  test('that are repeated are written as tabs only where they would not fit otherwise', () => {
    const tracks = (count: number) => Array.from({ length: count }, () => ({ performer: 'x'.repeat(60) }));
    const bytesOf = (count: number) => {
      const packs = encodeCdText([block({ tracks: tracks(count) })]).filter(({ packType }) => packType === 0x81);
      return Buffer.concat(packs.map(({ payload }) => payload));
    };
    expect(bytesOf(20).includes(0x09)).toBe(false);
    expect(bytesOf(60).includes(0x09)).toBe(true);
    for (const count of [20, 60]) {
      const value = block({ tracks: tracks(count) });
      expect(decodeCdText(encodeCdText([value])).blocks).toEqual([value]);
    }
    const japanese = block({
      characterCode: CharacterCode.MsJis,
      tracks: tracks(60).map(() => ({ title: '夜'.repeat(30) })),
    });
    expect(decodeCdText(encodeCdText([japanese])).blocks).toEqual([japanese]);
  });

  test('for no listener, and the flag that they must not be copied, are kept', () => {
    const value = block({ copyProtection: 3, album: { closedInfo: 'secret' }, tracks: [{ closedInfo: 'one' }] });
    expect(decodeCdText(encodeCdText([value])).blocks).toEqual([value]);
  });

  test('of any length and with any printable characters are read back unchanged', () => {
    const printable = fc
      .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xa0, max: 0xff })), {
        minLength: 1,
        maxLength: 40,
      })
      .map((codes) => String.fromCharCode(...codes));
    const texts = fc.record(
      {
        title: printable,
        performer: printable,
        songwriter: printable,
        composer: printable,
        arranger: printable,
        message: printable,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        texts,
        fc.array(texts, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 94 }),
        (album, tracks, firstTrack) => {
          const value = block({ album, tracks, firstTrack });
          expect(decodeCdText(encodeCdText([value])).blocks).toEqual([value]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('any packs at all decode without an error', () => {
    const anyPack = fc.uint8Array({ minLength: 18, maxLength: 18 }).map((bytes) => ({
      ...cdTextPack.decode(bytes),
      packType: 0x80 + ((bytes[0] ?? 0) % 16),
      crc: 0,
    }));
    fc.assert(
      fc.property(fc.array(anyPack, { maxLength: 12 }), (packs) => {
        expect(decodeCdText(packs).damagedPacks).toBe(0);
      }),
    );
  });
});
