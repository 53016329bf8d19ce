import { describe, expect, test } from '@jest/globals';
import {
  bit,
  bits,
  bytes,
  choice,
  DecodeError,
  EncodeError,
  entriesOf,
  fixed,
  fromHex,
  hexNumber,
  i32,
  late,
  list,
  optional,
  recordList,
  struct,
  text,
  toHex,
  u8,
  u16,
  u16Split,
} from '../../src/codec/index.ts';

const Colour = { Red: 0, DarkBlue: 2 } as const;
const sample = struct(16, {
  flag: bit(1, 6),
  nibble: bits(1, [3, 0]),
  colour: choice(2, [7, 6], Colour),
  lba: i32(3),
  split: u16Split(12, 2 + 5),
  name: text(8, 4),
  raw: bytes(13, 2),
  spare: optional(u8(15), 9),
});

describe('struct', () => {
  test('puts every field where it was declared', () => {
    const encoded = sample.encode({
      flag: true,
      nibble: 5,
      colour: Colour.DarkBlue,
      lba: -150,
      split: 0x1234,
      name: 'AB',
    });
    expect(toHex(encoded, ' ')).toBe('00 45 80 ff ff ff 6a 34 41 42 20 20 12 00 00 09');
    expect(sample.decode(encoded)).toEqual({
      flag: true,
      nibble: 5,
      colour: 2,
      lba: -150,
      split: 0x1234,
      name: 'AB',
      raw: new Uint8Array(2),
      spare: 9,
    });
  });

  test('refuses values that do not fit, naming the field', () => {
    const good = { nibble: 0, colour: Colour.Red, lba: 0, split: 0 };
    expect(() => sample.encode({ ...good, nibble: 16 })).toThrow(/nibble .* 0 to 15, not 16/);
    expect(() => sample.encode({ ...good, lba: 2 ** 31 })).toThrow(EncodeError);
    expect(() => sample.encode({ ...good, name: 'fünf' })).toThrow(EncodeError);
    expect(() => sample.encode({ ...good, raw: new Uint8Array(3) })).toThrow(/raw must be 2 bytes/);
    expect(() => sample.encode({ nibble: 0 } as never)).toThrow(/missing/);
  });

  test('refuses bytes below its minimum', () => {
    const growing = struct(8, { first: u8(0), newer: late(u16(6)) }, { minimumBytes: 4 });
    expect(() => growing.decode(new Uint8Array(3))).toThrow(DecodeError);
  });

  test('cannot be declared with a field that may be missing and would then read as zero', () => {
    expect(() => struct(8, { first: u8(0), newer: u16(6) }, { minimumBytes: 4 })).toThrow('newer is past the 4 bytes');
  });

  test('ends where its own length says, unless that is less than there must be', () => {
    const fields = { length: u8(0), second: u8(1), newer: late(u8(2)) };
    const counted = struct(3, fields, { minimumBytes: 2, ownLength: { field: 'length', uncountedBytes: 1 } });
    const newer = (...bytes: number[]) => counted.decode(Uint8Array.of(...bytes)).newer;
    expect([newer(2, 7, 9), newer(1, 7, 9), newer(0, 7, 9), newer(2, 7)]).toEqual([9, undefined, undefined, undefined]);
    expect(counted.describe(Uint8Array.of(1, 7, 9)).map(({ name }) => name)).toEqual(['length', 'second']);
  });

  test('a fixed field is not described while it has its value', () => {
    const marked = struct(2, { one: fixed(bits(0, [7, 7]), 1), spare: fixed(u8(1)) });
    expect(toHex(marked.encode({}))).toBe('8000');
    expect(marked.describe(fromHex('8000'))).toEqual([]);
    expect(marked.describe(fromHex('0003')).map(({ name, text }) => `${name} ${text}`)).toEqual(['one 0', 'spare 3']);
  });

  test('a late field is undefined where any of its bytes is missing, never zero', () => {
    const growing = struct(8, { first: u8(0), newer: late(u16(6)) }, { minimumBytes: 4 });
    expect(growing.decode(Uint8Array.of(7, 0, 0, 0))).toEqual({ first: 7, newer: undefined });
    expect(growing.decode(Uint8Array.of(7, 0, 0, 0, 0, 0, 9))).toEqual({ first: 7, newer: undefined });
    expect(growing.decode(growing.encode({ first: 7, newer: 0 }))).toEqual({ first: 7, newer: 0 });
  });

  test('describes what arrived whole, in words', () => {
    const words = sample.describe(Uint8Array.of(0, 0x40, 0xc0, 0, 0));
    expect(words).toEqual([
      { name: 'flag', text: 'yes' },
      { name: 'nibble', text: '0' },
      { name: 'colour', text: 'reserved (3)' },
    ]);
    expect(sample.describe(Uint8Array.of(0, 0, 0x80))[2]).toEqual({ name: 'colour', text: 'dark blue (2)' });
  });

  test('patches one field and keeps every other bit', () => {
    const noisy = new Uint8Array(16).fill(0xff);
    expect(toHex(sample.patch(noisy, { flag: false }))).toBe(`ffbf${'ff'.repeat(14)}`);
    expect(() => sample.patch(noisy.subarray(0, 2), { lba: 0 })).toThrow(/past the end/);
    expect(() => sample.patch(noisy, { other: 1 } as never)).toThrow(/no field other/);
  });

  test('knows the mask of a field and the field of a bit', () => {
    expect(toHex(sample.mask(['nibble', 'spare']))).toBe('000f000000000000000000000000' + '00ff');
    expect(sample.fieldAt(1, 6)).toBe('flag');
    expect(sample.fieldAt(1, 5)).toBeUndefined();
  });
});

describe('lists', () => {
  const codec = list({
    header: struct(4, { dataLength: u16(0), tag: u8(2) }),
    lengthField: 'dataLength',
    uncountedBytes: 2,
    entry: struct(2, { value: u16(0) }),
  });

  test('fill in their length and read it back', () => {
    const encoded = codec.encode({ tag: 1, entries: [{ value: 2 }, { value: 3 }] });
    expect(toHex(encoded)).toBe('0006010000020003');
    expect(codec.decode(encoded)).toEqual({ dataLength: 6, tag: 1, entries: [{ value: 2 }, { value: 3 }] });
  });

  test('trust the length only as far as there are bytes, and leave out half entries', () => {
    expect(codec.decode(fromHex('ffff0100000200')).entries).toEqual([{ value: 2 }]);
    expect(codec.decode(fromHex('0000010000020003')).entries).toEqual([]);
    expect(() => codec.decode(fromHex('0006'))).toThrow(DecodeError);
    expect(codec.describe(fromHex('0006'))).toEqual([{ name: 'dataLength', text: '6' }]);
  });

  test('of records, which have their own lengths, leave out one that is cut off', () => {
    const records = recordList({
      header: struct(2, { total: u16(0) }),
      lengthField: 'total',
      uncountedBytes: 2,
      entry: struct(2, { kind: u8(0), length: u8(1) }),
      dataLengthField: 'length',
    });
    const value = {
      entries: [
        { kind: 1, data: Uint8Array.of(9, 8) },
        { kind: 2, data: new Uint8Array() },
      ],
    };
    const encoded = records.encode(value);
    expect(toHex(encoded)).toBe('0006' + '01020908' + '0200');
    expect(records.decode(encoded).entries).toEqual(value.entries);
    expect(records.decode(encoded.subarray(0, 5)).entries).toEqual([]);
  });

  test('without a header have as many entries as there are bytes for', () => {
    const plain = entriesOf(struct(2, { value: u16(0) }));
    expect(plain.decode(fromHex('00010002ff'))).toEqual([{ value: 1 }, { value: 2 }]);
    expect(plain.encode([])).toHaveLength(0);
  });
});

describe('hexadecimal', () => {
  test('goes both ways', () => {
    expect(toHex(fromHex('2A 00\nff'), ' ')).toBe('2a 00 ff');
    expect(() => fromHex('2a0')).toThrow(DecodeError);
    expect(hexNumber(0x5b)).toBe('5Bh');
    expect(hexNumber(9, 4)).toBe('0009h');
  });
});
