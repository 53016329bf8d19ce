import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { SharedDrive } from '../../../src/imapi2/core/shared-drive.ts';
import { DiscRecorder2, TrackAtOnce } from '../../../src/imapi2/index.ts';
import { preventAllowMediumRemoval } from '../../../src/scsi/commands/prevent-allow-medium-removal.ts';
import { startStopUnit } from '../../../src/scsi/commands/start-stop-unit.ts';
import { Disc, openSimulatedDrive, SimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { blankDisc } from '../../../src/write/index.ts';
import { asCd } from '../../support/cd.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { audio, resultNow, resultOf, rig, writerOn, writtenDisc } from '../rig.ts';

const BLANK_ONLY = 'E_IMAPI_DF2TAO_PROPERTY_FOR_BLANK_MEDIA_ONLY';
const LOCKED = 'E_IMAPI_RECORDER_LOCKED';

const leaveOpen = (writer: TrackAtOnce): string =>
  resultNow(() => {
    writer.doNotFinalizeMedia = true;
  });

async function burn(writer: TrackAtOnce, seed = 1): Promise<void> {
  await writer.prepareMedia();
  await writer.addAudioTrack(audio(300, seed));
  await writer.releaseMedia();
}

describe('one recorder, a new writer for each disc', () => {
  const nextDisc: [string, (recorder: DiscRecorder2, simulated: SimulatedDrive, disc: Disc) => Promise<void>][] = [
    [
      'ejectMedia, the next disc inserted, closeTray',
      async (recorder, simulated, disc) => {
        await recorder.ejectMedia();
        await simulated.insert(disc);
        await recorder.closeTray();
      },
    ],
    [
      'ejectMedia, the tray pushed shut by hand',
      async (recorder, simulated, disc) => {
        await recorder.ejectMedia();
        await simulated.insert(disc);
      },
    ],
    ['changed by hand, unseen', async (_recorder, simulated, disc) => simulated.insert(disc)],
  ];

  test.each(nextDisc)('20 discs in a row are left open: %s', async (_name, change) => {
    const { recorder, simulated, drive } = await rig();
    for (let disc = 1; disc <= 20; disc++) {
      const writer = new TrackAtOnce();
      writer.recorder = recorder;
      writer.clientName = 'a batch';
      expect(leaveOpen(writer)).toBe('S_OK');
      await burn(writer, disc);
      expect(await readDiscState(drive)).toMatchObject({ status: 'appendable', lastSession: 'incomplete' });
      await change(recorder, simulated, Disc.blank());
    }
  });

  test('closeTray sees a written disc that was loaded with the tray', async () => {
    const { recorder, simulated } = await rig();
    await recorder.ejectMedia();
    await simulated.insert(await writtenDisc());
    expect(leaveOpen(writerOn(recorder))).toBe('S_OK');
    await recorder.closeTray();
    expect(leaveOpen(writerOn(recorder))).toBe(BLANK_ONLY);
  });

  test('a written disc that was seen and not touched since is refused immediately and later', async () => {
    const { recorder, drive } = await rig({ disc: await writtenDisc() });
    const writer = new TrackAtOnce();
    writer.recorder = recorder;
    expect(leaveOpen(writer)).toBe(BLANK_ONLY);
    await drive.clock.sleep(60_000);
    expect(leaveOpen(writer)).toBe(BLANK_ONLY);
  });

  test('a disc that was erased since then is accepted, with the tray left open or closed', async () => {
    const simulated = await openSimulatedDrive('?medium=CD-RW');
    const drive = new Drive(simulated);
    const recorder = new DiscRecorder2();
    await recorder.initializeDiscRecorder(drive);
    await burn(writerOn(recorder));
    await recorder.initializeDiscRecorder(drive);
    expect(leaveOpen(writerOn(recorder))).toBe(BLANK_ONLY);

    await drainGenerator(blankDisc(drive));
    const writer = writerOn(recorder);
    expect(leaveOpen(writer)).toBe('S_OK');
    await recorder.ejectMedia();
    expect(leaveOpen(writerOn(recorder))).toBe('S_OK');
    await recorder.closeTray();
    await burn(writer);
    expect(await readDiscState(drive)).toMatchObject({ status: 'appendable' });
  });
});

/** A drive like hardware: Drive objects with the same path mean the same device. */
function hardware(): () => Drive {
  const simulated = new SimulatedDrive({ path: '/dev/sr-of-this-test' });
  return () => {
    const transport = simulated.connect();
    return new Drive(
      Object.create(transport, { simulated: { value: false }, send: { value: transport.send.bind(transport) } }),
    );
  };
}

test('two Drive objects of a process count the touches of their device together, but two simulated drives do not', async () => {
  const open = hardware();
  const [one, other] = [open(), open()];
  const before = one.mediumTouches;
  await other.execute(preventAllowMediumRemoval({ prevent: false }));
  expect(one.mediumTouches).toBe(before);
  await other.execute(startStopUnit({ loadEject: true }));
  expect(one.mediumTouches).toBe(before + 1);
  const [mine, yours] = [new Drive(new SimulatedDrive()), new Drive(new SimulatedDrive())];
  await mine.execute(startStopUnit({ loadEject: true }));
  expect([mine.mediumTouches, yours.mediumTouches]).toEqual([1, 0]);
});

describe('closing a recorder while its disc is prepared', () => {
  test('close() is refused before a track and during one, and the burn continues', async () => {
    const { recorder, drive } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    expect(await resultOf(() => recorder.close())).toBe(LOCKED);
    const seen: Promise<string>[] = [];
    writer.on('update', () => seen.push(resultOf(() => recorder.close())));
    await writer.addAudioTrack(audio(400));
    expect(new Set(await Promise.all(seen))).toEqual(new Set([LOCKED]));
    await writer.releaseMedia();
    expect(await readDiscState(drive)).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 400 }] });
    expect(await resultOf(() => recorder.close())).toBe('S_OK');
  });

  test('an inner `await using` does not interrupt the burn: the drive is closed with releaseMedia', async () => {
    const simulated = new SimulatedDrive();
    const other = simulated.connect();
    let closed = 0;
    const writer = new TrackAtOnce();
    writer.clientName = 'a test';
    {
      const recorder = new DiscRecorder2(async () => {
        const drive = new Drive(simulated);
        const close = drive.close.bind(drive);
        drive.close = async () => {
          closed++;
          await close();
        };
        return drive;
      });
      await recorder.initializeDiscRecorder('sim:');
      writer.recorder = recorder;
      await writer.prepareMedia();
      await recorder[Symbol.asyncDispose]();
    }
    expect(closed).toBe(0);
    await writer.addAudioTrack(audio(300));
    await writer.addAudioTrack(audio(310));
    await writer.releaseMedia();
    expect(closed).toBe(1);
    expect(asCd(simulated.burner.tray.disc).sessions).toHaveLength(1);
    await other.close();
  });
});

test('all actions deferred until a writer is done run, even when one of them fails', async () => {
  const { drive } = await rig();
  const shared = SharedDrive.of(drive);
  const writer = {};
  const done: string[] = [];
  const recorder = {};
  shared.takeFor(writer, recorder, 'a test');
  await shared.whenIdle(recorder, async () => {
    throw new Error('the first fails');
  });
  await shared.whenIdle(recorder, async () => {
    done.push('second');
  });
  await expect(shared.release(writer)).rejects.toThrow('the first fails');
  expect(done).toEqual(['second']);
});

describe('ejectMedia', () => {
  test('undoes the lock that a killed program left behind', async () => {
    const { recorder, simulated } = await rig();
    const killed = new Drive(simulated.connect());
    await killed.execute(preventAllowMediumRemoval({ prevent: true }));
    expect(simulated.burner.tray.locked).toBe(true);
    expect(await resultOf(() => recorder.ejectMedia())).toBe('S_OK');
    expect(simulated.burner.tray.open).toBe(true);
  });

  test('does not eject a disc that is mounted or that another program is burning', async () => {
    const { recorder, simulated, transport } = await rig();
    transport.takeExclusive = async () => {
      throw new TransportError({ kind: 'busy', path: 'sim:', operation: 'open', reason: 'mounted', remedy: 'Wait' });
    };
    expect(await resultOf(() => recorder.ejectMedia())).toBe(LOCKED);
    expect(simulated.burner.tray.open).toBe(false);
  });

  test('is refused while a disc is prepared', async () => {
    const { recorder, simulated } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    expect(await resultOf(() => recorder.ejectMedia())).toBe(LOCKED);
    expect(simulated.burner.tray.open).toBe(false);
    await writer.releaseMedia();
  });
});
