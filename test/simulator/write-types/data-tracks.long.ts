import { describe, expect, test } from '@jest/globals';
import { mode1Sector, mode2Form1Sector } from '../../../src/cd/sector.ts';
import { toHex } from '../../../src/codec/index.ts';
import { read10 } from '../../../src/mmc/commands/read-10.ts';
import { readCd, WHOLE_MAIN_CHANNEL } from '../../../src/mmc/commands/read-cd.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { blocks, burnTrack, readQ, run, selectPage05, senseOf, trackInformation } from '../support.ts';

const MODE_1 = { trackMode: 4, dataBlockType: 8 } as const;
const MODE_2_FORM_1 = { trackMode: 4, dataBlockType: 10, sessionFormat: 0x20 } as const;

const data = (lengthBlocks: number, blockBytes = 2048): Uint8Array =>
  Uint8Array.from({ length: lengthBlocks * blockBytes }, (_, index) => (index * 7 + Math.floor(index / 2048)) % 256);

describe('data tracks, recorded by Track-At-Once', () => {
  test('Mode 1: READ(10) returns the user data, READ CD whole sectors', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, MODE_1);
    const written = data(310);
    await burnTrack(drive, written, 2048);
    expect(await trackInformation(drive, 1)).toMatchObject({ trackMode: 4, dataMode: 1, lengthBlocks: 310 });
    expect(await run(drive, read10({ lba: 20, lengthBlocks: 30 }))).toEqual(written.subarray(20 * 2048, 50 * 2048));
    const sectors = await run(drive, readCd({ ...WHOLE_MAIN_CHANNEL, sectorType: 0, startLba: 30, lengthBlocks: 2 }));
    expect(sectors.subarray(0, 2352)).toEqual(mode1Sector(30, written.subarray(30 * 2048, 31 * 2048)));
    expect(sectors.subarray(2352)).toEqual(mode1Sector(31, written.subarray(31 * 2048, 32 * 2048)));
  });

  test('every selection of READ CD is that part of the sector; parts that are not adjacent are refused', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, MODE_1);
    const written = data(1);
    await burnTrack(drive, written, 2048);
    const sector = mode1Sector(0, written);
    const read = (selection: object) =>
      run(drive, readCd({ sectorType: 2, startLba: 0, lengthBlocks: 1, ...selection }));
    expect(await read({ sync: true })).toEqual(sector.subarray(0, 12));
    expect(await read({ headers: 1 })).toEqual(sector.subarray(12, 16));
    expect(await read({ headers: 2 })).toHaveLength(0);
    expect(await read({ headers: 3, userData: true })).toEqual(sector.subarray(12, 2064));
    expect(await read({ userData: true })).toEqual(sector.subarray(16, 2064));
    expect(await read({ userData: true, edcAndEcc: true })).toEqual(sector.subarray(16));
    expect(await read({ edcAndEcc: true })).toEqual(sector.subarray(2064));
    expect(await senseOf(read({ sync: true, userData: true }))).toMatchObject({ asc: 0x24, ascq: 0 });
    expect(await senseOf(read({ headers: 1, edcAndEcc: true }))).toMatchObject({ asc: 0x24, ascq: 0 });
    const wrong = (sectorType: 1 | 3 | 4) => senseOf(read({ sectorType, userData: true }));
    for (const type of [1, 3, 4] as const) expect(await wrong(type)).toMatchObject({ asc: 0x64, ascq: 0 });
    const withC2AndQ = await read({ userData: true, c2: 2, subChannel: 2 });
    expect(withC2AndQ).toHaveLength(2048 + 296 + 16);
    expect(withC2AndQ[2048 + 296]).toBe(0x41);
  });

  test('Mode 2 form 1: with the sub-header of the page, or with one before each block', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, { ...MODE_2_FORM_1, subHeader: Uint8Array.of(0, 0, 8, 0) });
    const written = data(300);
    await burnTrack(drive, written, 2048);
    expect(await trackInformation(drive, 1)).toMatchObject({ trackMode: 4, dataMode: 2 });
    expect(await run(drive, read10({ lba: 299, lengthBlocks: 1 }))).toEqual(written.subarray(299 * 2048));
    const first = Uint8Array.from([0, 0, 8, 0, 0, 0, 8, 0, ...written.subarray(0, 2048)]);
    const whole = await run(drive, readCd({ ...WHOLE_MAIN_CHANNEL, sectorType: 4, startLba: 0, lengthBlocks: 1 }));
    expect(whole).toEqual(mode2Form1Sector(0, first));

    await selectPage05(drive, { ...MODE_2_FORM_1, dataBlockType: 11 });
    const own = data(300, 2056);
    const start = await burnTrack(drive, own, 2056);
    const selection = { sectorType: 4, headers: 2, userData: true } as const;
    const read = await run(drive, readCd({ ...selection, startLba: start + 40, lengthBlocks: 2 }));
    expect(read).toEqual(own.subarray(40 * 2056, 42 * 2056));
  });

  test('the pregap of a data track is empty data, and READ(10) refuses audio', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    expect(await senseOf(run(drive, read10({ lba: 10, lengthBlocks: 1 })))).toMatchObject({
      key: 5,
      asc: 0x64,
      ascq: 0,
    });
    await selectPage05(drive, MODE_1);
    const start = await burnTrack(drive, data(300), 2048);
    const gap = await run(
      drive,
      readCd({ ...WHOLE_MAIN_CHANNEL, sectorType: 0, startLba: start - 75, lengthBlocks: 1 }),
    );
    expect(gap).toEqual(mode1Sector(start - 75, new Uint8Array(2048)));
  });

  test('a page with contradictory fields is refused, with a pointer to the field', async () => {
    await using drive = new SimulatedDrive();
    const refused = (changes: object) => senseOf(selectPage05(drive, changes));
    expect(await refused({ dataBlockType: 8 })).toMatchObject({ asc: 0x26, fieldPointer: { byte: 8 + 3, bit: 3 } });
    expect(await refused({ trackMode: 4, dataBlockType: 9 })).toMatchObject({ fieldPointer: { byte: 8 + 4, bit: 3 } });
    expect(await refused({ trackMode: 4 })).toMatchObject({ fieldPointer: { byte: 8 + 3, bit: 3 } });
  });

  test('the ISRC of the page becomes the track’s, in Q of one block in a hundred', async () => {
    await using drive = new SimulatedDrive();
    const isrc = Uint8Array.from([0x80, ...new TextEncoder().encode('GBAYE6500331'), 0, 0, 0]);
    await selectPage05(drive, { isrc });
    await burnTrack(drive, blocks(300));
    const q = await readQ(drive, 80);
    // ECMA-130 22.3.5: five characters of six bits (G 17h, B 12h, A 11h, Y 29h, E 15h), two zero bits, seven digits.
    expect(toHex(q.subarray(0, 10))).toBe('035d2469 546500331005'.replace(' ', ''));
  });
});
