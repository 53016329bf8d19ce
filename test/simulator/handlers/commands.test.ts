import { describe, expect, test } from '@jest/globals';
import { blank } from '../../../src/mmc/commands/blank.ts';
import { getConfiguration, RequestedFeatures } from '../../../src/mmc/commands/get-configuration.ts';
import { getPerformance, getWriteSpeeds } from '../../../src/mmc/commands/get-performance.ts';
import { mechanismStatus } from '../../../src/mmc/commands/mechanism-status.ts';
import { readCd } from '../../../src/mmc/commands/read-cd.ts';
import { setStreaming } from '../../../src/mmc/commands/set-streaming.ts';
import {
  cdMasteringFeature,
  cdReadFeature,
  cdTrackAtOnceFeature,
  driveSerialNumberFeature,
  findFeature,
  profilesOf,
} from '../../../src/mmc/features.ts';
import { Profile } from '../../../src/mmc/profiles.ts';
import { inquiry, PeripheralType } from '../../../src/scsi/commands/inquiry.ts';
import {
  inquiryDeviceIdentification,
  inquirySupportedPages,
  inquiryUnitSerialNumber,
} from '../../../src/scsi/commands/vital-product-data.ts';
import { decodeSense } from '../../../src/scsi/sense.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import {
  BLOCK_BYTES,
  blocks,
  burnTrack,
  closeSession,
  readQ,
  run,
  selectPage05,
  senseOf,
  writeBlocks,
} from '../support.ts';

describe('what the drive reports about itself', () => {
  test('INQUIRY, its serial number and its identification', async () => {
    await using drive = new SimulatedDrive();
    expect(await run(drive, inquiry({ allocationLength: 96 }))).toMatchObject({
      peripheralType: PeripheralType.CdDvd,
      removable: true,
      vendor: 'DISCWRT',
      product: 'VIRTUAL CD-RW',
      revision: '1.00',
    });
    const supported = await run(drive, inquirySupportedPages({ allocationLength: 96 }));
    expect(supported.entries.map(({ code }) => code)).toEqual([0x00, 0x80, 0x83]);
    expect(await run(drive, inquiryUnitSerialNumber({ allocationLength: 96 }))).toEqual({
      serialNumber: 'DWSIM0000001',
    });
    const [designator] = (await run(drive, inquiryDeviceIdentification({ allocationLength: 96 }))).entries;
    expect(new TextDecoder().decode(designator?.data)).toBe('DISCWRT VIRTUAL CD-RW   DWSIM0000001');
    const unknownPage = drive.send({
      cdb: Uint8Array.of(0x12, 1, 0xb0, 0, 96, 0),
      data: { direction: 'in', lengthBytes: 96 },
      timeoutMs: 1_000,
    });
    expect(await unknownPage).toMatchObject({ status: 0x02 });
  });

  test('replies are cut to the allocation length', async () => {
    await using drive = new SimulatedDrive();
    const reply = await drive.send({
      cdb: Uint8Array.of(0x12, 0, 0, 0, 8, 0),
      data: { direction: 'in', lengthBytes: 36 },
      timeoutMs: 1_000,
    });
    expect(reply).toMatchObject({ status: 0x00, data: { length: 8 } });
  });

  test('GET CONFIGURATION: the current profile and the writing features, depending on the disc', async () => {
    await using drive = new SimulatedDrive();
    const ask = () => run(drive, getConfiguration({ allocationLength: 1_000 }));
    const blankDisc = await ask();
    expect(blankDisc.currentProfile).toBe(Profile.CdR);
    expect(profilesOf(blankDisc.entries)).toContainEqual({ profile: Profile.CdR, current: true });
    expect(findFeature(blankDisc.entries, cdTrackAtOnceFeature)).toMatchObject({
      current: true,
      testWrite: true,
      bufferUnderrunFree: true,
      dataBlockTypes: 0xd01,
    });
    expect(findFeature(blankDisc.entries, cdMasteringFeature)).toMatchObject({
      current: true,
      sessionAtOnce: true,
      raw: true,
      rawMultiSession: false,
      subChannel: true,
      maxCueSheetBytes: 8_192,
    });
    expect(findFeature(blankDisc.entries, cdReadFeature)).toMatchObject({ current: false, c2Flags: true });
    const codes = blankDisc.entries.map(({ code }) => code);
    expect(codes).toEqual(codes.toSorted((left, right) => left - right));
    await burnTrack(drive, blocks(300));
    await closeSession(drive);
    const written = await ask();
    expect(findFeature(written.entries, cdTrackAtOnceFeature)).toMatchObject({ current: false });
    expect(findFeature(written.entries, cdReadFeature)).toMatchObject({ current: true });
    await drive.removeDisc();
    const empty = await ask();
    expect(empty.currentProfile).toBe(Profile.None);
    const current = await run(
      drive,
      getConfiguration({ requested: RequestedFeatures.Current, allocationLength: 1_000 }),
    );
    expect(current.entries.every((feature) => feature.current)).toBe(true);
    const one = await run(
      drive,
      getConfiguration({ requested: RequestedFeatures.One, startingFeature: 0x108, allocationLength: 1_000 }),
    );
    expect(one.entries).toHaveLength(1);
    expect(findFeature(one.entries, driveSerialNumberFeature)).toMatchObject({ serialNumber: 'DWSIM0000001' });
  });

  test('GET PERFORMANCE and SET STREAMING', async () => {
    await using drive = new SimulatedDrive({ writeSpeeds: [4, 8] });
    const { entries } = await run(drive, getWriteSpeeds({}));
    expect(entries.map(({ writeKBps }) => writeKBps)).toEqual([1411, 705]);
    expect(entries[0]?.endLba).toBe(359_848);
    const wanted = { startLba: 0, endLba: 359_848, readKB: 8_000, writeKB: 1_000 };
    await run(drive, setStreaming({}, wanted));
    const inUse = await run(drive, getPerformance({ write: true }));
    expect(inUse.entries).toMatchObject([{ startLba: 0, startKBps: 705, endKBps: 705 }]);
    await run(drive, setStreaming({}, { ...wanted, restoreDefaults: true }));
    expect((await run(drive, getPerformance({ write: true }))).entries[0]?.endKBps).toBe(1411);
    expect(await senseOf(run(drive, setStreaming({}, { ...wanted, writeMs: 0 })))).toMatchObject({
      asc: 0x26,
      fieldPointer: { in: 'parameters', byte: 24 },
    });
  });

  test('unknown commands and those impossible with a CD-R are refused', async () => {
    await using drive = new SimulatedDrive();
    const unknown = await drive.send({ cdb: new Uint8Array(6).fill(0xd8), data: { direction: 'none' }, timeoutMs: 1 });
    expect(unknown.outcome === 'answered' && decodeSense(unknown.sense)).toMatchObject({
      key: 5,
      asc: 0x20,
      ascq: 0,
      fieldPointer: { in: 'cdb', byte: 0 },
    });
    expect(await senseOf(run(drive, blank({ blankingType: 1 })))).toMatchObject({ key: 5, asc: 0x30, ascq: 0x05 });
    const cutShort = await drive.send({ cdb: Uint8Array.of(0x2a, 0), data: { direction: 'none' }, timeoutMs: 1 });
    expect(cutShort).toMatchObject({ status: 0x02 });
    expect(await run(drive, mechanismStatus({}))).toMatchObject({ doorOpen: false, entries: [] });
  });
});

describe('READ CD', () => {
  const audio = { sectorType: 1, userData: true } as const;

  test('returns what was written, and silence in pregaps and padding', async () => {
    await using drive = new SimulatedDrive();
    const written = blocks(313);
    await burnTrack(drive, written);
    await burnTrack(drive, blocks(1, 9));
    const first = await run(drive, readCd({ ...audio, startLba: 0, lengthBlocks: 20 }));
    expect(Buffer.compare(first, written.subarray(0, 20 * BLOCK_BYTES))).toBe(0);
    // Across the boundaries of WRITEs of 27 blocks.
    const middle = await run(drive, readCd({ ...audio, startLba: 20, lengthBlocks: 27 }));
    expect(Buffer.compare(middle, written.subarray(20 * BLOCK_BYTES, 47 * BLOCK_BYTES))).toBe(0);
    const isSilent = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);
    expect(isSilent(await run(drive, readCd({ ...audio, startLba: -145, lengthBlocks: 27 })))).toBe(true);
    expect(isSilent(await run(drive, readCd({ ...audio, startLba: 313 + 7, lengthBlocks: 27 })))).toBe(true);
    const padded = await run(drive, readCd({ ...audio, startLba: 313 + 152, lengthBlocks: 27 }));
    expect(Buffer.compare(padded.subarray(0, BLOCK_BYTES), blocks(1, 9))).toBe(0);
    expect(isSilent(padded.subarray(BLOCK_BYTES))).toBe(true);
  });

  test('with C2 flags and Q sub-channel after each block', async () => {
    await using drive = new SimulatedDrive();
    const written = blocks(320);
    await burnTrack(drive, written);
    await burnTrack(drive, blocks(300));
    const reply = await run(drive, readCd({ ...audio, startLba: 310, lengthBlocks: 2, c2: 1, subChannel: 2 }));
    const blockBytes = 2352 + 294 + 16;
    expect(reply).toHaveLength(2 * blockBytes);
    const second = reply.subarray(blockBytes);
    expect(Buffer.compare(second.subarray(0, 2352), written.subarray(311 * 2352, 312 * 2352))).toBe(0);
    expect(second.subarray(2352, 2352 + 294).every((flag) => flag === 0)).toBe(true);
    // Track 1, index 1, 00:04:11 into it, which is 00:06:11 on the disc; in BCD.
    expect(Array.from(second.subarray(2646, 2656))).toEqual([0x01, 1, 1, 0, 0x04, 0x11, 0, 0, 0x06, 0x11]);
    const pregap = await readQ(drive, 471);
    expect(Array.from(pregap.subarray(0, 10))).toEqual([0x01, 2, 0, 0, 0, 0, 0, 0, 0x08, 0x21]);
    expect(Array.from(pregap.subarray(12))).toEqual([0, 0, 0, 0x80]);
  });

  test('refuses blocks that cannot be read', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, { multiSession: 3 });
    const read = (startLba: number, sectorType: 0 | 1 | 2 = 1) =>
      senseOf(run(drive, readCd({ sectorType, userData: true, startLba, lengthBlocks: 10 })));
    expect(await read(0)).toMatchObject({ key: 8, asc: 0, ascq: 0, information: 0 });
    await burnTrack(drive, blocks(300));
    expect(await read(0, 2)).toMatchObject({ key: 5, asc: 0x64, ascq: 0 });
    expect(await run(drive, readCd({ ...audio, startLba: 292, lengthBlocks: 10 }))).toHaveLength(23_520);
    expect(await read(302)).toMatchObject({ key: 8, information: 302 });
    expect(await read(-151)).toMatchObject({ key: 5, asc: 0x21, ascq: 0 });
    await closeSession(drive);
    const second = await burnTrack(drive, blocks(300));
    expect(await read(second - 155)).toMatchObject({ key: 3, asc: 0x11, information: second - 155 });
    expect(await run(drive, readCd({ ...audio, startLba: second - 150, lengthBlocks: 10 }))).toHaveLength(23_520);
    await selectPage05(drive, { multiSession: 0 });
    await closeSession(drive);
    expect(await read(second + 302)).toMatchObject({ key: 5, asc: 0x21, ascq: 0 });
    const wrongSubChannel = readCd({ ...audio, startLba: 0, lengthBlocks: 1, subChannel: 3 as 4 });
    expect(await senseOf(run(drive, wrongSubChannel))).toMatchObject({
      asc: 0x24,
      fieldPointer: { in: 'cdb', byte: 10, bit: 2 },
    });
  });

  test('reads an open track as far as it is written', async () => {
    await using drive = new SimulatedDrive();
    await writeBlocks(drive, 0, blocks(50));
    const read = await run(drive, readCd({ ...audio, startLba: 23, lengthBlocks: 27 }));
    expect(Buffer.compare(read, blocks(50).subarray(23 * BLOCK_BYTES))).toBe(0);
  });
});
