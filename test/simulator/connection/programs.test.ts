import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { getEventStatusNotification, MediaEvent } from '../../../src/mmc/commands/get-event-status-notification.ts';
import { DiscStatus, SessionState } from '../../../src/mmc/commands/read-disc-information.ts';
import { readTrackInformation, TrackAddressType } from '../../../src/mmc/commands/read-track-information.ts';
import { inquiry } from '../../../src/scsi/commands/inquiry.ts';
import { preventAllowMediumRemoval } from '../../../src/scsi/commands/prevent-allow-medium-removal.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import type { SenseError } from '../../../src/scsi/sense-error.ts';
import { Disc, SimulatedDrive } from '../../../src/simulator/index.ts';
import type { ScsiTransport } from '../../../src/transport/transport.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { blocks, burnTrack, closeSession, discInformation, run, senseOf } from '../support.ts';

const ready = (drive: ScsiTransport) => run(drive, testUnitReady({}));

describe('several programs on one drive', () => {
  test('each has its own unit attentions and events', async () => {
    await using drive = new SimulatedDrive();
    const other = drive.connect({ path: 'sim:other' });
    await drive.insert(Disc.blank());
    await drive.clock.sleep(10_000);
    expect(await senseOf(ready(drive))).toMatchObject({ key: 6, asc: 0x28 });
    await ready(drive);
    expect(await senseOf(ready(other))).toMatchObject({ key: 6, asc: 0x28 });
    const event = () => run(other, getEventStatusNotification({}));
    expect(await event()).toMatchObject({ event: MediaEvent.MediaRemoval });
    expect(await event()).toMatchObject({ event: MediaEvent.NewMedia });
    await other.close();
    await expect(ready(other)).rejects.toMatchObject({ kind: 'gone', path: 'sim:other' });
    await ready(drive);
  });

  test('exclusive access keeps out the others, except those that do not ask', async () => {
    await using drive = new SimulatedDrive();
    const polite = drive.connect();
    const rude = drive.connect({ intrudes: true });
    await drive.takeExclusive('burner');
    await drive.takeExclusive('burner');
    await expect(drive.takeExclusive('a/b')).rejects.toThrow(RangeError);
    await expect(polite.takeExclusive('prober')).rejects.toMatchObject({ kind: 'busy' });
    await expect(ready(polite)).rejects.toThrow(/burner has exclusive use of the simulated drive/);
    await ready(rude);
    await expect(rude.takeExclusive('rude')).rejects.toMatchObject({ kind: 'busy' });
    await polite.releaseExclusive();
    await expect(ready(polite)).rejects.toMatchObject({ kind: 'busy' });
    await drive.releaseExclusive();
    await ready(polite);
    await polite.takeExclusive('prober');
    await polite.close();
    await drive.takeExclusive('burner');
  });

  test('a program that probes during a burn does no harm', async () => {
    const simulated = new SimulatedDrive();
    await using drive = new Drive(simulated);
    const prober = simulated.connect({ intrudes: true });
    const probe = async () => {
      await run(prober, inquiry({ allocationLength: 36 }));
      for (const look of [
        ready(prober),
        discInformation(prober),
        run(prober, readTrackInformation({ addressType: TrackAddressType.Track, address: 1, allocationLength: 36 })),
        run(prober, getEventStatusNotification({})),
      ]) {
        await look.catch(() => {});
      }
    };
    const burning = burnAudio(drive, [blocksOfNoise(600), blocksOfNoise(900, 2)], { verify: 'full' });
    for (;;) {
      const { done, value } = await burning.next();
      if (done) {
        expect(value).toMatchObject({ disc: { status: 'complete', tracks: [{}, {}] }, comparisons: [{}, {}] });
        return;
      }
      await probe();
    }
  });
});

describe('the button', () => {
  test('opens and closes the tray, and only requests an eject while PREVENT keeps it closed', async () => {
    await using drive = new SimulatedDrive();
    await run(drive, preventAllowMediumRemoval({ prevent: true }));
    await drive.pressButton();
    expect(await run(drive, getEventStatusNotification({}))).toMatchObject({
      event: MediaEvent.EjectRequest,
      trayOpen: false,
    });
    await run(drive, preventAllowMediumRemoval({ prevent: false }));
    await drive.pressButton();
    expect(await senseOf(ready(drive))).toMatchObject({ key: 2, asc: 0x3a, ascq: 0x02 });
    await drive.pressButton();
    expect(await senseOf(ready(drive))).toMatchObject({ key: 6, asc: 0x28 });
  });
});

describe('a reset while a command is in progress', () => {
  test.each(['reset', 'losePower'] as const)('%s ends it with 6/29/00, and leaves its work half done', async (what) => {
    await using drive = new SimulatedDrive({ writeSpeeds: [4] });
    await burnTrack(drive, blocks(300));
    const closing = senseOf(closeSession(drive));
    await drive.clock.sleep(5_000);
    await drive[what]();
    expect(await closing).toMatchObject({ key: 6, asc: 0x29, ascq: 0 });
    expect(drive.clock.now()).toBeLessThan(30_000);
    const attentions: number[] = [];
    for (let looks = 0; looks < 2; looks++) {
      await ready(drive).catch((error: SenseError) => attentions.push(error.sense.asc));
    }
    expect(attentions).toEqual(what === 'reset' ? [0x29] : [0x29, 0x28]);
    await drive.clock.sleep(10_000);
    expect(await discInformation(drive)).toMatchObject({ lastSessionState: SessionState.Damaged });
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete });
  });
});
