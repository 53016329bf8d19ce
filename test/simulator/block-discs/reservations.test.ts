import { describe, expect, test } from '@jest/globals';
import { CloseFunction } from '../../../src/mmc/commands/close-track-session.ts';
import { getUnusableArea } from '../../../src/mmc/commands/get-performance.ts';
import { reserveTrackUpTo } from '../../../src/mmc/commands/reserve-track.ts';
import { WriteType } from '../../../src/mmc/mode-pages/write-parameters.ts';
import type { BlockMediumKind } from '../../../src/simulator/index.ts';
import { run, senseOf, trackInformation } from '../support.ts';
import { close, dataBlocks, driveWith, page05, read, recordTrack, write } from './support.ts';

describe.each<[BlockMediumKind, number]>([
  ['DVD-R', 28_672],
  ['DVD+R', 2_048],
])('the area between two sessions of a %s', (medium, gap) => {
  test('cannot be used, and GET PERFORMANCE says so', async () => {
    await using drive = driveWith(medium);
    await page05(drive, WriteType.Packet);
    await recordTrack(drive, dataBlocks(32, 1));
    await close(drive, CloseFunction.Session);
    await recordTrack(drive, dataBlocks(32, 2));
    const { entries } = await run(drive, getUnusableArea({ maxDescriptors: 10 }));
    expect(entries[0]).toEqual({ lba: 32, blocks: gap });
  });
});

describe.each<[BlockMediumKind]>([['DVD-R'], ['BD-R']])('RESERVE TRACK by address on a %s', (medium) => {
  test('ends the track that is being written there, and the next begins at the address', async () => {
    await using drive = driveWith(medium);
    await page05(drive, WriteType.Packet);
    await write(drive, 0, dataBlocks(32));
    expect(await senseOf(run(drive, reserveTrackUpTo({ lba: 16 })))).toMatchObject({ key: 5, asc: 0x24, ascq: 0 });
    expect(await senseOf(run(drive, reserveTrackUpTo({ lba: 161 })))).toMatchObject({ key: 5, asc: 0x24, ascq: 0 });
    await run(drive, reserveTrackUpTo({ lba: 160 }));
    expect(await trackInformation(drive, 1)).toMatchObject({
      reserved: true,
      lengthBlocks: 160,
      freeBlocks: 128,
      nextWritableLba: 32,
    });
    expect(await trackInformation(drive, 2)).toMatchObject({ startLba: 160, nextWritableLba: 160 });
    await write(drive, 160, dataBlocks(32, 2));
    await write(drive, 32, dataBlocks(32, 3));
    expect(await read(drive, 32, 32)).toEqual(dataBlocks(32, 3));
  });
});

test('RESERVE TRACK by address is refused on a DVD+R', async () => {
  await using drive = driveWith('DVD+R');
  expect(await senseOf(run(drive, reserveTrackUpTo({ lba: 160 })))).toMatchObject({ key: 5, asc: 0x24, ascq: 0 });
});
