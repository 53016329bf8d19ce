import { describe, expect, test } from '@jest/globals';
import { lbaOfMsf } from '../../../src/cd/msf.ts';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import {
  DiscFormat2RawCD,
  type DiscRecorder2,
  IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as ImageType,
  RawCDImageCreator,
} from '../../../src/imapi2/index.ts';
import { writeParametersPage } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { discWithShortLeadIn } from '../../support/short-lead-in.ts';
import { audio, resultNow, resultOf, rig, SECTOR_BYTES, writtenDisc } from '../rig.ts';
import { AUDIO, bytesAt, creator } from './support.ts';

function writerOf(recorder: DiscRecorder2): DiscFormat2RawCD {
  const writer = new DiscFormat2RawCD();
  writer.recorder = recorder;
  writer.clientName = 'a mastering program';
  return writer;
}

describe('DiscFormat2RawCD', () => {
  test.each([
    ['raw', ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW],
    ['cooked', ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED],
    ['with P and Q only', ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY],
  ])('writes an image that is %s as a whole disc', async (_name, type) => {
    // One of them with a lead-in of the usual length.
    const whole = type === ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW;
    const { recorder, drive, transport } = await rig(whole ? {} : { disc: discWithShortLeadIn() });
    const writer = writerOf(recorder);
    const made = creator();
    made.resultingImageType = type;
    await writer.prepareMedia();
    expect(writer.startOfNextSession).toBeLessThan(-150);
    expect(writer.lastPossibleStartOfLeadout).toBeGreaterThan(made.startOfLeadout);
    expect(writer.requestedSectorType).toBe(ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED);
    writer.requestedSectorType = type;
    const actions = new Set<number>();
    writer.on('update', (object, { currentAction, elapsedTime, remainingTime }) => {
      expect(object).toBe(writer);
      expect(elapsedTime + remainingTime).toBeGreaterThanOrEqual(0);
      actions.add(currentAction);
    });
    await writer.writeMedia(made.createResultImage());
    // The types are numbered like the data block types of the page.
    const page = transport.selectedPages(0x05).at(-1);
    expect(page === undefined ? undefined : writeParametersPage.decode(page).dataBlockType).toBe(type);
    expect([...actions]).toEqual([1, 2, 3]);
    await writer.releaseMedia();
    expect(transport.events.at(-1)).toBe('shared');
    const disc = await readDiscState(drive);
    expect(disc.status).toBe('complete');
    expect(disc.tracks.map(({ startLba }) => startLba)).toEqual([0, 400]);
    expect(await readAudioBlocks(drive, { startLba: 395, lengthBlocks: 10 })).toEqual(
      Uint8Array.of(...audio(400, 1).subarray(395 * SECTOR_BYTES), ...audio(500, 2).subarray(0, 5 * SECTOR_BYTES)),
    );
  });

  test('writeMedia2 takes an image with fewer sectors of lead-in, unless they are too few', async () => {
    const { recorder, drive } = await rig({ disc: discWithShortLeadIn() });
    const writer = writerOf(recorder);
    await writer.prepareMedia();
    writer.requestedSectorType = ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW;
    const whole = creator().createResultImage();
    const leadIn = -150 - writer.startOfNextSession;
    const skipped = (-150 - leadIn - lbaOfMsf({ minute: 95, second: 0, frame: 0 })) * 2_448;
    const bytes = await bytesAt(whole, skipped, whole.lengthBytes - skipped);
    expect(await resultOf(() => writer.writeMedia2(bytes.subarray(2_448), leadIn - 1))).toBe(
      'E_IMAPI_DF2RAW_STREAM_LEADIN_TOO_SHORT',
    );
    expect(await resultOf(() => writer.writeMedia2(bytes, 0))).toBe('E_INVALIDARG');
    await writer.writeMedia2(bytes, leadIn);
    expect(await resultOf(() => writer.writeMedia2(bytes, leadIn))).toBe('E_IMAPI_DF2RAW_MEDIA_IS_NOT_BLANK');
    await writer.releaseMedia();
    expect((await readDiscState(drive)).tracks).toHaveLength(2);
  });

  test('refuses by state, as its pages say', async () => {
    const { recorder } = await rig();
    const writer = new DiscFormat2RawCD();
    expect(await resultOf(() => writer.prepareMedia())).toBe('E_IMAPI_DF2RAW_NO_RECORDER_SPECIFIED');
    expect(await resultOf(() => writer.supportedSectorTypes)).toBe('E_IMAPI_DF2RAW_NO_RECORDER_SPECIFIED');
    writer.recorder = recorder;
    expect(await resultOf(() => writer.prepareMedia())).toBe('E_IMAPI_DF2RAW_CLIENT_NAME_IS_NOT_VALID');
    writer.clientName = 'a test';
    expect(await writer.supportedSectorTypes).toEqual([1, 2, 3]);
    const unprepared = 'E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED';
    expect(await resultOf(() => writer.writeMedia(new Uint8Array(2_448)))).toBe(unprepared);
    expect(await resultOf(() => writer.releaseMedia())).toBe(unprepared);
    for (const ask of [
      () => writer.startOfNextSession,
      () => writer.lastPossibleStartOfLeadout,
      () => writer.requestedSectorType,
    ]) {
      expect(resultNow(ask)).toBe(unprepared);
    }
    expect(resultNow(() => writer.cancelWrite())).toBe('E_IMAPI_DF2RAW_WRITE_NOT_IN_PROGRESS');
    await writer.prepareMedia();
    expect(await resultOf(() => writer.prepareMedia())).toBe('E_IMAPI_DF2RAW_MEDIA_IS_PREPARED');
    const prepared: [string, () => void][] = [
      [
        'E_IMAPI_DF2RAW_MEDIA_IS_PREPARED',
        () => {
          writer.recorder = null;
        },
      ],
      [
        'E_IMAPI_DF2RAW_MEDIA_IS_PREPARED',
        () => {
          writer.clientName = 'other';
        },
      ],
      [
        'E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED',
        () => {
          writer.requestedSectorType = 9 as never;
        },
      ],
      [
        'S_OK',
        () => {
          writer.bufferUnderrunFreeDisabled = true;
        },
      ],
    ];
    for (const [expected, set] of prepared) expect(resultNow(set)).toBe(expected);
    expect(await resultOf(() => writer.writeMedia(null as never))).toBe('E_POINTER');
    expect(await resultOf(() => writer.writeMedia(new Uint8Array(2_448)))).toBe('E_IMAPI_DF2RAW_STREAM_NOT_SUPPORTED');
    expect(await resultOf(() => writer.writeMedia(new Uint8Array(7)))).toBe('E_IMAPI_DF2RAW_STREAM_NOT_SUPPORTED');
    await writer.releaseMedia();
    const { recorder: used } = await rig({ disc: await writtenDisc() });
    expect(await resultOf(() => writerOf(used).prepareMedia())).toBe('E_IMAPI_DF2RAW_MEDIA_IS_NOT_BLANK');
    expect(writer.supportedMediaTypes).toEqual([2, 3]);
    expect(
      resultNow(() => {
        writer.clientName = '';
      }),
    ).toBe('E_IMAPI_DF2RAW_CLIENT_NAME_IS_NOT_VALID');
  });

  test('an image that is too long for the disc, and a cancel', async () => {
    const { recorder } = await rig();
    const writer = writerOf(recorder);
    await writer.prepareMedia();
    writer.requestedSectorType = ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW;
    const long = new RawCDImageCreator();
    const sectors = writer.lastPossibleStartOfLeadout + 1;
    long.addTrack(AUDIO, {
      name: 'long',
      lengthBytes: sectors * SECTOR_BYTES,
      repeatable: true,
      openReader: async () => ({ read: async (target) => target.length, close: async () => {} }),
    });
    expect(await resultOf(() => writer.writeMedia(long.createResultImage()))).toBe('E_IMAPI_DF2RAW_NOT_ENOUGH_SPACE');
    const during: unknown[] = [];
    writer.on('update', (_object, { currentAction }) => {
      if (currentAction !== 2 || during.length > 0) return;
      during.push(
        resultOf(() => writer.writeMedia(new Uint8Array(2_448))),
        resultOf(() => writer.releaseMedia()),
        resultNow(() => {
          writer.bufferUnderrunFreeDisabled = true;
        }),
        resultNow(() => {
          writer.requestedSectorType = 1;
        }),
        resultOf(() => writer.currentPhysicalMediaType),
      );
      writer.cancelWrite();
    });
    expect(await resultOf(() => writer.writeMedia(creator().createResultImage()))).toBe('E_IMAPI_REQUEST_CANCELLED');
    const busy = 'E_IMAPI_DF2RAW_WRITE_IN_PROGRESS';
    expect(await Promise.all(during)).toEqual([busy, busy, busy, busy, 'S_OK']);
    await writer.releaseMedia();
    expect(await recorder.exclusiveAccessOwner).toBe('');
  });
});
