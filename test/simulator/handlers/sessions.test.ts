import { describe, expect, test } from '@jest/globals';
import { msfOfLba } from '../../../src/cd/msf.ts';
import { TocPoint } from '../../../src/cd/toc-entry.ts';
import { closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { readAtip } from '../../../src/mmc/commands/read-atip.ts';
import { readCapacity } from '../../../src/mmc/commands/read-capacity.ts';
import { readCdText } from '../../../src/mmc/commands/read-cd-text.ts';
import { DiscStatus, SessionState } from '../../../src/mmc/commands/read-disc-information.ts';
import { readFullToc, readPma, readSessionInfo, readToc, readTocMsf } from '../../../src/mmc/commands/read-toc.ts';
import { MultiSession } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import {
  blocks,
  burnTrack,
  closeSession,
  discInformation,
  fullToc,
  run,
  selectPage05,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';

describe('closing a session', () => {
  test.each([
    [MultiSession.NoNextSession, DiscStatus.Complete, SessionState.Complete],
    [MultiSession.NoNextSessionFinalPointer, DiscStatus.Complete, SessionState.Complete],
    [MultiSession.NextSessionAllowed, DiscStatus.Appendable, SessionState.Empty],
  ])('with Multi-session %i', async (multiSession, discStatus, lastSessionState) => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    // The page counts as it is when the session is closed, not when its tracks were written.
    await selectPage05(drive, { multiSession });
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus, lastSessionState });
    const { entries } = await fullToc(drive);
    const pointer = entries.find(({ point }) => point === TocPoint.NextSession);
    const leadOut = 302;
    switch (multiSession) {
      case MultiSession.NoNextSession:
        expect(pointer).toBeUndefined();
        expect(entries.map(({ point }) => point)).toEqual([0xa0, 0xa1, 0xa2, 1]);
        break;
      case MultiSession.NoNextSessionFinalPointer:
        expect(pointer).toMatchObject({ adr: 5, minute: 255, second: 255, frame: 255 });
        break;
      default:
        expect(pointer).toMatchObject({ adr: 5, zero: 2, ...msfOfLba(leadOut + 11_250) });
        expect(pointer).toMatchObject({ pointMinute: 79, pointSecond: 59, pointFrame: 74 });
        expect(await trackInformation(drive)).toMatchObject({
          track: 2,
          session: 2,
          startLba: leadOut + 11_400,
          blank: true,
        });
    }
  });

  test('later sessions follow after 6,900 blocks; each has its own lead-out in the full TOC', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, { multiSession: 3 });
    await burnTrack(drive, blocks(375));
    await burnTrack(drive, blocks(525));
    await closeSession(drive);
    const second = await burnTrack(drive, blocks(400));
    expect(second).toBe(527 + 525 + 2 + 11_400);
    await closeSession(drive);
    const third = await burnTrack(drive, blocks(300));
    expect(third).toBe(second + 402 + 6_900);
    await selectPage05(drive, { multiSession: 0 });
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Complete,
      sessions: 3,
      firstTrackInLastSession: 4,
      lastTrackInLastSession: 4,
    });
    const { firstSession, lastSession, entries } = await fullToc(drive);
    expect([firstSession, lastSession]).toEqual([1, 3]);
    const addresses = entries.map(({ session, point, pointMinute, pointSecond, pointFrame }) => [
      session,
      point,
      [pointMinute, pointSecond, pointFrame].join(':'),
    ]);
    const at = (lba: number) => Object.values(msfOfLba(lba)).join(':');
    expect(addresses).toEqual([
      [1, 0xa0, '1:0:0'],
      [1, 0xa1, '2:0:0'],
      [1, 0xa2, at(1_054)],
      [1, 1, '0:2:0'],
      [1, 2, at(527)],
      [1, 0xb0, '79:59:74'],
      [1, 0xc0, '97:26:66'],
      [2, 0xa0, '3:0:0'],
      [2, 0xa1, '3:0:0'],
      [2, 0xa2, at(second + 402)],
      [2, 3, at(second)],
      [2, 0xb0, '79:59:74'],
      [3, 0xa0, '4:0:0'],
      [3, 0xa1, '4:0:0'],
      [3, 0xa2, at(third + 302)],
      [3, 4, at(third)],
    ]);
    const b0 = entries.filter(({ point }) => point === 0xb0);
    expect(b0.map(({ zero }) => zero)).toEqual([2, 1]);
    expect(b0[1]).toMatchObject(msfOfLba(second + 402 + 6_750));
    expect(await run(drive, readSessionInfo({ allocationLength: 12 }))).toMatchObject({
      firstSession: 1,
      lastSession: 3,
      entries: [{ track: 4, startLba: third }],
    });
    const fromSecond = await run(drive, readFullToc({ trackOrSession: 2, allocationLength: 2_048 }));
    expect(fromSecond.entries[0]).toMatchObject({ session: 2, point: 0xa0 });
  });

  test('an open track prevents it', async () => {
    await using drive = new SimulatedDrive();
    await writeBlocks(drive, 0, blocks(300));
    expect(await senseOf(closeSession(drive))).toMatchObject({ key: 5, asc: 0x72, ascq: 0x03 });
  });

  test('closing an empty session succeeds and changes nothing', async () => {
    await using drive = new SimulatedDrive();
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Blank });
    await selectPage05(drive, { multiSession: 3 });
    await burnTrack(drive, blocks(300));
    await closeSession(drive);
    const before = await discInformation(drive);
    await selectPage05(drive, { multiSession: 0 });
    await closeSession(drive);
    expect(await discInformation(drive)).toEqual(before);
  });

  test('other functions are refused', async () => {
    await using drive = new SimulatedDrive();
    for (const closeFunction of [0, 5, 6] as const) {
      expect(await senseOf(run(drive, closeTrackSession({ closeFunction })))).toMatchObject({
        key: 5,
        asc: 0x24,
        fieldPointer: { in: 'cdb', byte: 2, bit: 2 },
      });
    }
  });
});

describe('READ TOC/PMA/ATIP', () => {
  test('without a closed session there is no TOC, but an ATIP and a PMA', async () => {
    await using drive = new SimulatedDrive();
    expect((await run(drive, readPma({ allocationLength: 100 }))).entries).toEqual([]);
    await burnTrack(drive, blocks(350));
    for (const command of [readToc, readSessionInfo, readFullToc, readCdText]) {
      expect(await senseOf(run(drive, command({ allocationLength: 100 }) as never))).toMatchObject({
        key: 5,
        asc: 0x24,
        ascq: 0,
      });
    }
    const { entries } = await run(drive, readPma({ allocationLength: 100 }));
    expect(entries).toMatchObject([
      { point: 1, ...msfOfLba(350), pointMinute: 0, pointSecond: 2, pointFrame: 0, adr: 1, control: 0 },
    ]);
    expect(await run(drive, readAtip({ allocationLength: 28 }))).toMatchObject({
      rewritable: false,
      leadInStartMinute: 97,
      leadInStartSecond: 26,
      leadInStartFrame: 66,
      lastLeadOutStartMinute: 79,
      lastLeadOutStartSecond: 59,
      lastLeadOutStartFrame: 74,
    });
  });

  test('format 0 byte for byte, by LBA and by MSF, from a track onward', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(375));
    await burnTrack(drive, blocks(300));
    await closeSession(drive);
    const reply = await drive.send({
      cdb: Uint8Array.of(0x43, 0, 0, 0, 0, 0, 0, 0, 100, 0),
      data: { direction: 'in', lengthBytes: 100 },
      timeoutMs: 1_000,
    });
    expect(reply).toMatchObject({ outcome: 'answered', status: 0x00 });
    // MMC-5 table 478: length 26, tracks 1 to 2; LBA 0, 527 = 20Fh and the lead-out at 829 = 33Dh.
    expect('data' in reply ? Array.from(reply.data) : []).toEqual([
      ...[0, 26, 1, 2],
      ...[0, 0x10, 1, 0, 0, 0, 0, 0],
      ...[0, 0x10, 2, 0, 0, 0, 0x02, 0x0f],
      ...[0, 0x10, 0xaa, 0, 0, 0, 0x03, 0x3d],
    ]);
    expect(await run(drive, readTocMsf({ trackOrSession: 2, allocationLength: 100 }))).toMatchObject({
      firstTrack: 1,
      lastTrack: 2,
      entries: [
        { track: 2, minute: 0, second: 9, frame: 2 },
        { track: 0xaa, minute: 0, second: 13, frame: 4 },
      ],
    });
    expect((await run(drive, readToc({ trackOrSession: 0xaa, allocationLength: 100 }))).entries).toHaveLength(1);
    expect(await senseOf(run(drive, readToc({ trackOrSession: 3, allocationLength: 100 })))).toMatchObject({
      asc: 0x24,
      fieldPointer: { in: 'cdb', byte: 6 },
    });
    expect((await run(drive, readCdText({ allocationLength: 100 }))).entries).toEqual([]);
    expect(await run(drive, readCapacity({}))).toEqual({ lastLba: 828, blockBytes: 2_048 });
  });
});
