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
