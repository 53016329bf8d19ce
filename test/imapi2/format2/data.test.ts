import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import {
  DiscFormat2Data,
  DiscRecorder2,
  type IDiscFormat2DataEventArgs,
  type IMultisessionSequential2,
  IMAPI_BURN_VERIFICATION_LEVEL as Level,
  IMAPI_FORMAT2_DATA_MEDIA_STATE as State,
} from '../../../src/imapi2/index.ts';
import { read10 } from '../../../src/mmc/commands/index.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { closeDisc } from '../../../src/write/index.ts';
import { noise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { audio, resultNow, resultOf, rig, writerOn, writtenDisc } from '../rig.ts';

const SECTOR = 2_048;
const image = (sectors: number, seed = 3): Uint8Array => noise(sectors * SECTOR, seed);

function writerOf(recorder: DiscRecorder2): DiscFormat2Data {
  const writer = new DiscFormat2Data();
  writer.recorder = recorder;
  writer.clientName = 'a data burner';
  return writer;
}

const sectorsAt = (drive: Drive, lba: number, lengthBlocks: number): Promise<Uint8Array> =>
  drive.execute(read10({ lba, lengthBlocks }));

describe('DiscFormat2Data', () => {
  test('writes an image, closes its session, and leaves the disc open for the next', async () => {
    const { recorder, drive, transport } = await rig();
    const writer = writerOf(recorder);
    expect(await writer.nextWritableAddress).toBe(0);
    expect(await writer.startAddressOfPreviousSession).toBe(-1);
    expect(await writer.lastWrittenAddressOfPreviousSession).toBe(-1);
    const total = await writer.totalSectorsOnMedia;
    const free = await writer.freeSectorsOnMedia;
    expect(total - free).toBe(2 + 2 + 150); // run-out, which this drive leaves out of its free blocks too, and post-gap
    writer.postgapAlreadyInImage = true;
    expect(await writer.freeSectorsOnMedia).toBe(free + 150);
    writer.postgapAlreadyInImage = false;
    await writer.write(image(400));
    expect(await readDiscState(drive)).toMatchObject({
      status: 'appendable',
      lastSession: 'empty',
      tracks: [{ kind: 'data', dataMode: 1, startLba: 0 }],
    });
    expect(await sectorsAt(drive, 390, 10)).toEqual(image(400).subarray(390 * SECTOR));
    expect(transport.events).toContain('exclusive a data burner');
    expect(await recorder.exclusiveAccessOwner).toBe('');
    expect(await writer.startAddressOfPreviousSession).toBe(0);
    expect(await writer.lastWrittenAddressOfPreviousSession).toBeGreaterThanOrEqual(549);
    const next = await writer.nextWritableAddress;
    expect(next).toBeGreaterThan(11_400);
    await writer.write(image(350, 4));
    expect(await sectorsAt(drive, next, 2)).toEqual(image(350, 4).subarray(0, 2 * SECTOR));
    expect((await readDiscState(drive)).sessions).toBe(2);
  });

  test('with forceMediaToBeClosed finalizes the disc, and nothing can be added', async () => {
    const { recorder, drive } = await rig();
    const writer = writerOf(recorder);
    writer.forceMediaToBeClosed = true;
    writer.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_FULL;
    await writer.write(image(300));
    expect(await readDiscState(drive)).toMatchObject({ status: 'complete' });
    expect(await writer.currentMediaStatus).toBe(State.IMAPI_FORMAT2_DATA_MEDIA_STATE_FINALIZED);
    for (const ask of [
      () => writer.nextWritableAddress,
      () => writer.freeSectorsOnMedia,
      () => writer.write(image(300)),
    ]) {
      expect(await resultOf(ask)).toBe('E_IMAPI_DF2DATA_INVALID_MEDIA_STATE');
    }
    expect(await writer.totalSectorsOnMedia).toBeGreaterThanOrEqual(300);
  });

  test('reports each action, the write twice a second, and the end', async () => {
    const { recorder } = await rig();
    const writer = writerOf(recorder);
    writer.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_FULL;
    const seen: IDiscFormat2DataEventArgs[] = [];
    writer.on('update', (object, progress) => {
      expect(object).toBe(writer);
      seen.push(progress);
    });
    await writer.write(image(3_000));
    const actions = seen.map(({ currentAction }) => currentAction).filter((each, at, all) => each !== all[at - 1]);
    expect(actions).toEqual([0, 2, 4, 5, 7, 6]);
    for (const { elapsedTime, remainingTime, totalTime } of seen) expect(totalTime).toBe(elapsedTime + remainingTime);
    expect(seen.at(-1)).toMatchObject({ startLba: 0, remainingTime: 0 });
  });

  test('an open session is closed first, so that the data gets a session of its own', async () => {
    const { recorder, drive } = await rig({ disc: await writtenDisc({ leaveOpen: true }) });
    const writer = writerOf(recorder);
    const status = await writer.currentMediaStatus;
    expect(status).toBe(
      State.IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE + State.IMAPI_FORMAT2_DATA_MEDIA_STATE_NON_EMPTY_SESSION,
    );
    const [multisession] = writer.multisessionInterfaces as readonly IMultisessionSequential2[];
    expect(await multisession?.isFirstDataSession).toBe(true);
    const next = await writer.nextWritableAddress;
    expect(await multisession?.nextWritableAddress).toBe(next);
    await writer.write(image(300));
    const disc = await readDiscState(drive);
    expect(disc.tracks.map(({ kind, session, startLba }) => [kind, session, startLba])).toEqual([
      ['audio', 1, 0],
      ['data', 2, next],
    ]);
    expect(await multisession?.isFirstDataSession).toBe(false);
  });

  test('a disc that leaves only the medium open is appendable', async () => {
    const { recorder, drive } = await rig({ disc: await writtenDisc({ leaveOpen: true }) });
    await drainGenerator(closeDisc(drive, { ending: 'close-session' }));
    expect(await writerOf(recorder).currentMediaStatus).toBe(State.IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE);
  });

  test('reports the state of a blank disc, of a CD-RW that is full, and of none', async () => {
    const { recorder, simulated } = await rig();
    const writer = writerOf(recorder);
    expect(await writer.currentMediaStatus).toBe(
      State.IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK + State.IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE,
    );
    expect(await writer.writeProtectStatus).toBe(0);
    await simulated.removeDisc();
    expect(await resultOf(() => writer.currentMediaStatus)).toBe('E_IMAPI_RECORDER_MEDIA_NO_MEDIA');

    const rewritable = new DiscRecorder2();
    await rewritable.initializeDiscRecorder(new Drive(await openSimulatedDrive('?medium=CD-RW')));
    const audioWriter = writerOn(rewritable);
    await audioWriter.prepareMedia();
    await audioWriter.addAudioTrack(audio(300));
    await audioWriter.releaseMedia();
    expect(await writerOf(rewritable).currentMediaStatus).toBe(
      State.IMAPI_FORMAT2_DATA_MEDIA_STATE_FINALIZED + State.IMAPI_FORMAT2_DATA_MEDIA_STATE_ERASE_REQUIRED,
    );
  });

  test('multisession says what the next session may be', async () => {
    const { recorder } = await rig();
    const writer = writerOf(recorder);
    const [multisession] = writer.multisessionInterfaces as readonly IMultisessionSequential2[];
    expect(multisession).toMatchObject({ inUse: true, importRecorder: recorder });
    if (multisession === undefined) return;
    multisession.inUse = false;
    expect(multisession.inUse).toBe(false);
    expect(await multisession.isSupportedOnCurrentMediaState).toBe(true);
    expect(await multisession.startAddressOfPreviousSession).toBe(-1);
    expect(await multisession.lastWrittenAddressOfPreviousSession).toBe(-1);
    expect(await multisession.freeSectorsOnMedia).toBe(await writer.freeSectorsOnMedia);
    expect(await multisession.writeUnitSize).toBe(1);
    expect(
      resultNow(() => {
        multisession.inUse = 'yes' as never;
      }),
    ).toBe('E_INVALIDARG');
    writer.recorder = null;
    expect(resultNow(() => writer.multisessionInterfaces)).toBe('E_IMAPI_RECORDER_REQUIRED');
  });

  test('refuses what it cannot write, before anything is written', async () => {
    const { recorder, drive } = await rig();
    const writer = writerOf(recorder);
    const refusals: [unknown, string][] = [
      [null, 'E_POINTER'],
      ['data', 'E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED'],
      [new Uint8Array(SECTOR + 1), 'E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED'],
      [new Uint8Array(), 'E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED'],
      [[1, 2], 'E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED'],
      [
        {
          name: 'huge',
          lengthBytes: 400_000 * SECTOR,
          repeatable: true,
          openReader: () => Promise.reject(new Error()),
        },
        'E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA',
      ],
    ];
    for (const [data, expected] of refusals) expect(await resultOf(() => writer.write(data as never))).toBe(expected);
    const nameless = new DiscFormat2Data();
    expect(await resultOf(() => nameless.write(image(300)))).toBe('E_IMAPI_RECORDER_REQUIRED');
    nameless.recorder = recorder;
    expect(await resultOf(() => nameless.write(image(300)))).toBe('E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID');
    expect(await resultOf(() => nameless.currentPhysicalMediaType)).toBe('S_OK');
    expect(
      resultNow(() => {
        nameless.clientName = 'ä';
      }),
    ).toBe('E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID');
    expect(
      resultNow(() => {
        nameless.recorder = new DiscRecorder2();
      }),
    ).toBe('E_IMAPI_DF2DATA_RECORDER_NOT_SUPPORTED');
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank' });
  });

  test('a stream of unknown length is read first', async () => {
    const { recorder, drive } = await rig();
    await writerOf(recorder).write(new Blob([image(301).slice() as Uint8Array<ArrayBuffer>]).stream());
    expect(await sectorsAt(drive, 300, 1)).toEqual(image(301).subarray(300 * SECTOR));
  });

  test('during a write, everything that would disturb it is refused, and questions are answered', async () => {
    const { recorder, drive } = await rig();
    const writer = writerOf(recorder);
    const seen: unknown[] = [];
    writer.on('update', (_object, { currentAction }) => {
      if (currentAction !== 4 || seen.length > 0) return;
      const set = (property: 'forceOverwrite' | 'bufferUnderrunFreeDisabled' | 'disableConsumerDvdCompatibilityMode') =>
        resultNow(() => {
          writer[property] = true;
        });
      seen.push(
        set('forceOverwrite'),
        set('bufferUnderrunFreeDisabled'),
        set('disableConsumerDvdCompatibilityMode'),
        resultNow(() => {
          writer.clientName = 'other';
        }),
        resultNow(() => {
          writer.recorder = null;
        }),
        resultOf(() => writer.write(image(300))),
        resultOf(() => writer.setWriteSpeed(-1, false)),
        resultOf(() => writer.currentMediaStatus),
        resultOf(() => writer.currentPhysicalMediaType),
        resultOf(() => writer.supportedWriteSpeeds),
        resultOf(() => writer.currentWriteSpeed),
      );
      writer.cancelWrite();
    });
    const busy = 'E_IMAPI_DF2DATA_WRITE_IN_PROGRESS';
    expect(resultNow(() => writer.cancelWrite())).toBe('E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS');
    await expect(writer.write(image(5_000))).rejects.toMatchObject({
      hresultName: 'E_IMAPI_REQUEST_CANCELLED',
      message: expect.stringMatching(/A session of \d+ sectors/),
    });
    expect(await Promise.all(seen)).toEqual([...Array(8).fill(busy), 'S_OK', 'S_OK', 'S_OK']);
    expect(await readDiscState(drive)).toMatchObject({ status: 'appendable', lastSession: 'empty' });
  });

  test('has the properties of IMAPI2, false at first', async () => {
    const { recorder } = await rig();
    const writer = writerOf(recorder);
    const names = [
      'bufferUnderrunFreeDisabled',
      'postgapAlreadyInImage',
      'forceMediaToBeClosed',
      'disableConsumerDvdCompatibilityMode',
      'forceOverwrite',
    ] as const;
    for (const name of names) {
      expect(writer[name]).toBe(false);
      writer[name] = true;
      expect(writer[name]).toBe(true);
      expect(
        resultNow(() => {
          writer[name] = 'false' as never;
        }),
      ).toBe('E_INVALIDARG');
    }
    expect(writer.burnVerificationLevel).toBe(Level.IMAPI_BURN_VERIFICATION_NONE);
    expect(
      resultNow(() => {
        writer.burnVerificationLevel = 7 as never;
      }),
    ).toBe('E_INVALIDARG');
    expect(await writer.setWriteSpeed(75 * 16, false)).toBe(0);
    expect([writer.requestedWriteSpeed, writer.requestedRotationTypeIsPureCAV]).toEqual([1_200, false]);
    expect(writer.supportedMediaTypes).toEqual([2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 18, 19]);
    await writer.write(image(300));
  });
});
