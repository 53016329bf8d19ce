import { describe, expect, test } from '@jest/globals';
import { blank } from '../../../src/mmc/commands/blank.ts';
import { CloseFunction, closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { FormatType } from '../../../src/mmc/commands/format-unit.ts';
import { readLayerBoundary } from '../../../src/mmc/commands/read-disc-structure.ts';
import { readTocMsf } from '../../../src/mmc/commands/read-toc.ts';
import { readTrackInformation, TrackAddressType } from '../../../src/mmc/commands/read-track-information.ts';
import { reserveTrack } from '../../../src/mmc/commands/reserve-track.ts';
import { sendDiscStructure } from '../../../src/mmc/commands/send-disc-structure.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { layerValue } from '../../../src/mmc/disc-structures.ts';
import { MultiSession, WriteType } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { Profile } from '../../../src/mmc/profiles.ts';
import type { BlockMediumKind } from '../../../src/simulator/index.ts';
import { discInformation, flush, powerCycle, run, senseOf, trackInformation } from '../support.ts';
import {
  beginFormat,
  capacityOf,
  close,
  currentFeatures,
  dataBlocks,
  driveWith,
  format,
  page05,
  profileOf,
  read,
  recordTrack,
  write,
} from './support.ts';

describe.each<[BlockMediumKind, number, number, number]>([
  ['DVD-R', Profile.DvdRSequential, 2_297_888, 28_672],
  ['DVD-RW', Profile.DvdRwSequential, 2_297_888, 28_672],
  ['DVD+R', Profile.DvdPlusR, 2_295_104, 2_048],
  ['DVD+R DL', Profile.DvdPlusRDualLayer, 4_173_824, 2_048],
  ['M-DISC DVD', Profile.DvdPlusR, 2_295_104, 2_048],
  ['BD-R', Profile.BdRSequential, 12_219_392, 0],
  ['BD-R DL', Profile.BdRSequential, 24_438_784, 0],
  ['M-DISC BD', Profile.BdRSequential, 12_219_392, 0],
])('%s', (medium, profile, capacity, gap) => {
  test('is blank with one track that nothing is in', async () => {
    await using drive = driveWith(medium);
    expect(await profileOf(drive)).toBe(profile);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 0, lastSessionState: 0, sessions: 1 });
    expect(await trackInformation(drive, 1)).toMatchObject({
      blank: true,
      packet: true,
      nextWritableValid: true,
      nextWritableLba: 0,
      freeBlocks: capacity,
      lengthBlocks: capacity,
    });
    expect(await capacityOf(drive)).toBe(0);
  });

  test('has two sessions written to it, is finalized, and then refuses to be written', async () => {
    await using drive = driveWith(medium);
    await page05(drive, WriteType.Packet);
    expect(await recordTrack(drive, dataBlocks(32, 1))).toBe(0);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1, lastSessionState: 1, sessions: 1 });
    await close(drive, CloseFunction.Session);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: 1,
      lastSessionState: 0,
      sessions: 2,
      firstTrackInLastSession: 2,
      lastTrackInLastSession: 2,
    });
    expect(await capacityOf(drive)).toBe(31);
    const second = await recordTrack(drive, dataBlocks(32, 2));
    expect(second).toBe(32 + gap);
    await page05(drive, WriteType.Packet, MultiSession.NoNextSession);
    const minus = medium === 'DVD-R' || medium === 'DVD-RW';
    await close(drive, minus ? CloseFunction.Session : CloseFunction.Finalize);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, lastSessionState: 3, sessions: 2 });
    expect(await read(drive, 0, 32)).toEqual(dataBlocks(32, 1));
    expect(await read(drive, second, 32)).toEqual(dataBlocks(32, 2));
    expect(await senseOf(write(drive, second + 32, dataBlocks(32)))).toMatchObject({ key: 5, asc: 0x30, ascq: 0x05 });
    const toc = await run(drive, readTocMsf({ allocationLength: 100 }));
    expect(toc.entries.map(({ track }) => track)).toEqual([1, 2, 0xaa]);
  });

  test('refuses blocks elsewhere than at the next writable address', async () => {
    await using drive = driveWith(medium);
    await page05(drive, WriteType.Packet);
    expect(await senseOf(write(drive, 64, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    await write(drive, 0, dataBlocks(16));
    expect(await senseOf(write(drive, 0, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    expect(await senseOf(read(drive, 5_000, 1))).toMatchObject({ key: 8 });
  });

  test('a reserved track is filled, padded when it is closed, and followed by the next', async () => {
    await using drive = driveWith(medium);
    await page05(drive, WriteType.Packet);
    await run(drive, reserveTrack({ reservationBlocks: 100 }));
    const size = profile === Profile.BdRSequential ? 128 : 112;
    expect(await trackInformation(drive, 1)).toMatchObject({ reserved: true, freeBlocks: size, lengthBlocks: size });
    await write(drive, 0, dataBlocks(16, 3));
    expect(await senseOf(close(drive, CloseFunction.Session))).toMatchObject({ key: 5, asc: 0x72, ascq: 0x03 });
    await close(drive, CloseFunction.Track, 1);
    expect(await trackInformation(drive, 1)).toMatchObject({
      lengthBlocks: size,
      freeBlocks: 0,
      nextWritableValid: false,
    });
    expect(await read(drive, 16, 16)).toEqual(new Uint8Array(16 * 2_048));
    await close(drive, CloseFunction.Session);
    expect(await capacityOf(drive)).toBe(size - 1);
  });
});

describe('DVD-R and DVD-RW', () => {
  test('at once, a flush before the reserved track is full only empties the buffer, and then ends the disc', async () => {
    await using drive = driveWith('DVD-R');
    await page05(drive, WriteType.SessionAtOnce, MultiSession.NoNextSession);
    await run(drive, reserveTrack({ reservationBlocks: 62 }));
    await write(drive, 0, dataBlocks(32, 1));
    await flush(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1 });
    await write(drive, 32, dataBlocks(30, 2));
    await flush(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, lastSessionState: 3 });
    expect(await trackInformation(drive, 1)).toMatchObject({ packet: false, lengthBlocks: 64 });
  });

  test('a DVD-RW that was blanked minimally can only be written at once, until it is blanked fully', async () => {
    await using drive = driveWith('DVD-RW');
    await run(drive, blank({ blankingType: 1 }));
    expect(await currentFeatures(drive)).not.toContain(0x21);
    await page05(drive, WriteType.Packet);
    expect(await senseOf(write(drive, 0, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x64 });
    await run(drive, blank({ blankingType: 0 }));
    expect(await currentFeatures(drive)).toContain(0x21);
    await write(drive, 0, dataBlocks(16));
  });

  test('a power failure damages the open track, which CLOSE TRACK repairs at the length that it reached', async () => {
    await using drive = driveWith('DVD-R');
    await page05(drive, WriteType.Packet);
    await write(drive, 0, dataBlocks(32, 1));
    await flush(drive);
    await write(drive, 32, dataBlocks(32, 2));
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1, lastSessionState: 2 });
    expect(await trackInformation(drive, 1)).toMatchObject({ damage: true, nextWritableValid: false });
    await page05(drive, WriteType.Packet, MultiSession.NoNextSession);
    expect(await senseOf(write(drive, 32, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x21 });
    await close(drive, CloseFunction.Track, 1);
    await close(drive, CloseFunction.Session);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, lastSessionState: 3 });
    expect(await capacityOf(drive)).toBeGreaterThanOrEqual(31);
    expect(await read(drive, 0, 32)).toEqual(dataBlocks(32, 1));
  });

  test('a power failure while a DVD-RW is blanked leaves it to be blanked again', async () => {
    await using drive = driveWith('DVD-RW');
    await run(drive, blank({ blankingType: 0, immediate: true }));
    await drive.clock.sleep(1_000);
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 3, lastSessionState: 2 });
    expect(await senseOf(write(drive, 0, dataBlocks(16)))).toMatchObject({ key: 5 });
    await run(drive, blank({ blankingType: 1 }));
    expect(await discInformation(drive)).toMatchObject({ discStatus: 0 });
  });
});

test('a WRITE takes as many blocks as its CDB says, though the host sends more', async () => {
  await using drive = driveWith('DVD+R');
  await run(drive, write10({ lba: 0, lengthBlocks: 14 }, dataBlocks(16, 1)));
  await flush(drive);
  expect(await read(drive, 0, 14)).toEqual(dataBlocks(14, 1));
  expect(await read(drive, 14, 2)).toEqual(new Uint8Array(2 * 2_048));
});

describe('DVD-R DL', () => {
  test('recorded by layer jump has another profile, and says so of its tracks', async () => {
    await using drive = driveWith('DVD-R DL');
    expect(await profileOf(drive)).toBe(Profile.DvdRDualLayerSequential);
    expect(await trackInformation(drive, 1)).toMatchObject({ freeBlocks: 4_171_712, layerJump: 0 });
    await page05(drive, WriteType.LayerJump);
    await write(drive, 0, dataBlocks(32, 1));
    await flush(drive);
    expect(await profileOf(drive)).toBe(Profile.DvdRDualLayerJump);
    expect(await trackInformation(drive, 1)).toMatchObject({ nextWritableLba: 32, layerJump: 1 });
  });

  test('recorded by layer jump says where a track ends and where it jumps, and takes no WRITE across the jump', async () => {
    await using drive = driveWith('DVD-R DL');
    await run(drive, sendDiscStructure({ format: 0x20 }, layerValue.encode({ dataLength: 10, value: 64 })));
    await page05(drive, WriteType.LayerJump);
    const asked = { addressType: TrackAddressType.Track, address: 1, allocationLength: 48 };
    await write(drive, 0, dataBlocks(32, 1));
    await write(drive, 32, dataBlocks(16, 1));
    // Track Size is the last address.
    expect(await run(drive, readTrackInformation(asked))).toMatchObject({
      dataLength: 46,
      lengthBlocks: 127,
      nextLayerJumpLba: 63,
      lastLayerJumpLba: 0,
    });
    expect(await senseOf(write(drive, 48, dataBlocks(32)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x03 });
    await write(drive, 48, dataBlocks(16, 2));
    await write(drive, 64, dataBlocks(32, 3));
    await flush(drive);
    expect(await run(drive, readTrackInformation(asked))).toMatchObject({ nextLayerJumpLba: 0, lastLayerJumpLba: 63 });
    await close(drive, CloseFunction.Track, 1);
    expect(await run(drive, readTrackInformation(asked))).toMatchObject({ startLba: 0, lengthBlocks: 95 });
    expect(await read(drive, 64, 32)).toEqual(dataBlocks(32, 3));
  });
});

describe('a disc with two layers', () => {
  test('has its layer boundary set while it is blank, and then only as much room in layer 1', async () => {
    await using drive = driveWith('DVD+R DL');
    const boundary = layerValue.encode({ dataLength: 10, value: 1_600_000 });
    await run(drive, sendDiscStructure({ format: 0x20 }, boundary));
    expect(await run(drive, readLayerBoundary({ allocationLength: 12 }))).toMatchObject({ value: 1_600_000 });
    expect(await trackInformation(drive, 1)).toMatchObject({ freeBlocks: 3_200_000 });
    await write(drive, 0, dataBlocks(16));
    const again = run(drive, sendDiscStructure({ format: 0x20 }, boundary));
    expect(await senseOf(again)).toMatchObject({ key: 5, asc: 0x2c });
  });
});

describe('DVD+R', () => {
  test('has several open fragments, each with its own next writable address', async () => {
    await using drive = driveWith('DVD+R');
    await run(drive, reserveTrack({ reservationBlocks: 64 }));
    await run(drive, reserveTrack({ reservationBlocks: 64 }));
    expect(await trackInformation(drive, 2)).toMatchObject({ nextWritableLba: 80, freeBlocks: 64 });
    await write(drive, 80, dataBlocks(16, 2));
    await write(drive, 0, dataBlocks(16, 1));
    expect(await trackInformation(drive, 1)).toMatchObject({ nextWritableLba: 16 });
    expect(await trackInformation(drive, 3)).toMatchObject({ nextWritableLba: 160, blank: true });
  });

  test('a power failure loses the buffer, and writing continues where the disc ends', async () => {
    await using drive = driveWith('DVD+R');
    await write(drive, 0, dataBlocks(32, 1));
    await flush(drive);
    await write(drive, 32, dataBlocks(32, 2));
    await powerCycle(drive);
    const { damage, nextWritableLba } = await trackInformation(drive, 1);
    expect(damage).toBe(false);
    expect([32, 48]).toContain(nextWritableLba);
    await write(drive, nextWritableLba, dataBlocks(16, 3));
    expect(await read(drive, nextWritableLba, 16)).toEqual(dataBlocks(16, 3));
  });

  test('a power failure while a session is closed leaves it damaged, and it is closed again', async () => {
    await using drive = driveWith('DVD+R');
    await recordTrack(drive, dataBlocks(32, 1));
    await run(drive, closeTrackSession({ closeFunction: CloseFunction.Session, immediate: true }));
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1, lastSessionState: 2 });
    await close(drive, CloseFunction.Session);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1, lastSessionState: 0, sessions: 2 });
  });
});

describe('BD-R', () => {
  test('formatted with pseudo-overwrite, what is recorded is written again', async () => {
    await using drive = driveWith('BD-R');
    await format(drive, { formatType: FormatType.BdRWithSpare, blocks: 11_826_176, subType: 0 });
    expect(await discInformation(drive)).toMatchObject({ discStatus: 0 });
    expect(await trackInformation(drive, 1)).toMatchObject({ freeBlocks: 11_826_176 });
    expect(await currentFeatures(drive)).toEqual(expect.arrayContaining([0x24, 0x38]));
    await recordTrack(drive, dataBlocks(32, 1));
    await close(drive, CloseFunction.Session);
    await write(drive, 0, dataBlocks(16, 2));
    expect(await read(drive, 0, 16)).toEqual(dataBlocks(16, 2));
    expect(await trackInformation(drive, 2)).toMatchObject({ nextWritableLba: 32 });
  });

  test('formatted without pseudo-overwrite, or not at all, it is not', async () => {
    await using drive = driveWith('BD-R');
    await format(drive, { formatType: FormatType.BdRWithSpare, blocks: 12_088_320, subType: 1 });
    await recordTrack(drive, dataBlocks(32, 1));
    expect(await senseOf(write(drive, 0, dataBlocks(16, 2)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    const again = beginFormat(drive, { formatType: FormatType.BdRWithSpare, blocks: 11_826_176 });
    expect(await senseOf(again)).toMatchObject({ key: 5, asc: 0x30, ascq: 0x05 });
  });
});
