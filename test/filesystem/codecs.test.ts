import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DecodeError, type Struct } from '../../src/codec/index.ts';
import {
  decodePathTable,
  directoryRecord,
  encodePathTable,
  pathTableEntryL,
  pathTableEntryM,
} from '../../src/filesystem/iso9660/directory-record.ts';
import * as elTorito from '../../src/filesystem/iso9660/el-torito.ts';
import * as systemUse from '../../src/filesystem/iso9660/system-use.ts';
import * as volume from '../../src/filesystem/iso9660/volume-descriptors.ts';
import { decodeCs0, encodeCs0 } from '../../src/filesystem/udf/cs0.ts';
import * as udfFiles from '../../src/filesystem/udf/file-descriptors.ts';
import * as udf from '../../src/filesystem/udf/tag.ts';
import * as udfVolume from '../../src/filesystem/udf/volume-descriptors.ts';

const isStruct = (each: unknown): each is Struct<any> =>
  typeof each === 'object' && each !== null && 'lengthBytes' in each && 'fields' in each;

/** Names that are in another list too would replace it. */
const prefixed = (prefix: string, list: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(list).map(([name, value]) => [`${prefix} ${name}`, value]));

const structs = Object.entries({
  directoryRecord,
  pathTableEntryL,
  pathTableEntryM,
  ...elTorito,
  ...systemUse,
  ...volume,
  ...udf,
  ...prefixed('udfFiles', udfFiles),
  ...prefixed('udfVolume', udfVolume),
}).filter((entry): entry is [string, Struct<any>] => isStruct(entry[1]));

test('all declarations of file systems are covered', () => {
  expect(structs.length).toBeGreaterThan(45);
});

describe.each(structs)('%s', (_, layout) => {
  test('what is decoded encodes, and decodes to the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: layout.lengthBytes, maxLength: layout.lengthBytes }), (bytes) => {
        // A date near 1900 or 2155 may be moved to the nearest that can be recorded; after that it stays.
        const encoded = layout.encode(layout.decode(layout.encode(layout.decode(bytes))));
        expect(layout.encode(layout.decode(encoded))).toEqual(encoded);
        expect(layout.decode(encoded)).toEqual(layout.decode(layout.encode(layout.decode(encoded))));
      }),
      { numRuns: 40 },
    );
  });

  test('any bytes decode or are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          layout.decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
        expect(Array.isArray(layout.describe(bytes))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

test('path tables in both byte orders', () => {
  const entry = fc.record({
    identifier: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    extentBlock: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    parentNumber: fc.integer({ min: 1, max: 65_535 }),
  });
  fc.assert(
    fc.property(fc.array(entry), fc.constantFrom('L' as const, 'M' as const), (entries, order) => {
      const decoded = decodePathTable(encodePathTable(entries, order), order);
      expect(decoded.map((each) => ({ ...each, identifier: [...each.identifier] }))).toEqual(
        entries.map((each) => ({ ...each, identifier: [...each.identifier] })),
      );
    }),
  );
});

test('boot catalogs', () => {
  const entry = fc.record({
    platform: fc.constantFrom(0, 1, 2, 0xef),
    bootable: fc.boolean(),
    mediaType: fc.nat(4),
    loadSegment: fc.nat(0xffff),
    loadSectors: fc.nat(0xffff),
    imageBlock: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 20 }), fc.nat(31), (entries, at) => {
      const catalog = elTorito.encodeBootCatalog(entries);
      expect(elTorito.decodeBootCatalog(catalog)).toEqual(entries);
      catalog[at] = ((catalog[at] ?? 0) + 1) % 256;
      expect(elTorito.decodeBootCatalog(catalog)).toBeUndefined();
    }),
  );
});

test('compressed Unicode of UDF, and texts in 8 and 16 bits', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
      expect(decodeCs0(encodeCs0(text))).toBe(text);
    }),
  );
  expect([encodeCs0('é')[0], encodeCs0('日')[0]]).toEqual([8, 16]);
  expect(decodeCs0(Uint8Array.of(254, 1, 2))).toBeUndefined();
});

test('a tag with a wrong checksum, a wrong CRC or too few bytes is not one', () => {
  const descriptor = udf.withTag(new Uint8Array(64).fill(7), { id: 5, location: 9 });
  expect(udf.validTag(descriptor)).toMatchObject({ id: 5, location: 9, crcLength: 48 });
  for (const at of [0, 4, 8, 20, 63]) {
    const damaged = Uint8Array.from(descriptor);
    damaged[at] = ((damaged[at] ?? 0) + 1) % 256;
    expect([at, udf.validTag(damaged)]).toEqual([at, undefined]);
  }
  expect(udf.validTag(descriptor.subarray(0, 40))).toBeUndefined();
});
