import { describe, expect, test } from '@jest/globals';
import { fromHex, toHex } from '../../src/codec/index.ts';
import * as mmc from '../../src/mmc/commands/index.ts';

/** Bytes with these texts at these places. */
function bytesWith(length: number, places: readonly (readonly [number, string])[]): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const [place, text] of places) bytes.set(new TextEncoder().encode(text), place);
  return bytes;
}

describe('what dvd+rw-mediainfo 7.1 reads of READ DISC STRUCTURE, at the places where it reads it', () => {
  test('the media ID of a DVD+R: format 11h, bytes 23 and 31', () => {
    const bytes = bytesWith(260, [
      [23, 'MCC'],
      [31, '004'],
    ]);
    expect(mmc.readAdip.spec.reply.decode(bytes)).toMatchObject({ manufacturer: 'MCC', mediaType: '004' });
  });

  test('the media ID of a DVD-R: format 0Eh, fields 3 and 4', () => {
    const bytes = bytesWith(44, [
      [21, 'MCC 03'],
      [29, 'RG20  '],
    ]);
    bytes.set([3], 20);
    bytes.set([4], 28);
    expect(mmc.readPreRecordedInformation.spec.reply.decode(bytes)).toMatchObject({
      field3: 3,
      manufacturer: 'MCC 03',
      field4: 4,
      manufacturerContinued: 'RG20',
    });
  });

  test('the media ID of a BD: format 00h, bytes 104 and 110', () => {
    const bytes = bytesWith(116, [
      [4, 'DI'],
      [104, 'VERBAT'],
      [110, 'IM0'],
    ]);
    expect(mmc.readBdDiscInformation.spec.reply.decode(bytes)).toMatchObject({
      identifier: 'DI',
      manufacturer: 'VERBAT',
      mediaType: 'IM0',
    });
  });

  test('the book, the first and the last sector of the physical format', () => {
    const bytes = new Uint8Array(36);
    // DVD+RW book, revision 2; sectors 030000h to 26053Fh: 2295104 blocks.
    bytes.set(fromHex('92'), 4);
    bytes.set(fromHex('00030000' + '0026053f'), 8);
    const format = mmc.readDvdPhysicalFormat.spec.reply.decode(bytes);
    expect(format).toMatchObject({ bookType: mmc.BookType.DvdPlusRw, partVersion: 2, layers: 0 });
    expect(format.lastSector - format.firstSector + 1).toBe(2_295_104);
  });

  test('the spare areas of DVD-RAM, and the boundary of the layers of DVD+R DL', () => {
    const spare = fromHex('000e0000' + '00003200' + '00000010' + '00000020');
    expect(mmc.readDvdRamSpareArea.spec.reply.decode(spare)).toMatchObject({
      unusedPrimary: 12_800,
      unusedSupplementary: 16,
      allocatedSupplementary: 32,
    });
    expect(mmc.readLayerBoundary.spec.reply.decode(fromHex('000a0000' + '80000000' + '001fd800'))).toMatchObject({
      fixed: true,
      value: 0x1f_d800,
    });
  });

  test('the list of structures: number, and length at byte 2', () => {
    const { entries } = mmc.readStructureList.spec.reply.decode(fromHex('000a0000' + '0a40000e' + '1140' + '0102'));
    expect(entries).toEqual([
      { format: 0x0a, sendable: false, readable: true, lengthBytes: 14 },
      { format: 0x11, sendable: false, readable: true, lengthBytes: 258 },
    ]);
  });
});

describe('formats', () => {
  test('a format of DVD+RW in the background', () => {
    const { cdb, data } = mmc.formatUnit(
      {},
      { immediate: true, blocks: 0xffff_ffff, formatType: mmc.FormatType.DvdPlusRwBasic },
    );
    expect(toHex(cdb)).toBe('041100000000');
    // Format type in bits 7-2 of byte 8: 26h is 98h.
    expect(data.direction === 'out' && toHex(data.bytes)).toBe('00020008' + 'ffffffff' + '98000000');
  });

  test('capacities: that of the disc, then the formats', () => {
    const reply = mmc.readFormatCapacities.spec.reply.decode(
      fromHex('00000010' + '0023054002000800' + '0023054098000000'),
    );
    expect(reply).toMatchObject({ blocks: 2_295_104, capacityType: mmc.CapacityType.Formatted, blockBytes: 2_048 });
    expect(reply.entries).toEqual([{ blocks: 2_295_104, formatType: 0x26, subType: 0, parameter: 0 }]);
  });

  test('longer counts, and streaming', () => {
    expect(toHex(mmc.read12({ lba: 16, lengthBlocks: 32, streaming: true }).cdb)).toBe('a80000000010000000208000');
    expect(toHex(mmc.write12({ lba: 0, lengthBlocks: 32 }, new Uint8Array(0)).cdb)).toBe('aa0000000000000000200000');
  });

  test('a reservation for a DVD-R in one go, as cdrskin sends 336 blocks', () => {
    expect(toHex(mmc.reserveTrack({ reservationBlocks: 0x150 }).cdb)).toBe('53000000000000015000');
  });
});

test('a track above 99 has a number of two bytes, and its layer jump fields are read where they are', () => {
  const bytes = fromHex(`002e${'00'.repeat(30)}0100${'00'.repeat(2)}${'00001234'}${'00'.repeat(8)}`);
  const { track, readCompatibilityLba } = mmc.readTrackInformation.spec.reply.decode(bytes);
  expect([track, readCompatibilityLba]).toEqual([256, 0x1234]);
});
