import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Codec, DecodeError, fromHex, type Struct, toHex } from '../../src/codec/index.ts';
import * as mmc from '../../src/mmc/commands/index.ts';
import * as structures from '../../src/mmc/structures/index.ts';

const isStruct = (each: unknown): each is Struct<any> =>
  typeof each === 'object' && each !== null && 'lengthBytes' in each && 'fields' in each;

const layouts = Object.entries(structures).filter((entry): entry is [string, Struct<any>] => isStruct(entry[1]));
const performance = [
  mmc.getUnusableArea,
  mmc.getDefectStatus,
  mmc.getDefectiveBlocks,
  mmc.getDefectCacheZones,
  mmc.readDefectData12,
  mmc.readBdDefectList,
  mmc.readControlBlockList,
].map(({ spec }) => [spec.name, spec.reply] as const);

const random = (lengthBytes: number) => fc.uint8Array({ minLength: lengthBytes, maxLength: lengthBytes });

function decodesOrRefuses(codec: Codec<any, any>, bytes: Uint8Array): void {
  try {
    codec.decode(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
  expect(Array.isArray(codec.describe(bytes))).toBe(true);
}

test('every structure is covered', () => {
  expect(layouts.length).toBeGreaterThan(15);
});

describe.each(layouts)('%s', (_, layout) => {
  test('what is decoded encodes, and decodes to the same', () => {
    fc.assert(
      fc.property(random(layout.lengthBytes), (bytes) => {
        const once = layout.encode(layout.decode(bytes));
        expect(Buffer.compare(layout.encode(layout.decode(once)), once)).toBe(0);
      }),
      { numRuns: layout.lengthBytes > 5000 ? 2 : 20 },
    );
  });

  test('any bytes decode or are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => decodesOrRefuses(layout, bytes)),
      {
        numRuns: 20,
      },
    );
  });
});

describe.each(performance)('%s', (_, reply) => {
  test('any bytes decode or are refused, and what is decoded encodes to the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        decodesOrRefuses(reply, bytes);
        if (bytes.length < 200) return;
        const once = reply.encode(reply.decode(bytes) as never);
        expect(Buffer.compare(reply.encode(reply.decode(once) as never), once)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

describe('places, as ntddcdvd.h and Aaru have them', () => {
  test('the persistent protection of a DVD-RAM is bit 1, and byte 7 says why it is not written', () => {
    expect(mmc.readMediumStatus.spec.reply.decode(fromHex('00060000' + '8a0000ff'))).toMatchObject({
      cartridge: true,
      taken: false,
      writeInhibited: true,
      persistentProtected: true,
      writeInhibitReason: 0xff,
    });
  });

  test('the Disc Definition Structure of a DVD-RAM: certified, one group, 35 zones, LSN 0 at 031000h', () => {
    const bytes = new Uint8Array(2052);
    bytes.set(fromHex('080200000a0a000100000005' + '00010023'), 0);
    bytes.set(fromHex('00031000'), 92);
    expect(mmc.readDvdRamDefinition.spec.reply.decode(bytes)).toMatchObject({
      identifier: structures.DVD_RAM_DEFINITION_ID,
      certifiedByManufacturer: true,
      updates: 5,
      groups: 1,
      zones: 35,
      firstLogicalSector: 0x31000,
    });
  });

  test('that of a BD: its last block at byte 40, its spare areas from byte 44', () => {
    const bytes = new Uint8Array(2052);
    bytes.set(fromHex('08020000' + '4453'), 0);
    bytes.set(fromHex('00b473ff' + '00001000' + '00002000' + '00000000' + '01'), 40);
    expect(mmc.readBdDefinition.spec.reply.decode(bytes)).toMatchObject({
      identifier: 'DS',
      lastUserBlock: 11_826_175,
      innerSpare0: 0x1000,
      outerSpare: 0x2000,
      spareFull: 1,
    });
  });

  test('the identifier of a DVD-R is a time in digits from byte 8', () => {
    const bytes = new Uint8Array(22);
    bytes.set(fromHex('0014'), 0);
    bytes.set(fromHex('1234'), 6);
    bytes.set(new TextEncoder().encode('20051224183000'), 8);
    expect(mmc.readUniqueDiscIdentifier.spec.reply.decode(bytes)).toMatchObject({
      random: 0x1234,
      year: '2005',
      month: '12',
      day: '24',
      hour: '18',
      minute: '30',
    });
  });

  test('a write inhibit block: its descriptor is WDC and its status the last two bits of byte 51', () => {
    const bytes = new Uint8Array(4 + 32_768);
    bytes.set(fromHex('80020000' + '57444300' + '0000000c'), 0);
    bytes.set(fromHex('00000002' + '00000081'), 44);
    expect(mmc.readWriteInhibitBlock.spec.reply.decode(bytes)).toMatchObject({
      content: structures.ControlBlock.WriteInhibit,
      prohibitsModification: true,
      prohibitsFormatting: true,
      prohibitsReading: false,
      updates: 2,
      needsPassword: true,
      status: structures.WriteInhibit.Writing,
    });
  });

  test('the list of control blocks: readable and writable ones, then their descriptors', () => {
    const bytes = fromHex(
      `0036${'0000'}${'ffffffff'}${'00000000'}${'00'.repeat(32)}${'00010001'}${'57444300'}${'57444300'}`,
    );
    const { readable, writable, entries } = mmc.readControlBlockList.spec.reply.decode(bytes);
    expect([readable, writable, entries.map(({ content }) => content)]).toEqual([1, 1, ['WDC', 'WDC']]);
  });

  test('copyright: CSS, and the regions that are forbidden', () => {
    expect(mmc.readDvdCopyright.spec.reply.decode(fromHex('00060000' + '01fd0000'))).toMatchObject({
      protection: structures.CopyrightProtection.Css,
      regions: 0xfd,
    });
    expect(mmc.readDvdCopyrightManagement.spec.reply.decode(fromHex('00060000' + 'b0000000'))).toMatchObject({
      material: true,
      generations: 3,
    });
  });

  test('sector numbers of a defect list of BD have 28 bits', () => {
    const entry = fromHex('0' + '0123456' + '4' + '0fedcba');
    expect(structures.bdDefect.decode(entry)).toEqual({
      status: 0,
      defect: 0x123456,
      status2: 4,
      replacement: 0xfedcba,
    });
  });
});

describe('commands', () => {
  test('the form of GET PERFORMANCE, READ and SEND DISC STRUCTURE is known by its fields', () => {
    const name = (hex: string) => mmc.commandFor(fromHex(hex))?.spec.name;
    expect(name('ac0000000000000000010200')).toBe('GET PERFORMANCE (defect status)');
    expect(name('ad00ffffffff003000080000')).toBe('READ DISC STRUCTURE (list of control blocks)');
    expect(name('ad0000000000001900080000')).toBe('READ DISC STRUCTURE (HD DVD medium status)');
    expect(name('ad0100000000001200080000')).toBe('READ DISC STRUCTURE (defect list)');
    expect(name('bf00000000000022000c0000')).toBe('SEND DISC STRUCTURE (jump interval)');
    expect(name('bf00000000000099000c0000')).toBe('SEND DISC STRUCTURE');
  });

  test('a defect status descriptor has 2,048 bytes and counts the first bit from the lowest', () => {
    const { cdb, data } = mmc.getDefectStatus({ maxDescriptors: 1, startLba: 16 });
    expect(toHex(cdb)).toBe('ac0000000010000000010200');
    expect(data).toEqual({ direction: 'in', lengthBytes: 2056 });
    const reply = fromHex(`00000804${'00000000'}${'00000010'}${'00003fef'}${'10'}${'03'}${'08'}${'00'.repeat(2037)}`);
    const [entry] = mmc.getDefectStatus.spec.reply.decode(reply).entries;
    expect(entry).toMatchObject({ startLba: 16, endLba: 0x3fef, blocking: 16, firstBit: 3 });
    expect(entry?.defects[0]).toBe(8);
  });

  test('VERIFY(10), SET READ AHEAD, READ DEFECT DATA(12), and a reservation up to an address', () => {
    expect(toHex(mmc.verify10({ lba: 0x1000, lengthBlocks: 32 }).cdb)).toBe('2f000000100000002000');
    expect(toHex(mmc.setReadAhead({ triggerLba: 16, readAheadLba: 0x2000 }).cdb)).toBe('a7000000001000002000' + '0000');
    expect(toHex(mmc.readDefectData12({ primary: true, grown: true, format: 0, allocationLength: 8 }).cdb)).toBe(
      'b718000000000000000800' + '00',
    );
    expect(toHex(mmc.reserveTrackUpTo({ lba: 0x4000 }).cdb)).toBe('53010000400000000000');
  });

  test('where layer 1 begins, sent', () => {
    const { cdb, data } = mmc.sendLayerBoundary({}, { dataLength: 10, value: 0x1f_d800 });
    expect(toHex(cdb)).toBe('bf00000000000020000c0000');
    expect(data.direction === 'out' && toHex(data.bytes)).toBe('000a0000' + '00000000' + '001fd800');
  });
});
