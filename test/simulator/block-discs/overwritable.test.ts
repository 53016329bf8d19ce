import { describe, expect, test } from '@jest/globals';
import { CloseFunction, closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { FormatType } from '../../../src/mmc/commands/format-unit.ts';
import { readTocMsf } from '../../../src/mmc/commands/read-toc.ts';
import { write12 } from '../../../src/mmc/commands/write-12.ts';
import { Profile } from '../../../src/mmc/profiles.ts';
import { requestSense } from '../../../src/scsi/commands/request-sense.ts';
import { discInformation, flush, powerCycle, RESEND, run, senseOf, trackInformation } from '../support.ts';
import {
  beginFormat,
  capacityOf,
  currentFeatures,
  dataBlocks,
  driveWith,
  format,
  formatsOf,
  profileOf,
  read,
  untilReady,
  write,
} from './support.ts';

const close = (drive: Parameters<typeof run>[0], closeFunction: CloseFunction) =>
  run(drive, closeTrackSession({ closeFunction }));

test.each(['DVD+RW', 'DVD-RAM', 'BD-RE'] as const)(
  'a %s answers READ TOC in minutes, as the kernel asks',
  async (medium) => {
    await using drive = driveWith(medium);
    if (medium !== 'DVD-RAM') await format(drive, (await formatsOf(drive)).entries[0] ?? { formatType: 0, blocks: 0 });
    const { entries } = await run(drive, readTocMsf({ trackOrSession: 0xaa, allocationLength: 12 }));
    expect(entries).toMatchObject([{ track: 0xaa, minute: 89, second: 59, frame: 74 }]);
  },
);

describe('DVD+RW', () => {
  const basic = { formatType: FormatType.DvdPlusRwBasic, blocks: 2_295_104 };

  test('is blank, and refuses to be written, until it is formatted', async () => {
    await using drive = driveWith('DVD+RW');
    expect(await profileOf(drive)).toBe(Profile.DvdPlusRw);
    expect(await discInformation(drive)).toMatchObject({ erasable: true, discStatus: 0, backgroundFormat: 0 });
    expect(await formatsOf(drive)).toMatchObject({ capacityType: 1, blocks: 2_295_104, entries: [basic] });
    expect(await senseOf(write(drive, 0, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x30, ascq: 0x10 });
  });

  test('can be written anywhere once its lead-in is formatted, while the rest is formatted in the background', async () => {
    await using drive = driveWith('DVD+RW');
    const seconds = await format(drive, basic);
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThan(60);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, lastSessionState: 3, backgroundFormat: 2 });
    await write(drive, 2_000_000, dataBlocks(16, 1));
    await write(drive, 1, dataBlocks(3, 2));
    await flush(drive);
    expect(await read(drive, 2_000_000, 16)).toEqual(dataBlocks(16, 1));
    expect(await read(drive, 1, 3)).toEqual(dataBlocks(3, 2));
    expect(await senseOf(read(drive, 2_100_000, 1))).toMatchObject({ key: 8 });
    expect(await capacityOf(drive)).toBe(2_295_103);
  });

  test('reports how far the background format has come, stops it, and goes on where it stopped', async () => {
    await using drive = driveWith('DVD+RW');
    await format(drive, basic);
    await drive.clock.sleep(400_000);
    const sense = await run(drive, requestSense({ allocationLength: 18 }));
    expect(sense.progress).toBeGreaterThan(0.3);
    expect(sense.progress).toBeLessThan(0.7);
    await close(drive, CloseFunction.StopBackgroundFormat);
    expect(await discInformation(drive)).toMatchObject({ backgroundFormat: 1 });
    await format(drive, { ...basic, blocks: 0xffffffff, parameter: 1 });
    expect(await discInformation(drive)).toMatchObject({ backgroundFormat: 2 });
    await drive.clock.sleep(800_000);
    expect(await discInformation(drive)).toMatchObject({ backgroundFormat: 3 });
    await close(drive, CloseFunction.StopBackgroundFormat);
    expect(await read(drive, 2_100_000, 1)).toEqual(new Uint8Array(2_048));
  });

  test('stops the background format when the disc is taken out, and goes on with it when it is told to', async () => {
    await using drive = driveWith('DVD+RW');
    await format(drive, basic);
    await drive.pressButton();
    await drive.pressButton();
    await drive.clock.sleep(10_000);
    await senseOf(discInformation(drive));
    expect(await discInformation(drive)).toMatchObject({ backgroundFormat: 1 });
    await format(drive, { ...basic, blocks: 0xffffffff, parameter: 1 });
    expect(await discInformation(drive)).toMatchObject({ backgroundFormat: 2 });
  });

  test('a power failure stops the background format, and blocks that were in the buffer keep what they were', async () => {
    await using drive = driveWith('DVD+RW');
    await format(drive, basic);
    await write(drive, 160, dataBlocks(16, 1));
    await flush(drive);
    await write(drive, 160, dataBlocks(16, 2));
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, backgroundFormat: 1 });
    expect(await read(drive, 160, 16)).toEqual(dataBlocks(16, 1));
  });
});

describe('BD-RE', () => {
  const withSpare = { formatType: FormatType.BdReWithSpare, blocks: 11_826_176 };
  const withoutSpare = { formatType: FormatType.BdReWithoutSpare, blocks: 12_219_392 };

  test('offers formats with the default, the largest and the smallest spare areas, and without any', async () => {
    await using drive = driveWith('BD-RE');
    expect(await profileOf(drive)).toBe(Profile.BdRe);
    expect((await formatsOf(drive)).entries.map(({ formatType, blocks }) => [formatType, blocks])).toEqual([
      [0x00, 11_826_176],
      [0x30, 11_826_176],
      [0x30, 5_796_864],
      [0x30, 12_088_320],
      [0x31, 12_219_392],
    ]);
  });

  test('formatted with spare areas is written at half its speed, unless the blocks are streamed', async () => {
    await using drive = driveWith('BD-RE');
    await format(drive, withSpare);
    expect(await capacityOf(drive)).toBe(11_826_175);
    expect(await currentFeatures(drive)).toEqual(expect.arrayContaining([0x20, 0x23, 0x24, 0x41]));
    const chunk = dataBlocks(32, 1);
    const timed = async (streaming: boolean) => {
      const begun = drive.clock.now();
      for (let lba = 0; lba < 32_000; lba += 32) {
        await run(drive, write12({ lba, lengthBlocks: 32, streaming }, chunk), { resend: RESEND });
      }
      await flush(drive);
      return drive.clock.now() - begun;
    };
    const verified = await timed(false);
    const streamed = await timed(true);
    expect(verified / streamed).toBeCloseTo(2, 1);
  });

  test('formatted without spare areas has its whole capacity', async () => {
    await using drive = driveWith('BD-RE');
    await format(drive, withoutSpare);
    expect(await capacityOf(drive)).toBe(12_219_391);
    expect(await currentFeatures(drive)).not.toContain(0x24);
    await write(drive, 12_219_360, dataBlocks(32, 3));
    expect(await read(drive, 12_219_360, 32)).toEqual(dataBlocks(32, 3));
    expect(await senseOf(write(drive, 12_219_392, dataBlocks(1)))).toMatchObject({ key: 5, asc: 0x21 });
  });

  test('a certifying format takes as long as writing and reading the whole disc', async () => {
    await using drive = driveWith('BD-RE');
    expect(await format(drive, { ...withSpare, subType: 2 })).toBeGreaterThan(2 * 2_700);
  });

  test('reads as zeros where nothing was written', async () => {
    await using drive = driveWith('BD-RE DL');
    await format(drive, { formatType: FormatType.Full, blocks: 23_652_352 });
    expect(await read(drive, 23_000_000, 2)).toEqual(new Uint8Array(4_096));
  });

  test('a power failure while it is formatted leaves it to be formatted again', async () => {
    await using drive = driveWith('BD-RE');
    await beginFormat(drive, withSpare);
    await drive.clock.sleep(1_000);
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 3 });
    expect(await senseOf(write(drive, 0, dataBlocks(32)))).toMatchObject({ key: 3, asc: 0x31 });
    await format(drive, withSpare);
    await write(drive, 0, dataBlocks(32));
    expect(await read(drive, 0, 32)).toEqual(dataBlocks(32));
  });
});

describe('DVD-RAM', () => {
  test('is formatted when it is new, and written anywhere', async () => {
    await using drive = driveWith('DVD-RAM');
    expect(await profileOf(drive)).toBe(Profile.DvdRam);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, lastSessionState: 3, sessions: 1 });
    expect(await capacityOf(drive)).toBe(2_236_703);
    await write(drive, 1_000_001, dataBlocks(5, 4));
    expect(await read(drive, 1_000_001, 5)).toEqual(dataBlocks(5, 4));
  });

  test('a format that certifies takes an hour, one that does not a minute', async () => {
    await using drive = driveWith('DVD-RAM');
    const full = { formatType: FormatType.Full, blocks: 2_236_704 };
    expect(await format(drive, full)).toBeLessThan(60);
    expect(await format(drive, { ...full, disableCertification: false })).toBeGreaterThan(1_200);
  });
});

describe('DVD-RW', () => {
  const quick = { formatType: FormatType.DvdRwQuick, blocks: 2_297_888 };
  const full = { formatType: FormatType.CdRwDvdRwFull, blocks: 2_297_888 };

  test('changes its profile when it is formatted, and back when it is blanked', async () => {
    await using drive = driveWith('DVD-RW');
    expect(await profileOf(drive)).toBe(Profile.DvdRwSequential);
    expect((await formatsOf(drive)).entries.map(({ formatType }) => formatType)).toEqual([0x00, 0x10, 0x15]);
    await format(drive, quick);
    expect(await profileOf(drive)).toBe(Profile.DvdRwRestrictedOverwrite);
    const { blank } = await import('../../../src/mmc/commands/blank.ts');
    await run(drive, blank({ blankingType: 0 }));
    expect(await profileOf(drive)).toBe(Profile.DvdRwSequential);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 0 });
  });

  test('with a quick format it is written from its start onward, in whole packets, and then closed', async () => {
    await using drive = driveWith('DVD-RW');
    await format(drive, quick);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1, lastSessionState: 1 });
    expect(await senseOf(write(drive, 32, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    expect(await senseOf(write(drive, 0, dataBlocks(8)))).toMatchObject({ key: 5, asc: 0x24 });
    await write(drive, 0, dataBlocks(64, 1));
    await write(drive, 16, dataBlocks(16, 2));
    await flush(drive);
    expect(await trackInformation(drive, 1)).toMatchObject({ nextWritableLba: 64, fixedPacket: true, packet: true });
    await close(drive, CloseFunction.Session);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, lastSessionState: 3 });
    expect(await capacityOf(drive)).toBe(63);
    expect(await read(drive, 16, 16)).toEqual(dataBlocks(16, 2));
  });

  test('ends where its border was closed, until a Quick Grow opens it again', async () => {
    await using drive = driveWith('DVD-RW');
    await format(drive, quick);
    expect(await formatsOf(drive)).toMatchObject({ capacityType: 3, entries: [{}, {}, { formatType: 0x15 }] });
    await write(drive, 0, dataBlocks(64, 1));
    await close(drive, CloseFunction.Session);
    const room = 2_297_888 - 64;
    expect(await formatsOf(drive)).toMatchObject({ capacityType: 2, blocks: 64 });
    expect((await formatsOf(drive)).entries.slice(3)).toMatchObject([
      { formatType: 0x13, blocks: room, parameter: 16 },
      { formatType: 0x11, blocks: room, parameter: 16 },
    ]);
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 64, nextWritableValid: false });
    for (const lba of [64, 48]) {
      expect(await senseOf(write(drive, lba, dataBlocks(32)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x00 });
    }
    await write(drive, 48, dataBlocks(16, 2));
    await format(drive, { formatType: FormatType.QuickGrowLastBorder, blocks: 0, parameter: 16 });
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1, lastSessionState: 1 });
    expect(await senseOf(write(drive, 80, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    await write(drive, 64, dataBlocks(16, 3));
    await close(drive, CloseFunction.Session);
    expect(await capacityOf(drive)).toBe(79);
    expect(await read(drive, 48, 32)).toEqual(Buffer.concat([dataBlocks(16, 2), dataBlocks(16, 3)]));
  });

  test('grows by as many blocks as are asked for, which then read as zeros', async () => {
    await using drive = driveWith('DVD-RW');
    await format(drive, quick);
    await write(drive, 0, dataBlocks(16, 1));
    const grow = { formatType: FormatType.GrowSession, blocks: 160, parameter: 16 };
    expect(await senseOf(beginFormat(drive, grow))).toMatchObject({ key: 5, asc: 0x26 });
    await close(drive, CloseFunction.Session);
    for (const wrong of [{ blocks: 0 }, { blocks: 8 }, { blocks: 2_297_888 }, { parameter: 0 }]) {
      expect(await senseOf(beginFormat(drive, { ...grow, ...wrong }))).toMatchObject({ key: 5, asc: 0x26 });
    }
    await format(drive, grow);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, lastSessionState: 3 });
    expect(await capacityOf(drive)).toBe(175);
    expect(await read(drive, 0, 32)).toEqual(Buffer.concat([dataBlocks(16, 1), new Uint8Array(32_768)]));
    await format(drive, { ...grow, blocks: 2_297_888 - 176 });
    expect((await formatsOf(drive)).entries.slice(3).map(({ blocks }) => blocks)).toEqual([0, 0]);
    await write(drive, 2_000_000, dataBlocks(16, 2));
  });

  test('a power failure while it grows leaves its data, and a border that can be closed', async () => {
    await using drive = driveWith('DVD-RW');
    await format(drive, quick);
    await write(drive, 0, dataBlocks(16, 1));
    await close(drive, CloseFunction.Session);
    await beginFormat(drive, { formatType: FormatType.GrowSession, blocks: 160_000, parameter: 16 });
    await drive.clock.sleep(15_000);
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1, lastSessionState: 1 });
    await close(drive, CloseFunction.Session);
    expect(await read(drive, 0, 16)).toEqual(dataBlocks(16, 1));
  });

  test('with a full format, which takes as long as the whole disc, it is written anywhere', async () => {
    await using drive = driveWith('DVD-RW');
    await beginFormat(drive, full);
    expect(await untilReady(drive)).toBeGreaterThan(800);
    await write(drive, 1_600_000, dataBlocks(16, 1));
    expect(await read(drive, 1_600_000, 16)).toEqual(dataBlocks(16, 1));
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2 });
  });
});
