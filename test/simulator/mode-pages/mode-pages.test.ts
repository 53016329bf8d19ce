import { describe, expect, test } from '@jest/globals';
import { fromHex } from '../../../src/codec/index.ts';
import { setCdSpeed } from '../../../src/mmc/commands/set-cd-speed.ts';
import { capabilitiesPage, writeSpeedsOf } from '../../../src/mmc/mode-pages/capabilities.ts';
import { writeParametersPage } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { modeSelect10 } from '../../../src/scsi/commands/mode-select-10.ts';
import { modeSense10 } from '../../../src/scsi/commands/mode-sense-10.ts';
import { modeParameters, PageControl } from '../../../src/scsi/mode-page.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { run, selectPage05, senseOf } from '../support.ts';

const sense = async (drive: SimulatedDrive, pageCode: number, pageControl: PageControl = PageControl.Current) =>
  modeParameters.decode(await run(drive, modeSense10({ pageCode, pageControl, allocationLength: 1_000 })));

const page = async (drive: SimulatedDrive, pageCode: number, pageControl?: PageControl) =>
  (await sense(drive, pageCode, pageControl)).pages[0] ?? new Uint8Array();

const select = (drive: SimulatedDrive, parameters: Uint8Array, flags = { pageFormat: true }) =>
  run(drive, modeSelect10(flags, parameters));

/** A page after eight zero header bytes, padded to its length. */
const listOf = (hex: string, length = 60): Uint8Array => {
  const list = new Uint8Array(length);
  list.set(fromHex(hex), 8);
  return list;
};

describe('MODE SENSE(10)', () => {
  test('a page has three images: current, default and changeable', async () => {
    await using drive = new SimulatedDrive();
    const initial = await page(drive, 5);
    expect(initial).toHaveLength(52);
    expect(writeParametersPage.decode(initial)).toMatchObject({
      writeType: 1,
      trackMode: 0,
      dataBlockType: 0,
      bufferUnderrunFree: true,
      audioPauseBlocks: 150,
    });
    await selectPage05(drive, { multiSession: 3, audioPauseBlocks: 0 });
    expect(writeParametersPage.decode(await page(drive, 5))).toMatchObject({ multiSession: 3, audioPauseBlocks: 0 });
    expect(await page(drive, 5, PageControl.Default)).toEqual(initial);
    const mask = await page(drive, 5, PageControl.Changeable);
    expect(Array.from(mask.subarray(0, 5))).toEqual([0x05, 0x32, 0x7f, 0xff, 0x0f]);
    // Bytes 6 and 9 and the top of byte 7 are reserved.
    expect(Array.from(mask.subarray(5, 10))).toEqual([0xff, 0, 0x3f, 0xff, 0]);
  });

  test('all pages at once, in order', async () => {
    await using drive = new SimulatedDrive();
    const { pages, blockDescriptors } = await sense(drive, 0x3f);
    expect(pages.map((each) => each[0])).toEqual([0x01, 0x05, 0x0e, 0x1a, 0x1d, 0x2a]);
    expect(blockDescriptors).toHaveLength(0);
  });

  test('no saved pages, no unknown pages, no subpages', async () => {
    await using drive = new SimulatedDrive();
    expect(await senseOf(sense(drive, 5, PageControl.Saved))).toMatchObject({ key: 5, asc: 0x39, ascq: 0 });
    expect(await senseOf(sense(drive, 0x30))).toMatchObject({
      asc: 0x24,
      fieldPointer: { in: 'cdb', byte: 2, bit: 5 },
    });
    const subpage = run(drive, modeSense10({ pageCode: 5, subpageCode: 1, allocationLength: 100 }));
    expect(await senseOf(subpage)).toMatchObject({ asc: 0x24, fieldPointer: { in: 'cdb', byte: 3 } });
  });

  test('page 2Ah lists the write speeds and reports the current one', async () => {
    await using drive = new SimulatedDrive({ writeSpeeds: [16, 4, 8] });
    const fastest = await page(drive, 0x2a);
    expect(writeSpeedsOf(fastest).map(({ writeKBps }) => writeKBps)).toEqual([2822, 1411, 705]);
    expect(capabilitiesPage.decode(fastest)).toMatchObject({ bufferUnderrunFree: true, currentWriteKBps: 2822 });
    for (const [requested, used] of [
      [1_416, 1_411],
      [2_821, 1_411],
      [1, 705],
      [0xffff, 2_822],
    ] as const) {
      await run(drive, setCdSpeed({ writeKBps: requested }));
      expect(capabilitiesPage.decode(await page(drive, 0x2a)).currentWriteKBps).toBe(used);
    }
    expect(Array.from((await page(drive, 0x2a, PageControl.Changeable)).subarray(2))).toEqual(Array(42).fill(0));
  });
});

describe('MODE SELECT(10)', () => {
  test.each([
    ['wodim 1.1.11, audio', '05326100000700000000000000000096'],
    ['wodim 1.1.11, audio, next session allowed', '053261c0000700000000000000000096'],
    ['wodim 1.1.11, audio, test write', '05327100000700000000000000000096'],
    ['cdrskin 1.5.4, audio', '05324100000000000000000000000096'],
    ['cdrskin 1.5.4, audio, next session allowed', '053241c0000000000000000000000096'],
  ])('accepts the page of %s', async (_, hex) => {
    await using drive = new SimulatedDrive();
    await select(drive, listOf(hex));
    expect(Array.from((await page(drive, 5)).subarray(0, 16))).toEqual(Array.from(fromHex(hex)));
  });

  test.each([
    ['the write type for double layers', '05326400000700000000000000000096', { byte: 10, bit: 3 }],
    ['a block type that it does not have', '05326104090700000000000000000096', { byte: 12, bit: 3 }],
    ['data as audio blocks', '05326104000700000000000000000096', { byte: 11, bit: 3 }],
    ['a reserved Multi-session value', '05326180000700000000000000000096', { byte: 11, bit: 7 }],
    ['an unknown session format', '05326100000700000100000000000096', { byte: 16 }],
    ['a bit that cannot be changed', '05326100000740000000000000000096', { byte: 14, bit: 6 }],
    ['PS', '85326100000700000000000000000096', { byte: 8, bit: 7 }],
    ['an unknown page', '07326100000700000000000000000096', { byte: 8, bit: 5 }],
    ['a change of page 2Ah', '2a2affff000000000000000000000000', { byte: 9 }],
  ])('refuses %s, pointing at it', async (_, hex, pointer) => {
    await using drive = new SimulatedDrive();
    const before = await page(drive, 5);
    const parameters = hex.startsWith('2a2a') ? listOf(hex, 8 + 0x2c) : listOf(hex);
    const answer = await senseOf(select(drive, parameters));
    expect(answer).toMatchObject({ key: 5, asc: 0x26, ascq: 0, fieldPointer: { in: 'parameters', ...pointer } });
    expect(answer.fieldPointer).toEqual({ in: 'parameters', ...pointer });
    expect(await page(drive, 5)).toEqual(before);
  });

  test('accepts all pages of a list or none', async () => {
    await using drive = new SimulatedDrive();
    const good = Uint8Array.from(await page(drive, 1));
    good[3] = 1;
    const bad = Uint8Array.from(await page(drive, 5));
    bad[2] = 0x44;
    const parameters = modeParameters.encodeForSelect({
      mediumType: 0,
      blockDescriptors: new Uint8Array(),
      pages: [good, bad],
    });
    expect(await senseOf(select(drive, parameters))).toMatchObject({
      fieldPointer: { byte: 8 + good.length + 2, bit: 3 },
    });
    expect((await page(drive, 1))[3]).toBe(16);
  });

  test('requires PF, no SP, no block descriptors and whole pages', async () => {
    await using drive = new SimulatedDrive();
    const parameters = listOf('05326100000700000000000000000096');
    expect(await senseOf(select(drive, parameters, { pageFormat: false }))).toMatchObject({
      asc: 0x24,
      fieldPointer: { in: 'cdb', byte: 1, bit: 4 },
    });
    const saving = run(drive, modeSelect10({ pageFormat: true, savePages: true }, parameters));
    expect(await senseOf(saving)).toMatchObject({ asc: 0x24, fieldPointer: { in: 'cdb', byte: 1, bit: 0 } });
    // The 16 bytes with which wodim sets a block length of 2048.
    const descriptor = fromHex('00000000000000080000000000000800');
    expect(await senseOf(select(drive, descriptor))).toMatchObject({
      asc: 0x26,
      fieldPointer: { in: 'parameters', byte: 6 },
    });
    expect(await senseOf(select(drive, parameters.subarray(0, 40)))).toMatchObject({ key: 5, asc: 0x1a, ascq: 0 });
    await select(drive, new Uint8Array());
  });
});
