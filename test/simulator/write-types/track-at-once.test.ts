import { describe, expect, test } from '@jest/globals';
import { DiscStatus, SessionState } from '../../../src/mmc/commands/read-disc-information.ts';
import { readTrackInformation, TrackAddressType } from '../../../src/mmc/commands/read-track-information.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { TrackMode } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { Disc, SimulatedDrive } from '../../../src/simulator/index.ts';
import {
  BLOCK_BYTES,
  blocks,
  burnTrack,
  closeSession,
  closeTrack,
  discInformation,
  flush,
  run,
  selectPage05,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';

const CAPACITY = 359_849;

describe('Track-At-Once on a simulated drive', () => {
  test('a blank disc reports that it is blank, and where writing begins', async () => {
    await using drive = new SimulatedDrive();
    expect(await discInformation(drive)).toMatchObject({
      dataLength: 32,
      erasable: false,
      discStatus: DiscStatus.Blank,
      lastSessionState: SessionState.Empty,
      firstTrack: 1,
      sessions: 1,
      firstTrackInLastSession: 1,
      lastTrackInLastSession: 1,
      discType: 0xff,
      lastSessionLeadInStart: 0x611a42, // 97:26:66
      lastPossibleLeadOutStart: 0x4f3b4a, // 79:59:74
    });
    expect(await trackInformation(drive)).toMatchObject({
      dataLength: 34,
      track: 1,
      session: 1,
      blank: true,
      nextWritableValid: true,
      startLba: 0,
      nextWritableLba: 0,
      freeBlocks: CAPACITY - 2,
    });
  });

  test('three tracks and a closed session', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive);
    expect(await burnTrack(drive, blocks(375))).toBe(0);
    expect(await burnTrack(drive, blocks(525))).toBe(375 + 152);
    expect(await burnTrack(drive, blocks(338))).toBe(375 + 152 + 525 + 152);
    expect(await trackInformation(drive, 2)).toMatchObject({
      track: 2,
      session: 1,
      startLba: 527,
      lengthBlocks: 525,
      blank: false,
      nextWritableValid: false,
      trackMode: 0,
    });
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Appendable,
      lastSessionState: SessionState.Incomplete,
      sessions: 1,
      lastTrackInLastSession: 4,
    });
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Complete,
      lastSessionState: SessionState.Complete,
      sessions: 1,
      firstTrackInLastSession: 1,
      lastTrackInLastSession: 3,
      lastSessionLeadInStart: -1,
      lastPossibleLeadOutStart: -1,
    });
  });

  test('an open track has its NWA after the last block; SYNCHRONIZE CACHE closes it, and so does CLOSE TRACK', async () => {
    await using drive = new SimulatedDrive();
    await writeBlocks(drive, 0, blocks(310));
    expect(await trackInformation(drive, 1)).toMatchObject({
      track: 1,
      blank: false,
      nextWritableValid: true,
      nextWritableLba: 310,
      freeBlocks: CAPACITY - 2 - 310,
    });
    await closeTrack(drive, 1);
    expect(await trackInformation(drive, 1)).toMatchObject({ nextWritableValid: false, lengthBlocks: 310 });
    // As after a flush: nothing is left to close.
    await closeTrack(drive, 1);
    await closeTrack(drive, 2);
    expect(await senseOf(closeTrack(drive, 3))).toMatchObject({
      key: 5,
      asc: 0x24,
      fieldPointer: { in: 'cdb', byte: 4 },
    });
    await flush(drive);
    expect(await trackInformation(drive)).toMatchObject({ track: 2, startLba: 462, blank: true });
  });

  test('a track shorter than 4 s is padded to 300 blocks', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(1));
    expect(await trackInformation(drive, 1)).toMatchObject({ startLba: 0, lengthBlocks: 300 });
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 452 });
  });

  test('READ TRACK INFORMATION finds tracks by number, by address and by session', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, { multiSession: 3 });
    await burnTrack(drive, blocks(300));
    await burnTrack(drive, blocks(400));
    await closeSession(drive);
    const third = await burnTrack(drive, blocks(300));
    const ask = (addressType: 0 | 1 | 2, address: number) =>
      run(drive, readTrackInformation({ addressType, address, allocationLength: 36 }));
    const byLba = [
      [-150, 1],
      [0, 1],
      [301, 1],
      [302, 2],
      [452, 2],
      [853, 2],
      [third, 3],
      [third + 302, 4],
      [CAPACITY - 1, 4],
    ] as const;
    for (const [lba, track] of byLba) {
      expect(await ask(TrackAddressType.Lba, lba)).toMatchObject({ track });
    }
    expect(await ask(TrackAddressType.Session, 1)).toMatchObject({ track: 1, session: 1 });
    expect(await ask(TrackAddressType.Session, 2)).toMatchObject({ track: 3, session: 2 });
    expect(await ask(TrackAddressType.Track, 4)).toMatchObject({ track: 4, session: 2, blank: true });
    for (const [type, address] of [
      [TrackAddressType.Lba, -151],
      [TrackAddressType.Lba, 5_000],
      [TrackAddressType.Lba, CAPACITY],
      [TrackAddressType.Track, 0],
      [TrackAddressType.Track, 5],
      [TrackAddressType.Session, 0],
      [TrackAddressType.Session, 3],
    ] as const) {
      expect(await senseOf(ask(type, address))).toMatchObject({
        key: 5,
        asc: 0x24,
        ascq: 0,
        fieldPointer: { in: 'cdb', byte: 2 },
      });
    }
  });

  test('WRITE is accepted only at the next writable address', async () => {
    await using drive = new SimulatedDrive();
    const write = (lba: number, lengthBlocks = 27, bytes = blocks(lengthBlocks)) =>
      senseOf(run(drive, write10({ lba, lengthBlocks }, bytes)));
    expect(await write(-150)).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    expect(await write(1)).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    await writeBlocks(drive, 0, blocks(27));
    expect(await write(0)).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    expect(await write(28)).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    expect(await write(27, 27, blocks(26))).toMatchObject({ key: 0xb, asc: 0x4b });
    await run(drive, write10({ lba: 0, lengthBlocks: 0 }, new Uint8Array()));
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 27 });
  });

  test('the disc ends where the ATIP says, and a full one accepts no other track', async () => {
    const openTrack = {
      number: 1,
      startLba: 0,
      lengthBlocks: CAPACITY - 4,
      control: 0,
      copy: false,
      blockBytes: BLOCK_BYTES,
    };
    const disc = Disc.of({ ...Disc.blank().structure, openTrack });
    await using drive = new SimulatedDrive({ disc });
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: CAPACITY - 4, freeBlocks: 2 });
    const lba = CAPACITY - 4;
    expect(await senseOf(run(drive, write10({ lba, lengthBlocks: 3 }, blocks(3))))).toMatchObject({
      key: 5,
      asc: 0x21,
      ascq: 0x00,
    });
    await writeBlocks(drive, lba, blocks(2));
    await flush(drive);
    expect(await senseOf(run(drive, write10({ lba: CAPACITY + 150, lengthBlocks: 1 }, blocks(1))))).toMatchObject({
      key: 5,
      asc: 0x63,
      ascq: 0x00,
    });
    expect(await senseOf(trackInformation(drive))).toMatchObject({ key: 5, asc: 0x24 });
    await closeSession(drive);
    expect((await discInformation(drive)).discStatus).toBe(DiscStatus.Complete);
  });

  test('99 tracks, not one more', async () => {
    await using drive = new SimulatedDrive();
    for (let track = 1; track <= 99; track++) await burnTrack(drive, blocks(1));
    expect(await trackInformation(drive, 99)).toMatchObject({ startLba: 98 * 452, lengthBlocks: 300 });
    expect(await discInformation(drive)).toMatchObject({ lastTrackInLastSession: 99 });
    expect(await senseOf(run(drive, write10({ lba: 99 * 452, lengthBlocks: 1 }, blocks(1))))).toMatchObject({
      key: 5,
      asc: 0x63,
    });
  });

  test('a track keeps the mode that it began with', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, { trackMode: TrackMode.AudioCopyPermitted });
    await writeBlocks(drive, 0, blocks(10));
    await selectPage05(drive, { trackMode: TrackMode.Audio });
    expect(await senseOf(run(drive, write10({ lba: 10, lengthBlocks: 1 }, blocks(1))))).toMatchObject({
      key: 5,
      asc: 0x64,
      ascq: 0x00,
    });
    await selectPage05(drive, { trackMode: TrackMode.AudioCopyPermitted });
    await writeBlocks(drive, 10, blocks(300));
    await flush(drive);
    expect(await trackInformation(drive, 1)).toMatchObject({ trackMode: 2, lengthBlocks: 310 });
  });

  test('nothing can be written on a complete disc', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    await closeSession(drive);
    expect(await senseOf(run(drive, write10({ lba: 452, lengthBlocks: 1 }, blocks(1))))).toMatchObject({
      key: 5,
      asc: 0x30,
      ascq: 0x05,
    });
    expect(await senseOf(trackInformation(drive))).toMatchObject({ key: 5, asc: 0x24 });
  });
});

describe('Test Write', () => {
  test('a test write of several tracks succeeds and leaves the disc as it was', async () => {
    const disc = Disc.blank();
    await using drive = new SimulatedDrive({ disc });
    const before = disc.structure;
    const infoBefore = await discInformation(drive);
    await selectPage05(drive, { testWrite: true });
    const starts: number[] = [];
    for (const length of [310, 1, 400]) starts.push(await burnTrack(drive, blocks(length)));
    // As on a real disc, where every track has a pause before it and at least 300 blocks.
    expect(starts).toEqual([0, 462, 914]);
    await closeSession(drive);
    expect(disc.structure).toEqual(before);
    expect(await disc.read(0, 1)).toBeUndefined();
    expect(await discInformation(drive)).toEqual(infoBefore);
    await selectPage05(drive, { testWrite: false });
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 0, blank: true });
  });

  test('addresses advance during the test write and are checked as usual', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    await selectPage05(drive, { testWrite: true });
    await writeBlocks(drive, 452, blocks(40));
    expect(await trackInformation(drive)).toMatchObject({ track: 2, startLba: 452, nextWritableLba: 492 });
    expect(await senseOf(run(drive, write10({ lba: 452, lengthBlocks: 1 }, blocks(1))))).toMatchObject({
      key: 5,
      asc: 0x21,
      ascq: 0x02,
    });
    // CLOSE TRACK ends it, and so does leaving the mode.
    await closeTrack(drive, 0xff);
    expect(await trackInformation(drive)).toMatchObject({ track: 2, nextWritableLba: 452, blank: true });
    await writeBlocks(drive, 452, blocks(40));
    await selectPage05(drive, { testWrite: false });
    expect(await trackInformation(drive)).toMatchObject({ track: 2, nextWritableLba: 452, blank: true });
    await selectPage05(drive, { testWrite: true });
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 452, blank: true });
  });
});
