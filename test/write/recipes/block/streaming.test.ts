import { describe, expect, test } from '@jest/globals';
import { burnData, Drive, formatDisc } from '../../../../src/index.ts';
import { BdRFormatSubType, FormatType, formatUnit } from '../../../../src/mmc/commands/format-unit.ts';
import { BlockDisc, type BlockMediumKind, SimulatedDrive } from '../../../../src/simulator/index.ts';
import { dataOf, finished } from './support.ts';

const driveWith = (medium: BlockMediumKind) => {
  const simulated = new SimulatedDrive({ disc: BlockDisc.blank(medium) });
  return { simulated, drive: new Drive(simulated) };
};

const BLOCKS = 20_000;

/** In seconds of the drive's clock. */
async function timed(drive: Drive, streaming: boolean): Promise<number> {
  const begun = drive.clock.now();
  await finished(burnData(drive, dataOf(BLOCKS), { streaming, overwrite: true, verify: 'none' }));
  return (drive.clock.now() - begun) / 1_000;
}

describe.each<BlockMediumKind>(['BD-RE', 'DVD-RAM'])('a %s with spare blocks', (medium) => {
  test('is written in half the time as a stream, and bad blocks are found only when they are read', async () => {
    const { simulated, drive } = driveWith(medium);
    await finished(formatDisc(drive));
    const disc = simulated.burner.tray.disc as BlockDisc;
    const verified = await timed(drive, false);
    const streamed = await timed(drive, true);
    expect(streamed / verified).toBeLessThan(0.7);

    simulated.inject({ does: { scratch: { fromLba: 640, toLba: 640, kind: 'unreadable' } } });
    await expect(
      finished(burnData(drive, dataOf(BLOCKS), { streaming: true, overwrite: true, verify: 'full' })),
    ).rejects.toMatchObject({ phase: 'verifying', code: 'READ_BACK_FAILED' });
    expect(disc.replaced).toEqual([]);
    await finished(burnData(drive, dataOf(BLOCKS), { overwrite: true, verify: 'full' }));
    expect(disc.replaced).toEqual([640]);
    await drive.close();
  });
});

test('a BD-R with spare blocks has bad ones replaced while it is written', async () => {
  const { simulated, drive } = driveWith('BD-R');
  const { format } = await finished(formatDisc(drive, { pseudoOverwrite: false }));
  expect(format).toBe('quick format (type 32h): blocks are set aside for bad ones');
  simulated.inject({ does: { scratch: { fromLba: 64, toLba: 70, kind: 'unreadable' } } });
  const { warnings } = await finished(burnData(drive, dataOf(200), { verify: 'full' }));
  expect(warnings).toEqual([]);
  expect((simulated.burner.tray.disc as BlockDisc).replaced).toEqual([64]);
});

test('a BD-R without spare blocks needs no format, and is written as it is', async () => {
  const { drive } = driveWith('BD-R');
  await expect(finished(formatDisc(drive, { spare: false }))).rejects.toMatchObject({
    phase: 'planning',
    message: expect.stringContaining('a BD-R without spare blocks needs no format'),
  });
  await finished(burnData(drive, dataOf(200), { verify: 'full' }));
});

test('a WRITE that finds no spare block fails with the sense, and the disc says what is on it', async () => {
  const { simulated, drive } = driveWith('BD-RE');
  await finished(formatDisc(drive));
  simulated.inject({ at: { command: 'WRITE(10)', lba: 96 }, does: { sense: '3/32/00' }, times: 'always' });
  await expect(finished(burnData(drive, dataOf(500)))).rejects.toMatchObject({
    code: 'WRITE_FAILED',
    message: expect.stringContaining('no defect spare location available'),
  });
});

test.each<BlockMediumKind>(['DVD-R', 'DVD+RW'])('a %s is not written as a stream', async (medium) => {
  const { drive } = driveWith(medium);
  await expect(finished(burnData(drive, dataOf(100), { streaming: true }))).rejects.toMatchObject({
    phase: 'planning',
    code: 'UNSUITABLE_MEDIUM',
  });
});

test('a BD-R in random recording mode is refused with the reason, before anything is written', async () => {
  const { drive } = driveWith('BD-R');
  const { BdRWithSpare } = FormatType;
  const list = { blocks: 11_826_176, formatType: BdRWithSpare, subType: BdRFormatSubType.Random } as const;
  await drive.execute(formatUnit({}, list));
  await expect(finished(burnData(drive, dataOf(100)))).rejects.toMatchObject({
    phase: 'planning',
    code: 'UNSUITABLE_MEDIUM',
    message: expect.stringContaining('the drive does not say which are free'),
  });
});
