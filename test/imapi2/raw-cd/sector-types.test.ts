import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import {
  DiscFormat2RawCD,
  IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as ImageType,
  TrackAtOnce,
} from '../../../src/imapi2/index.ts';
import { writeParametersPage } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { discWithShortLeadIn } from '../../support/short-lead-in.ts';
import { checkCondition, type Tamper } from '../../support/tampered-transport.ts';
import { resultNow, resultOf, rig } from '../rig.ts';
import { creator } from './support.ts';

const { IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY: PQ_ONLY, IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW: RAW } = ImageType;
const PAGE_IN_PARAMETERS = 8;

/** A drive whose page 05h has only these data block types for raw writing. */
const having =
  (...types: readonly number[]): Tamper =>
  ({ cdb, data }, next) => {
    if (cdb[0] !== 0x55 || data.direction !== 'out') return next();
    const { writeType, dataBlockType } = writeParametersPage.decode(data.bytes.subarray(PAGE_IN_PARAMETERS));
    return writeType === 3 && !types.includes(dataBlockType) ? checkCondition(5, 0x26, 0x00) : next();
  };

async function writerOn(tamper: Tamper) {
  const made = await rig({ disc: discWithShortLeadIn() }, tamper);
  const writer = new DiscFormat2RawCD();
  writer.recorder = made.recorder;
  writer.clientName = 'a mastering program';
  return { ...made, writer };
}

describe('sectors of a type that the drive may not have', () => {
  test.each([
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    [[3], [1, 3]],
    [[1], [1]],
    [[], []],
  ])('page 05h with block types %j: sector types %j', async (has, expected) => {
    const { writer, drive } = await writerOn(having(...has));
    const before = await drive.modePage(writeParametersPage);
    expect(await writer.supportedSectorTypes).toEqual(expected);
    expect(await drive.modePage(writeParametersPage)).toEqual(before);
    await writer.prepareMedia();
    expect(await writer.supportedSectorTypes).toEqual(expected);
    for (const type of Object.values(ImageType)) {
      const set = () => {
        writer.requestedSectorType = type;
      };
      const result = expected.includes(type) ? 'S_OK' : 'E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED';
      expect(resultNow(set)).toBe(result);
    }
    await writer.releaseMedia();
  });

  test('P and Q alone become 96 raw bytes on a drive without them', async () => {
    const { writer, drive, transport } = await writerOn(having(3));
    const made = creator();
    made.resultingImageType = PQ_ONLY;
    await writer.prepareMedia();
    writer.requestedSectorType = PQ_ONLY;
    await writer.writeMedia(made.createResultImage());
    await writer.releaseMedia();
    const page = transport.selectedPages(0x05).at(-1);
    expect(page === undefined ? undefined : writeParametersPage.decode(page).dataBlockType).toBe(3);
    expect((await readDiscState(drive)).tracks.map(({ startLba }) => startLba)).toEqual([0, 400]);
  });

  test('what is requested at first is refused before anything is written, if the drive does not have it', async () => {
    const { writer, drive } = await writerOn(having(3));
    await writer.prepareMedia();
    const image = creator().createResultImage();
    expect(await resultOf(() => writer.writeMedia(image))).toBe('E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED');
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank' });
    writer.requestedSectorType = RAW;
    await writer.writeMedia(image);
    await writer.releaseMedia();
    expect(await readDiscState(drive)).toMatchObject({ status: 'complete' });
  });

  test('the page is not touched while another writer has the drive', async () => {
    const { writer, recorder, transport } = await writerOn(having(1, 2, 3));
    await using other = new TrackAtOnce();
    other.recorder = recorder;
    other.clientName = 'another';
    await other.prepareMedia();
    const sent = transport.cdbs.length;
    expect(await resultOf(() => writer.supportedSectorTypes)).toBe('E_IMAPI_RECORDER_LOCKED');
    expect(transport.cdbs.length).toBe(sent);
  });
});
