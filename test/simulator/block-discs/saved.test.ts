import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CloseFunction, closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { FormatType } from '../../../src/mmc/commands/format-unit.ts';
import { readDvdPhysicalFormat } from '../../../src/mmc/commands/read-disc-structure.ts';
import { blankDisc, openSimulatedDrive, SimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discInformation, flush, run, senseOf, trackInformation } from '../support.ts';
import { capacityOf, dataBlocks, format, read, write } from './support.ts';

const fileFor = (name: string) => join(temporaryFolder(), `${name}.disc`);

describe('a saved DVD or BD', () => {
  test('is as it was left, and its tracks continue', async () => {
    const path = fileFor('dvd-plus-r');
    {
      await using drive = await openSimulatedDrive(path, { medium: 'DVD+R' });
      await write(drive, 0, dataBlocks(32, 1));
      await flush(drive);
      await run(drive, closeTrackSession({ closeFunction: CloseFunction.Track, track: 1 }));
      await run(drive, closeTrackSession({ closeFunction: CloseFunction.Session }));
      await write(drive, 2_080, dataBlocks(16, 2));
      await flush(drive);
    }
    await using drive = await openSimulatedDrive(path);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 1, lastSessionState: 1, sessions: 2 });
    expect(await trackInformation(drive, 2)).toMatchObject({ startLba: 2_080, nextWritableLba: 2_096 });
    expect(await read(drive, 0, 32)).toEqual(dataBlocks(32, 1));
    expect(await read(drive, 2_080, 16)).toEqual(dataBlocks(16, 2));
  });

  test('has blocks beyond the last address of a CD, and zeros take no space', async () => {
    const path = fileFor('bd-re');
    {
      await using drive = await openSimulatedDrive(path, { medium: 'BD-RE DL' });
      await format(drive, { formatType: FormatType.BdReWithoutSpare, blocks: 24_438_784 });
      await write(drive, 24_438_752, dataBlocks(32, 3));
      for (let lba = 0; lba < 3_200; lba += 32) await write(drive, lba, new Uint8Array(32 * 2_048));
    }
    expect((await stat(path)).size).toBeLessThan(200_000);
    await using drive = await openSimulatedDrive(path);
    expect(await capacityOf(drive)).toBe(24_438_783);
    expect(await read(drive, 24_438_752, 32)).toEqual(dataBlocks(32, 3));
    expect(await read(drive, 3_000, 2)).toEqual(new Uint8Array(4_096));
  });

  test('keeps its kind: naming another one is an error', async () => {
    const path = fileFor('kind');
    await (await openSimulatedDrive(path, { medium: 'BD-R' })).close();
    const opened = openSimulatedDrive(path, { medium: 'DVD-R' });
    await expect(opened).rejects.toBeInstanceOf(TransportError);
    await expect(openSimulatedDrive(path, { medium: 'DVD-R' })).rejects.toThrow(/BD-R, 25 GB/);
  });
});

describe('a BD recorder', () => {
  test('answers about a CD as a CD recorder does', async () => {
    await using drive = new SimulatedDrive({ disc: blankDisc('BD-RE') });
    await drive.insert(blankDisc('CD-R 80'));
    await drive.clock.sleep(10_000);
    await senseOf(discInformation(drive));
    expect(await discInformation(drive)).toMatchObject({ discStatus: 0, erasable: false });
    expect(await trackInformation(drive)).toMatchObject({ freeBlocks: 359_847 });
  });
});

describe('a CD recorder', () => {
  test('cannot read a DVD', async () => {
    await using drive = new SimulatedDrive();
    await drive.insert(blankDisc('DVD-R'));
    await drive.clock.sleep(10_000);
    await senseOf(discInformation(drive));
    expect(await senseOf(discInformation(drive))).toMatchObject({ key: 5, asc: 0x30, ascq: 0x02 });
    expect(await senseOf(run(drive, readDvdPhysicalFormat({ allocationLength: 4 })))).toMatchObject({ asc: 0x20 });
  });
});
