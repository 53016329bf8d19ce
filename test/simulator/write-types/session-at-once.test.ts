import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decodeCdText } from '../../../src/cd/cd-text/index.ts';
import { mode1Sector } from '../../../src/cd/sector.ts';
import { sessionsOf } from '../../../src/cd/toc.ts';
import { readCd, WHOLE_MAIN_CHANNEL } from '../../../src/mmc/commands/read-cd.ts';
import { readCdText } from '../../../src/mmc/commands/read-cd-text.ts';
import { DiscStatus, SessionState } from '../../../src/mmc/commands/read-disc-information.ts';
import { readCatalogNumber, readIsrc } from '../../../src/mmc/commands/read-sub-channel.ts';
import { CueDataForm, type CueEntry, cueCatalogNumber, cueIsrc } from '../../../src/mmc/commands/send-cue-sheet.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { openSimulatedDrive, SimulatedDrive } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  BLOCK_BYTES,
  blocks,
  burnTrack,
  closeSession,
  discInformation,
  flush,
  fullToc,
  readAudio,
  readQ,
  run,
  selectPage05,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';
import { cue, leadIn, leadInBlocks, leadOut, packsOf, sendSheet } from './whole-sessions.ts';

const SAO = { writeType: 2 } as const;

const sessions = async (drive: SimulatedDrive) => sessionsOf((await fullToc(drive)).entries);

const q = async (drive: SimulatedDrive, lba: number) => Array.from(await readQ(drive, lba));

describe('Session-At-Once', () => {
  test('pregaps, indexes, catalogue number and ISRC, and blocks as they were sent, without a gap', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, SAO);
    await sendSheet(
      drive,
      ...cueCatalogNumber('4006381333931'),
      leadIn(),
      cue(1, 0, -150),
      cue(1, 1, 0),
      cue(1, 2, 310),
      ...cueIsrc(0, 2, 'GBAYE6500331'),
      cue(2, 0, 400),
      cue(2, 1, 475),
      leadOut(900),
    );
    expect(await trackInformation(drive)).toMatchObject({ startLba: -150, nextWritableLba: -150 });
    const written = blocks(1050);
    await writeBlocks(drive, -150, written);
    await flush(drive);

    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Complete,
      lastSessionState: SessionState.Complete,
    });
    const [session] = await sessions(drive);
    expect(session).toMatchObject({ leadOutLba: 900 });
    expect(session?.tracks).toMatchObject([
      { number: 1, startLba: 0, lengthBlocks: 475 },
      { number: 2, startLba: 475, lengthBlocks: 425 },
    ]);
    expect(await trackInformation(drive, 1)).toMatchObject({ startLba: 0, lengthBlocks: 400 });
    const audio = { sectorType: 1, userData: true } as const;
    for (const start of [-150, -1, 390, 474, 880]) {
      const read = await run(drive, readCd({ ...audio, startLba: start, lengthBlocks: 20 }));
      const from = (start + 150) * BLOCK_BYTES;
      expect(Buffer.compare(read, written.subarray(from, from + 20 * BLOCK_BYTES))).toBe(0);
    }
    expect((await q(drive, 309)).slice(0, 3)).toEqual([0x01, 1, 1]);
    expect((await q(drive, 310)).slice(0, 6)).toEqual([0x01, 1, 2, 0, 0x04, 0x10]);
    expect((await q(drive, 400)).slice(0, 10)).toEqual([0x01, 2, 0, 0, 0, 0x74, 0, 0, 0x07, 0x25]);
    expect((await q(drive, 475)).slice(0, 6)).toEqual([0x01, 2, 1, 0, 0, 0]);
    // Catalogue number 4006381333931, and the ISRC of track 2, in one block of a hundred.
    expect((await q(drive, 240)).slice(0, 9)).toEqual([0x02, 0x40, 0x06, 0x38, 0x13, 0x33, 0x93, 0x10, 0]);
    expect((await q(drive, 580)).slice(0, 5)).toEqual([0x03, 0x5d, 0x24, 0x69, 0x54]);
    expect((await q(drive, 380)).slice(0, 2)).toEqual([0x01, 1]);
    expect(await run(drive, readCatalogNumber({}))).toMatchObject({
      valid: true,
      digits: new TextEncoder().encode('4006381333931'),
    });
    expect(await run(drive, readIsrc({ track: 2 }))).toMatchObject({
      valid: true,
      isrc: new TextEncoder().encode('GBAYE6500331'),
      track: 2,
    });
    expect(await run(drive, readIsrc({ track: 1 }))).toMatchObject({ valid: false });
  });

  test('CD-TEXT written to the lead-in is read back by READ TOC', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, SAO);
    await sendSheet(drive, leadIn(1), cue(1, 0, -150), cue(1, 1, 0), leadOut(300));
    const packs = packsOf([
      {
        language: 9,
        characterCode: 0,
        firstTrack: 1,
        album: { title: 'An Album of some Length', performer: 'Somebody' },
        tracks: [{ title: 'The only Track' }],
      },
    ]);
    await writeBlocks(drive, -11_634, leadInBlocks(packs, 11_634 - 150), 96);
    await writeBlocks(drive, -150, blocks(450));
    await flush(drive);
    const { entries } = await run(drive, readCdText({ allocationLength: 4_000 }));
    expect(entries).toHaveLength(packs.length / 18);
    expect(decodeCdText(entries)).toMatchObject({
      damagedPacks: 0,
      blocks: [{ album: { title: 'An Album of some Length' }, tracks: [{ title: 'The only Track' }] }],
    });
  });

  test('a second session after a first: its own lead-in, its own tracks', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, { ...SAO, multiSession: 3 });
    await sendSheet(drive, leadIn(), cue(1, 0, -150), cue(1, 1, 0), leadOut(300));
    await writeBlocks(drive, -150, blocks(450));
    await flush(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Appendable });
    await selectPage05(drive, { ...SAO, multiSession: 0 });
    const { nextWritableLba } = await trackInformation(drive);
    expect(nextWritableLba).toBe(300 + 11_250);
    const data = { control: 4, dataForm: CueDataForm.Mode1 };
    const start = nextWritableLba + 150;
    await sendSheet(
      drive,
      leadIn(0, 4),
      cue(2, 0, nextWritableLba, { control: 4, dataForm: CueDataForm.Mode1Pause }),
      cue(2, 1, start, data),
      leadOut(start + 310, 4),
    );
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: start });
    const content = Uint8Array.from({ length: 310 * 2048 }, (_, index) => index % 251);
    await writeBlocks(drive, start, content, 2048);
    await flush(drive);
    expect(await sessions(drive)).toMatchObject([
      { number: 1, leadOutLba: 300, tracks: [{ number: 1, kind: 'audio' }] },
      { number: 2, leadOutLba: start + 310, tracks: [{ number: 2, kind: 'data', startLba: start }] },
    ]);
    const read = await run(
      drive,
      readCd({ ...WHOLE_MAIN_CHANNEL, sectorType: 2, startLba: start + 1, lengthBlocks: 1 }),
    );
    expect(read).toEqual(mode1Sector(start + 1, content.subarray(2048, 4096)));
    const gap = await run(
      drive,
      readCd({ ...WHOLE_MAIN_CHANNEL, sectorType: 0, startLba: start - 1, lengthBlocks: 1 }),
    );
    expect(gap).toEqual(mode1Sector(start - 1, new Uint8Array(2048)));
  });

  test('a test write leaves the disc blank', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, { ...SAO, testWrite: true });
    await sendSheet(drive, leadIn(), cue(1, 0, -150), cue(1, 1, 0), leadOut(300));
    await writeBlocks(drive, -150, blocks(450));
    await flush(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Blank });
  });

  const wrong: [string, number, CueEntry[]][] = [
    ['without a lead-in', 1, [cue(1, 0, -150), cue(1, 1, 0), leadOut(300)]],
    ['without a lead-out', 17, [leadIn(), cue(1, 0, -150), cue(1, 1, 0)]],
    ['whose first track has no number of a track', 9, [leadIn(), cue(0, 0, -150), cue(0, 1, 0), leadOut(300)]],
    ['that begins elsewhere', 13, [leadIn(), cue(1, 0, -100), cue(1, 1, 0), leadOut(300)]],
    ['that goes back', 29, [leadIn(), cue(1, 0, -150), cue(1, 1, 300), cue(2, 1, 200), leadOut(600)]],
    ['that leaves out an index', 26, [leadIn(), cue(1, 0, -150), cue(1, 1, 0), cue(1, 3, 100), leadOut(600)]],
    ['that leaves out a track', 25, [leadIn(), cue(1, 0, -150), cue(1, 1, 0), cue(3, 1, 100), leadOut(600)]],
    ['that ends past the disc', 29, [leadIn(), cue(1, 0, -150), cue(1, 1, 0), leadOut(359_850)]],
    [
      'of a data form that does not exist',
      19,
      [leadIn(), cue(1, 0, -150), cue(1, 1, 0, { dataForm: 0x30 }), leadOut(300)],
    ],
    ['with data in an audio track', 19, [leadIn(), cue(1, 0, -150), cue(1, 1, 0, { dataForm: 0x10 }), leadOut(300)]],
    [
      'with half an ISRC',
      10,
      [leadIn(), ...cueIsrc(0, 1, 'GBAYE6500331').slice(1), cue(1, 0, -150), cue(1, 1, 0), leadOut(300)],
    ],
  ];
  test.each(wrong)('refuses a sheet %s, pointing at it', async (_, byte, entries) => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, SAO);
    const answer = await senseOf(sendSheet(drive, ...entries));
    expect(answer).toMatchObject({ key: 5, asc: 0x26, ascq: 0, fieldPointer: { in: 'parameters', byte } });
  });

  test('refuses commands out of order', async () => {
    await using drive = new SimulatedDrive();
    const sheet = [leadIn(), cue(1, 0, -150), cue(1, 1, 0), leadOut(300)];
    const sequenceError = { key: 5, asc: 0x2c, ascq: 0 };
    expect(await senseOf(sendSheet(drive, ...sheet))).toMatchObject(sequenceError);
    await selectPage05(drive, SAO);
    expect(await senseOf(writeBlocks(drive, -150, blocks(10)))).toMatchObject(sequenceError);
    await sendSheet(drive, ...sheet);
    expect(await senseOf(writeBlocks(drive, 0, blocks(10)))).toMatchObject({ key: 5, asc: 0x21, ascq: 2 });
    await sendSheet(drive, ...sheet);
    await writeBlocks(drive, -150, blocks(10));
    expect(await senseOf(sendSheet(drive, ...sheet))).toMatchObject(sequenceError);
    expect(await senseOf(writeBlocks(drive, -141, blocks(10)))).toMatchObject({ asc: 0x21, ascq: 2 });
    await writeBlocks(drive, -140, blocks(430));
    expect(await senseOf(writeBlocks(drive, 290, blocks(11)))).toMatchObject({ asc: 0x21, ascq: 0 });
    await flush(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Appendable });
    await writeBlocks(drive, 290, blocks(10));
    await flush(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete });
  });

  test('is refused after Track-At-Once tracks in the same session', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    await selectPage05(drive, SAO);
    const answer = await senseOf(sendSheet(drive, leadIn(), cue(2, 0, 302), cue(2, 1, 452), leadOut(900)));
    expect(answer).toMatchObject({ key: 5, asc: 0x2c, ascq: 0 });
  });

  test('interrupted by a power failure, it leaves its tracks; once closed, another session can follow', async () => {
    await using drive = new SimulatedDrive({ bufferBytes: 131_072 });
    const page = { ...SAO, multiSession: 3 } as const;
    await selectPage05(drive, page);
    const sheet = [leadIn(), cue(1, 0, -150), cue(1, 1, 0), cue(2, 1, 600), leadOut(1_500)];
    await sendSheet(drive, ...sheet);
    const written = blocks(1_550);
    await writeBlocks(drive, -150, written.subarray(0, 1_400 * BLOCK_BYTES));
    await drive.burner.losePower();
    await selectWhenReady(drive, page);
    expect(await senseOf(writeBlocks(drive, 1_250, blocks(10)))).toMatchObject({ key: 5, asc: 0x2c, ascq: 0 });
    expect(await trackInformation(drive, 1)).toMatchObject({ startLba: 0, lengthBlocks: 600 });
    await closeSession(drive);
    const [session] = await sessions(drive);
    expect(session?.tracks).toMatchObject([{ startLba: 0 }, { startLba: 600 }]);
    const read = await readAudio(drive, 590, 20);
    expect(Buffer.compare(read, written.subarray(740 * BLOCK_BYTES, 760 * BLOCK_BYTES))).toBe(0);
    const { nextWritableLba: next } = await trackInformation(drive);
    await sendSheet(drive, leadIn(), cue(3, 0, next), cue(3, 1, next + 150), leadOut(next + 450));
    await writeBlocks(drive, next, blocks(450));
    await flush(drive);
    expect(await sessions(drive)).toHaveLength(2);
  });

  test('a saved disc keeps it: indexes, texts and blocks, including pregaps', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'my.disc');
    const written = blocks(450);
    const sheet = [
      ...cueCatalogNumber('4006381333931'),
      leadIn(),
      cue(1, 0, -150),
      cue(1, 1, 0),
      cue(1, 2, 99),
      leadOut(300),
    ];
    {
      await using drive = await openSimulatedDrive(path);
      await selectPage05(drive, SAO);
      await sendSheet(drive, ...sheet);
      await writeBlocks(drive, -150, written.subarray(0, 100 * BLOCK_BYTES));
    }
    {
      // Interrupted in the pregap: no block of a track is on the disc.
      await using drive = await openSimulatedDrive(path);
      expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Blank });
      await selectPage05(drive, SAO);
      await sendSheet(drive, ...sheet);
      await writeBlocks(drive, -150, written);
      await flush(drive);
    }
    await using drive = await openSimulatedDrive(path);
    const read = await readAudio(drive, -10, 20);
    expect(Buffer.compare(read, written.subarray(140 * BLOCK_BYTES, 160 * BLOCK_BYTES))).toBe(0);
    expect((await q(drive, 99)).slice(0, 3)).toEqual([0x01, 1, 2]);
    expect(await run(drive, readCatalogNumber({}))).toMatchObject({ valid: true });
  });
});

/** Waits, as programs do after a power failure, until the drive has loaded its disc. */
async function selectWhenReady(drive: SimulatedDrive, page: Parameters<typeof selectPage05>[1]): Promise<void> {
  await drive.clock.sleep(20_000);
  await senseOf(run(drive, testUnitReady({})));
  await senseOf(run(drive, testUnitReady({}))).catch(() => undefined);
  await selectPage05(drive, page);
}
