import { describe, expect, test } from '@jest/globals';
import { sgIoHeaderType } from '../../../src/transport/linux/sg-io-header.ts';
import { type CLayout, type CStruct, cBytes, cStruct } from '../../../src/transport/native/c-struct.ts';
import { passThroughTypes } from '../../../src/transport/win32/scsi-pass-through.ts';
import { storagePropertyTypes } from '../../../src/transport/win32/storage-property.ts';

const on64: CLayout = { pointerBytes: 8, littleEndian: true };
const on32: CLayout = { pointerBytes: 4, littleEndian: true };

const offsetsOf = (type: CStruct): Record<string, number> =>
  Object.fromEntries(Object.entries(type.fields).map(([name, { offset }]) => [name, offset]));
/** The offsets in the order of the fields, then the size. */
const shapeOf = (type: CStruct): number[] => [...Object.values(offsetsOf(type)), type.size];

// offsetof and sizeof as gcc 12.2 (-m64, -m32) prints them for scsi/sg.h of Linux. 64-bit ARM, RISC-V and POWER lay it out
// like -m64, 32-bit ARM like -m32: no field is wider than a pointer. `npm run test:nodes` asks the compiler again.
describe('sg_io_hdr is laid out as the C compiler does it', () => {
  test.each([
    ['64', on64, [0, 4, 8, 9, 10, 12, 16, 24, 32, 40, 44, 48, 56, 64, 65, 66, 67, 68, 70, 72, 76, 80, 88]],
    ['32', on32, [0, 4, 8, 9, 10, 12, 16, 20, 24, 28, 32, 36, 40, 44, 45, 46, 47, 48, 50, 52, 56, 60, 64]],
  ])('in %s bits', (_, layout, shape) => {
    expect(shapeOf(sgIoHeaderType(layout))).toEqual(shape);
    expect(shapeOf(sgIoHeaderType({ ...layout, littleEndian: false }))).toEqual(shape);
  });
});

// As x86_64-w64-mingw32-gcc prints them for ntddscsi.h and winioctl.h (`npm run test:windows` asks it again), and gcc -m32
// for the same declarations.
describe('the structures of SPTI are laid out as the C compiler does it', () => {
  test.each([
    ['64', on64, [0, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 36, 56], [0, 56, 60, 96]],
    ['32', on32, [0, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 28, 44], [0, 44, 48, 80]],
  ])('SCSI_PASS_THROUGH_DIRECT in %s bits, alone and with its sense area', (_, layout, alone, withSense) => {
    const types = passThroughTypes(layout);
    expect(shapeOf(types.direct)).toEqual(alone);
    expect(shapeOf(types.withSense)).toEqual(withSense);
  });

  test.each([
    ['64', on64],
    ['32', on32],
  ])('the storage properties, which have no pointers, in %s bits', (_, layout) => {
    const { query, adapter, device } = storagePropertyTypes(layout);
    expect([query.size, adapter.size, device.size]).toEqual([12, 32, 40]);
    expect(offsetsOf(adapter)).toMatchObject({ MaximumTransferLength: 8, MaximumPhysicalPages: 12, AlignmentMask: 16 });
    expect(offsetsOf(device)).toMatchObject({ VendorIdOffset: 12, ProductIdOffset: 16, ProductRevisionOffset: 20 });
  });
});

describe('values', () => {
  const fields = { a: 'u8', b: 'u16', c: 'i32', d: 'pointer', e: cBytes(3), f: 'u32' } as const;
  const written = (layout: CLayout): string => {
    const type = cStruct(layout, fields);
    const memory = new Uint8Array(type.size);
    const values = type.over(memory);
    Object.assign(values, { a: 0x01, b: 0x0203, c: -2, d: 0x0405_0607n, f: 0xffff_fffe });
    values.e.set([8, 9, 10]);
    expect({ ...(({ a, b, c, d, f }) => ({ a, b, c, d, f }))(values) }).toEqual({
      a: 0x01,
      b: 0x0203,
      c: -2,
      d: 0x0405_0607n,
      f: 0xffff_fffe,
    });
    return Buffer.from(memory).toString('hex');
  };

  test.each([
    [8, true, '01000302feffffff070605040000000008090a00feffffff'],
    [8, false, '01000203fffffffe000000000405060708090a00fffffffe'],
    [4, true, '01000302feffffff0706050408090a00feffffff'],
    [4, false, '01000203fffffffe0405060708090a00fffffffe'],
  ] as const)(
    'with pointers of %d bytes, little-endian %p, are where C puts them',
    (pointerBytes, littleEndian, hex) => {
      expect(written({ pointerBytes, littleEndian })).toBe(hex);
    },
  );

  test.each([
    ['a', 256],
    ['a', -1],
    ['a', 1.5],
    ['b', 0x1_0000],
    ['c', 0x8000_0000],
    ['f', Number.NaN],
    ['d', 0x1_0000_0000n],
    ['d', -1n],
  ])('%s: %p does not fit and is refused, not cut off', (name, value) => {
    const type = cStruct(on32, fields);
    const memory = new Uint8Array(type.size);
    expect(() => Object.assign(type.over(memory), { [name]: value })).toThrow(RangeError);
    expect(memory.every((byte) => byte === 0)).toBe(true);
  });

  test('need memory for all of them', () => {
    const type = cStruct(on64, fields);
    expect(() => type.over(new Uint8Array(type.size - 1))).toThrow(RangeError);
  });

  test('begin where the memory begins, not its ArrayBuffer', () => {
    const memory = new Uint8Array(64).subarray(7);
    cStruct(on64, fields).over(memory).b = 0x0203;
    expect([...memory.subarray(0, 4)]).toEqual([0, 0, 3, 2]);
  });
});
