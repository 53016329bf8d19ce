import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { BinCueImage } from '../../src/image/index.ts';
import { exportBinCue, exportWavs } from '../../src/index.ts';
import type { CueEntry } from '../../src/mmc/commands/send-cue-sheet.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { flush, selectPage05, writeBlocks } from '../simulator/support.ts';
import { cue, leadIn, leadOut, sendSheet } from '../simulator/write-types/whole-sessions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { drain, sound, withUnreadable } from './recorded-disc.ts';

const BLOCK = 2352;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

interface Session {
  readonly entries: readonly CueEntry[];
  /** LBA of INDEX 00 of the first track. */
  readonly startLba?: number;
  readonly written: Uint8Array;
  readonly multiSession?: 0 | 3;
}

async function record(drive: SimulatedDrive, { entries, startLba = -150, written, multiSession = 0 }: Session) {
  await selectPage05(drive, { writeType: 2, multiSession });
  await sendSheet(drive, leadIn(), ...entries);
  await writeBlocks(drive, startLba, written);
  await flush(drive);
}

/** A disc whose track 1 begins five seconds after LBA 0, and track 2 right at its end. */
async function withHiddenTrack(): Promise<{ drive: Drive; written: Uint8Array }> {
  const simulated = new SimulatedDrive();
  const written = sound(150 + 1_125, 1);
  await record(simulated, { entries: [cue(1, 0, -150), cue(1, 1, 375), cue(2, 1, 775), leadOut(1_125)], written });
  return { drive: new Drive(simulated), written };
}

const indexLines = async (cuePath: string) =>
  (await readFile(cuePath, 'utf8'))
    .split('\n')
    .filter((line) => /INDEX|FLAGS/.test(line))
    .map((line) => line.trim());

describe('sound before index 1 of the first track', () => {
  test('is the pause of track 1 from its first block on in BIN/CUE', async () => {
    const { drive, written } = await withHiddenTrack();
    const cuePath = join(folder, 'x.cue');
    const { warnings } = await drain(exportBinCue(drive, { cuePath }));
    expect(await indexLines(cuePath)).toEqual(['INDEX 00 00:00:00', 'INDEX 01 00:05:00', 'INDEX 01 00:10:25']);
    expect(warnings).toEqual([]);
    await using image = await BinCueImage.open(cuePath);
    const [first] = image.tracks;
    if (first === undefined) throw new Error('track 1 is missing');
    const read = await image.readBlocks(first, -375, 775);
    expect(Buffer.compare(read, written.subarray(150 * BLOCK, 925 * BLOCK))).toBe(0);
  });

  test('is in no WAV file, and that is said', async () => {
    const { drive } = await withHiddenTrack();
    const { paths, warnings } = await drain(exportWavs(drive, { directory: folder }));
    expect(paths).toHaveLength(2);
    expect(warnings).toEqual([
      expect.stringContaining('before track 1, from LBA 0 to 374, are 5.0 s of sound that no WAV file has'),
    ]);
  });

  test('is found in a second session too', async () => {
    const simulated = new SimulatedDrive();
    await record(simulated, {
      entries: [cue(1, 0, -150), cue(1, 1, 0), leadOut(300)],
      written: sound(450, 1),
      multiSession: 3,
    });
    const start = 300 + 6_750 + 4_500;
    const second = sound(150 + 375 + 300, 2);
    const entries = [cue(2, 0, start), cue(2, 1, start + 525), leadOut(start + 825)];
    await record(simulated, { entries, startLba: start, written: second });
    const cuePath = join(folder, 'x.cue');
    await drain(exportBinCue(new Drive(simulated), { cuePath }));
    expect(await indexLines(cuePath)).toEqual(['INDEX 01 00:00:00', 'INDEX 00 00:04:00', 'INDEX 01 00:09:00']);
    const bin = await readFile(join(folder, 'x.bin'));
    expect(bin.subarray(300 * BLOCK).equals(second.subarray(150 * BLOCK))).toBe(true);
  });
});

test('sound in a pause is in no WAV file, and that is said; silence is not', async () => {
  const simulated = new SimulatedDrive();
  const written = sound(150 + 1_500, 1);
  written.fill(0, (150 + 900) * BLOCK, (150 + 1_050) * BLOCK);
  const entries = [cue(1, 0, -150), cue(1, 1, 0), cue(2, 0, 400), cue(2, 1, 550), cue(3, 0, 900), cue(3, 1, 1_050)];
  await record(simulated, { entries: [...entries, leadOut(1_500)], written });
  const drive = new Drive(simulated);
  const { warnings } = await drain(exportWavs(drive, { directory: folder }));
  expect(warnings).toEqual([expect.stringContaining('before track 2, from LBA 400 to 549, are 2.0 s of sound')]);

  const damaged = withUnreadable(drive, (lba) => lba >= 420 && lba < 450);
  expect((await drain(exportWavs(damaged, { directory: folder, overwrite: true }))).warnings).toEqual([
    'before track 2, from LBA 400 to 549, not all could be read: whether there is more sound is not known',
    expect.stringContaining('are 1.6 s of sound'),
  ]);
  const cuePath = join(folder, 'x.cue');
  expect((await drain(exportBinCue(damaged, { cuePath }))).warnings).toEqual([
    '30 blocks of the gap before track 2 could not be read, and are silence',
  ]);
});

test('four channels, pre-emphasis and permission to copy are flags of the sheet', async () => {
  const simulated = new SimulatedDrive();
  const [four, both] = [{ control: 8 }, { control: 3 }];
  const entries = [cue(1, 0, -150, four), cue(1, 1, 0, four), cue(2, 1, 400, both), leadOut(800)];
  await record(simulated, { entries, written: sound(950, 1) });
  const cuePath = join(folder, 'x.cue');
  await drain(exportBinCue(new Drive(simulated), { cuePath }));
  expect(await indexLines(cuePath)).toEqual(['FLAGS 4CH', 'INDEX 01 00:00:00', 'FLAGS DCP PRE', 'INDEX 01 00:05:25']);
  await using image = await BinCueImage.open(cuePath);
  expect(image.tracks.map(({ flags }) => flags)).toEqual([['4CH'], ['DCP', 'PRE']]);
});
