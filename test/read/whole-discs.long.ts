import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mode1Sector } from '../../src/cd/sector.ts';
import { Drive } from '../../src/drive/drive.ts';
import { BinCueImage } from '../../src/image/index.ts';
import { exportBinCue } from '../../src/index.ts';
import { readCd } from '../../src/mmc/commands/read-cd.ts';
import { cueCatalogNumber, cueIsrc } from '../../src/mmc/commands/send-cue-sheet.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { closeDisc } from '../../src/write/repair/close-disc.ts';
import { flush, selectPage05, trackInformation, writeBlocks } from '../simulator/support.ts';
import { cue, leadIn, leadInBlocks, leadOut, packsOf, sendSheet } from '../simulator/write-types/whole-sessions.ts';
import { checkCondition, TamperedTransport } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { burn, drain, sound } from './recorded-disc.ts';

const BLOCK = 2352;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function exported(drive: Drive): Promise<{ image: BinCueImage; sheet: string; bin: Buffer }> {
  const cuePath = join(folder, 'disc.cue');
  const { binPath } = await drain(exportBinCue(drive, { cuePath, overwrite: true }));
  const [sheet, bin] = [await readFile(cuePath, 'utf8'), await readFile(binPath)];
  return { image: await BinCueImage.open(cuePath), sheet, bin };
}

const startsOf = (image: BinCueImage) =>
  image.tracks.map(({ number, session, mode, startBlock, lengthBlocks }) => [
    number,
    session,
    mode,
    startBlock,
    lengthBlocks,
  ]);

/** Track 1 with three indexes; a pause; track 2, copying permitted; track 3 without a pause. */
async function burnWholeSession(simulated: SimulatedDrive, written: Uint8Array): Promise<void> {
  await selectPage05(simulated, { writeType: 2 });
  const permitted = { control: 2 };
  await sendSheet(
    simulated,
    ...cueCatalogNumber('4006381333931'),
    leadIn(1),
    cue(1, 0, -150),
    cue(1, 1, 0),
    cue(1, 2, 100),
    cue(1, 3, 200),
    ...cueIsrc(2, 2, 'GBAYE6500331'),
    cue(2, 0, 300, permitted),
    cue(2, 1, 360, permitted),
    cue(3, 1, 700),
    leadOut(1000),
  );
  const album = { title: 'Suite "in D"', performer: 'Bäch' };
  const packs = packsOf([
    { language: 9, characterCode: 0, firstTrack: 1, album, tracks: [{ title: 'Air' }, { performer: 'Else' }, {}] },
  ]);
  await writeBlocks(simulated, -400, leadInBlocks(packs, 250), 96);
  await writeBlocks(simulated, -150, written);
  await flush(simulated);
}

describe('exportBinCue', () => {
  test('a session written at once: indexes, CD-TEXT, catalogue number, ISRC, flags and every block', async () => {
    await using simulated = new SimulatedDrive();
    const written = sound(1150, 1);
    await burnWholeSession(simulated, written);
    const { image, sheet, bin } = await exported(new Drive(simulated));
    await using _closing = image;
    expect(sheet).toBe(
      [
        'CATALOG 4006381333931',
        'TITLE "Suite \'in D\'"',
        'PERFORMER "Bäch"',
        'FILE "disc.bin" BINARY',
        '  TRACK 01 AUDIO',
        '    TITLE "Air"',
        '    INDEX 01 00:00:00',
        '    INDEX 02 00:01:25',
        '    INDEX 03 00:02:50',
        '  TRACK 02 AUDIO',
        '    PERFORMER "Else"',
        '    FLAGS DCP',
        '    ISRC GBAYE6500331',
        '    INDEX 00 00:04:00',
        '    INDEX 01 00:04:60',
        '  TRACK 03 AUDIO',
        '    INDEX 01 00:09:25',
        '',
      ].join('\n'),
    );
    expect(bin.equals(written.subarray(150 * BLOCK))).toBe(true);
    expect(image.sheet).toMatchObject({ catalog: '4006381333931', title: "Suite 'in D'" });
    expect(startsOf(image)).toEqual([
      [1, 1, 'AUDIO', 0, 300],
      [2, 1, 'AUDIO', 360, 340],
      [3, 1, 'AUDIO', 700, 300],
    ]);
    const [, second] = image.tracks;
    const pause = second === undefined ? new Uint8Array() : await image.readBlocks(second, -60, 400);
    expect(Buffer.compare(pause, written.subarray(450 * BLOCK, 850 * BLOCK))).toBe(0);
  });

  test('from a drive that does not read Q: the starts of the tracks, and every block', async () => {
    await using simulated = new SimulatedDrive();
    const written = sound(1150, 1);
    await burnWholeSession(simulated, written);
    const refusing = withoutQ(new Drive(simulated));
    const { image, sheet, bin } = await exported(refusing);
    await using _closing = image;
    expect(sheet).not.toContain('INDEX 02');
    expect(startsOf(image).map(([, , , start]) => start)).toEqual([0, 360, 700]);
    expect(bin.equals(written.subarray(150 * BLOCK))).toBe(true);
  });

  test('a data track with an audio track after it, recorded at once', async () => {
    await using simulated = new SimulatedDrive();
    await selectPage05(simulated, { trackMode: 4, dataBlockType: 8, multiSession: 3 });
    const data = Uint8Array.from({ length: 320 * 2048 }, (_, index) => index % 253);
    await writeBlocks(simulated, 0, data, 2048);
    await flush(simulated);
    await selectPage05(simulated, { trackMode: 0, dataBlockType: 0 });
    const audio = sound(300, 3);
    const { nextWritableLba } = await trackInformation(simulated);
    await writeBlocks(simulated, nextWritableLba, audio);
    await flush(simulated);
    const { image } = await exported(new Drive(simulated));
    await using _closing = image;
    expect(startsOf(image)).toEqual([
      [1, 1, 'MODE1/2352', 0, 322],
      [2, 1, 'AUDIO', 472, 300],
    ]);
    const [first, second] = image.tracks;
    if (first === undefined || second === undefined) throw new Error('tracks are missing');
    expect(await image.readBlocks(first, 319, 1)).toEqual(mode1Sector(319, data.subarray(319 * 2048)));
    expect(Buffer.compare(await image.readBlocks(second, 0, 300), audio)).toBe(0);
  });

  test('several sessions: each program area from its first track, marked with REM SESSION', async () => {
    await using simulated = new SimulatedDrive();
    const drive = new Drive(simulated);
    const [first, second, third] = [sound(310, 1), sound(305, 2), sound(300, 3)];
    await burn(drive, [first], { ending: 'leave-open' });
    await drain(closeDisc(drive, { ending: 'close-session' }));
    await burn(drive, [second, third]);
    const { image, sheet, bin } = await exported(drive);
    await using _closing = image;
    expect(sheet.split('\n').filter((line) => line.startsWith('REM'))).toEqual(['REM SESSION 01', 'REM SESSION 02']);
    expect(startsOf(image)).toEqual([
      [1, 1, 'AUDIO', 0, 310],
      [2, 2, 'AUDIO', 310, 307],
      [3, 2, 'AUDIO', 310 + 305 + 152, 300],
    ]);
    const gap = Buffer.alloc(152 * BLOCK);
    expect(bin.equals(Buffer.concat([first, second, gap, third]))).toBe(true);
  });
});

/** The same drive, refusing READ CD with sub-channel data: 5/24/00. */
const withoutQ = (drive: Drive): Drive =>
  new Drive(
    new TamperedTransport(drive.transport, ({ cdb }, next) =>
      cdb[0] === readCd.spec.opcode && cdb[10] !== 0 ? checkCondition(5, 0x24, 0x00) : next(),
    ),
  );
