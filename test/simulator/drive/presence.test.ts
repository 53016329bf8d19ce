import { describe, expect, test } from '@jest/globals';
import { getEventStatusNotification, MediaEvent } from '../../../src/mmc/commands/get-event-status-notification.ts';
import { inquiry } from '../../../src/scsi/commands/inquiry.ts';
import { preventAllowMediumRemoval } from '../../../src/scsi/commands/prevent-allow-medium-removal.ts';
import { startStopUnit } from '../../../src/scsi/commands/start-stop-unit.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { Disc, SimulatedDrive } from '../../../src/simulator/index.ts';
import { blocks, burnTrack, discInformation, run, senseOf, trackInformation, writeBlocks } from '../support.ts';

const ready = (drive: SimulatedDrive) => run(drive, testUnitReady({}));
const eject = (drive: SimulatedDrive) => run(drive, startStopUnit({ loadEject: true }));
const load = (drive: SimulatedDrive, immediate = false) =>
  run(drive, startStopUnit({ loadEject: true, start: true, immediate }));
const event = (drive: SimulatedDrive) => run(drive, getEventStatusNotification({}));

describe('tray and disc', () => {
  test('eject, load, and the medium change that is reported once', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    await eject(drive);
    expect(await senseOf(ready(drive))).toMatchObject({ key: 2, asc: 0x3a, ascq: 0x02 });
    expect(await senseOf(discInformation(drive))).toMatchObject({ key: 2, asc: 0x3a, ascq: 0x02 });
    expect(await event(drive)).toMatchObject({
      event: MediaEvent.MediaRemoval,
      mediaPresent: false,
      trayOpen: true,
    });
    await load(drive, true);
    // INQUIRY neither reports nor clears it.
    await run(drive, inquiry({ allocationLength: 36 }));
    expect(await event(drive)).toMatchObject({ event: MediaEvent.NewMedia, mediaPresent: true, trayOpen: false });
    expect(await event(drive)).toMatchObject({ event: MediaEvent.NoChange });
    expect(await senseOf(ready(drive))).toMatchObject({ key: 6, asc: 0x28, ascq: 0x00 });
    expect(await senseOf(ready(drive))).toMatchObject({ key: 2, asc: 0x04, ascq: 0x01 });
    await drive.clock.sleep(10_000);
    await ready(drive);
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 300 });
  });

  test('PREVENT keeps the tray closed against commands, not against hands', async () => {
    await using drive = new SimulatedDrive();
    await run(drive, preventAllowMediumRemoval({ prevent: true }));
    expect(await senseOf(eject(drive))).toMatchObject({ key: 5, asc: 0x53, ascq: 0x02 });
    await ready(drive);
    await drive.removeDisc();
    expect(await senseOf(ready(drive))).toMatchObject({ key: 2, asc: 0x3a, ascq: 0x01 });
    await run(drive, preventAllowMediumRemoval({ prevent: false }));
    await eject(drive);
  });

  test('another disc', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    await drive.insert(Disc.blank());
    expect(await senseOf(ready(drive))).toMatchObject({ key: 6, asc: 0x28 });
    await drive.clock.sleep(10_000);
    expect(await trackInformation(drive)).toMatchObject({ track: 1, nextWritableLba: 0, blank: true });
  });

  test('a drive without a disc', async () => {
    await using drive = new SimulatedDrive({ disc: undefined });
    expect(await senseOf(ready(drive))).toMatchObject({ key: 2, asc: 0x3a, ascq: 0x01 });
  });

  test('an open track survives loading the disc again', async () => {
    await using drive = new SimulatedDrive();
    await writeBlocks(drive, 0, blocks(100));
    await eject(drive);
    await load(drive);
    await senseOf(ready(drive));
    expect(await trackInformation(drive)).toMatchObject({ track: 1, nextWritableLba: 100, blank: false });
  });

  test('power-on is reported if requested', async () => {
    await using drive = new SimulatedDrive({ justPoweredOn: true });
    await run(drive, inquiry({ allocationLength: 36 }));
    expect(await senseOf(ready(drive))).toMatchObject({ key: 6, asc: 0x29, ascq: 0x00 });
    await ready(drive);
  });
});
