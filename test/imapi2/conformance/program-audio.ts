import { expect } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { DiscFormat2Erase, DiscRecorder2, TrackAtOnce } from '../../../src/imapi2/index.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { audio, resultOf } from '../rig.ts';
import { ASKING, keep, readAll } from './members.ts';
import type { Witness } from './witness.ts';

/** Burns audio onto a CD-RW and erases it. */
export async function audioAndErase(witness: Witness): Promise<void> {
  const recorder = new DiscRecorder2();
  await recorder.initializeDiscRecorder(new Drive(await openSimulatedDrive('?medium=CD-RW')));
  const real = new TrackAtOnce();
  const tao = witness.watch(
    real,
    'IDiscFormat2TrackAtOnce',
    'IDiscFormat2',
    'IBurnVerification',
    'DDiscFormat2TrackAtOnceEvents',
  );
  tao.recorder = recorder;
  tao.clientName = 'conformance';
  keep(tao, 'doNotFinalizeMedia');
  keep(tao, 'burnVerificationLevel');
  expect(await tao.isRecorderSupported(recorder)).toBe(true);
  expect(await tao.isCurrentMediaSupported(recorder)).toBe(true);
  expect(await tao.mediaPhysicallyBlank).toBe(true);
  expect(await tao.mediaHeuristicallyBlank).toBe(true);
  expect(tao.supportedMediaTypes).toEqual([2, 3]);
  expect(await tao.setWriteSpeed(-1, false)).toBe(0);
  const [speed] = await tao.supportedWriteSpeedDescriptors;
  if (speed !== undefined) {
    const descriptor = witness.watch(speed, 'IWriteSpeedDescriptor');
    expect(descriptor.mediaType).toBe(3);
    expect(descriptor.rotationTypeIsPureCAV).toBe(false);
    expect(descriptor.writeSpeed).toBeGreaterThan(0);
  }
  await tao.prepareMedia();
  tao.bufferUnderrunFreeDisabled = false;
  await readAll(
    tao,
    ...ASKING,
    'numberOfExistingTracks',
    'totalSectorsOnMedia',
    'freeSectorsOnMedia',
    'usedSectorsOnMedia',
  );
  let cancelled = false;
  real.on('update', (_object, progress) => {
    witness.heard('DDiscFormat2TrackAtOnceEvents', 'Update');
    const args = witness.watch({ ...progress }, 'IDiscFormat2TrackAtOnceEventArgs', 'IWriteEngine2EventArgs');
    for (const name of Object.keys(progress) as (keyof typeof progress)[])
      expect(args[name]).toEqual(expect.any(Number));
    if (cancelled) tao.cancelAddTrack();
    cancelled = false;
  });
  await tao.addAudioTrack(audio(300));
  expect(tao.expectedTableOfContents[3]).toBe(1);
  cancelled = true;
  expect(await resultOf(() => tao.addAudioTrack(audio(400)))).toBe('E_IMAPI_REQUEST_CANCELLED');
  await tao.releaseMedia();

  const bare = new DiscFormat2Erase();
  const eraser = witness.watch(bare, 'IDiscFormat2Erase', 'DDiscFormat2EraseEvents');
  eraser.recorder = recorder;
  eraser.clientName = 'conformance';
  keep(eraser, 'fullErase');
  await readAll(eraser, 'recorder', 'clientName', 'currentPhysicalMediaType');
  bare.on('update', (_object, elapsed, total) => {
    witness.heard('DDiscFormat2EraseEvents', 'Update');
    expect(total).toBeGreaterThanOrEqual(elapsed);
  });
  await eraser.eraseMedia();
  expect(await real.mediaPhysicallyBlank).toBe(true);
}
