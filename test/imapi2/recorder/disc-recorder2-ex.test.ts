import { describe, expect, test } from '@jest/globals';
import { DiscRecorder2, HResult } from '../../../src/imapi2/index.ts';
import { checkCondition, good } from '../../support/tampered-transport.ts';
import { audio, resultNow, resultOf, rig, writerOn, writtenDisc } from '../rig.ts';

const TEST_UNIT_READY = new Uint8Array(6);
const INQUIRY = Uint8Array.of(0x12, 0, 0, 0, 36, 0);

describe('single commands', () => {
  test('without data, with data from the drive and with data to it', async () => {
    const { recorder, transport } = await rig();
    expect(await recorder.sendCommandNoData(TEST_UNIT_READY, 10)).toMatchObject({
      hresult: HResult.S_OK,
      senseBuffer: new Uint8Array(18),
    });
    const { buffer, hresult } = await recorder.sendCommandGetDataFromDevice(INQUIRY, 10, 36);
    expect(hresult).toBe(HResult.S_OK);
    expect(buffer).toHaveLength(36);
    expect(Buffer.from(buffer.subarray(8, 16)).toString('latin1').trim()).toBe(recorder.vendorId);
    const page = await recorder.getModePage(0x05, 0);
    const list = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, ...page);
    list[8] = 0x05;
    const modeSelect = Uint8Array.of(0x55, 0x10, 0, 0, 0, 0, 0, 0, list.length, 0);
    expect((await recorder.sendCommandSendDataToDevice(modeSelect, 10, list)).hresult).toBe(HResult.S_OK);
    expect(transport.selectedPages(0x05).at(-1)).toEqual(list.subarray(8));
  });

  test('succeed with sense data, which the caller gets', async () => {
    const { recorder, transport } = await rig();
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x00 ? checkCondition(1, 0x17, 0x01) : next());
    const { hresult, senseBuffer } = await recorder.sendCommandNoData(TEST_UNIT_READY, 10);
    expect(hresult).toBe(HResult.S_IMAPI_COMMAND_HAS_SENSE_DATA);
    expect([senseBuffer.length, senseBuffer[2], senseBuffer[12], senseBuffer[13]]).toEqual([18, 1, 0x17, 0x01]);
  });

  test.each([
    [2, 0x3a, 0, 'E_IMAPI_RECORDER_MEDIA_NO_MEDIA'],
    [2, 0x04, 0x01, 'E_IMAPI_RECORDER_MEDIA_BECOMING_READY'],
    [2, 0x04, 0x04, 'E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS'],
    [2, 0x04, 0x08, 'E_IMAPI_RECORDER_MEDIA_BUSY'],
    [7, 0x27, 0, 'E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED'],
    [5, 0x24, 0, 'E_FAIL'],
  ])('fail with the result of the sense data %j/%j/%j', async (key, asc, ascq, expected) => {
    const { recorder, transport } = await rig();
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x1b ? checkCondition(key, asc, ascq) : next());
    const startUnit = Uint8Array.of(0x1b, 0, 0, 0, 1, 0);
    expect(await resultOf(() => recorder.sendCommandNoData(startUnit, 10))).toBe(expected);
    expect(transport.sent(0x1b)).toHaveLength(1);
  });

  test('must have the length of their opcode, and data where they need it', async () => {
    const { recorder, transport } = await rig();
    const before = transport.cdbs.length;
    const wrong: [string, () => Promise<unknown>][] = [
      ['E_POINTER', () => recorder.sendCommandNoData(null as never, 10)],
      ['E_INVALIDARG', () => recorder.sendCommandNoData(new Uint8Array(5), 10)],
      ['E_INVALIDARG', () => recorder.sendCommandNoData(new Uint8Array(10), 10)],
      ['E_INVALIDARG', () => recorder.sendCommandNoData(Uint8Array.of(0xa1, 0, 0, 0, 0, 0), 10)],
      ['E_INVALIDARG', () => recorder.sendCommandNoData(Uint8Array.of(0xff, 0, 0), 10)],
      ['E_INVALIDARG', () => recorder.sendCommandNoData(TEST_UNIT_READY, 0)],
      ['E_INVALIDARG', () => recorder.sendCommandGetDataFromDevice(INQUIRY, 10, 0)],
      ['E_INVALIDARG', () => recorder.sendCommandSendDataToDevice(INQUIRY, 10, new Uint8Array())],
      ['E_POINTER', () => recorder.sendCommandSendDataToDevice(INQUIRY, 10, null as never)],
    ];
    for (const [expected, call] of wrong) expect(await resultOf(call)).toBe(expected);
    expect(transport.cdbs).toHaveLength(before);
  });

  test('are refused while a writer writes', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    expect(await resultOf(() => recorder.sendCommandNoData(TEST_UNIT_READY, 10))).toBe('S_OK');
    const seen: Promise<string>[] = [];
    writer.on('update', () => seen.push(resultOf(() => recorder.sendCommandNoData(TEST_UNIT_READY, 10))));
    await writer.addAudioTrack(audio(300));
    expect(new Set(await Promise.all(seen))).toEqual(new Set(['E_IMAPI_RECORDER_LOCKED']));
    await writer.releaseMedia();
  });
});

describe('raw replies', () => {
  test('of the disc and its tracks, as long as they say themselves', async () => {
    const { recorder } = await rig({ disc: await writtenDisc() });
    const disc = await recorder.getDiscInformation();
    expect(disc).toHaveLength((disc[0] ?? 0) * 256 + (disc[1] ?? 0) + 2);
    expect((disc[2] ?? 0) % 4).toBe(2); // complete
    const track = await recorder.getTrackInformation(1, 1);
    expect(track).toHaveLength((track[0] ?? 0) * 256 + (track[1] ?? 0) + 2);
    expect([track[2], track[3]]).toEqual([1, 1]);
    expect(await recorder.getTrackInformation(5, 0)).toEqual(track);
    expect(await resultOf(() => recorder.getTrackInformation(1, 9 as never))).toBe('E_INVALIDARG');
  });

  test('of features, profiles and mode pages', async () => {
    const { recorder, transport } = await rig();
    const feature = await recorder.getFeaturePage(0x2d, true);
    expect([feature[0], feature[1], feature.length]).toEqual([0, 0x2d, 4 + (feature[3] ?? 0)]);
    expect(await resultOf(() => recorder.getFeaturePage(0x51, false))).toBe('E_IMAPI_RECORDER_NO_SUCH_FEATURE');
    expect(await recorder.getSupportedFeaturePages(false)).toEqual(await recorder.supportedFeaturePages);
    expect(await recorder.getSupportedFeaturePages(true)).toEqual(await recorder.currentFeaturePages);
    expect(await recorder.getSupportedProfiles(false)).toEqual(await recorder.supportedProfiles);
    expect(await recorder.getSupportedProfiles(true)).toEqual([0x09]);
    expect(await recorder.getSupportedModePages(0)).toEqual(await recorder.supportedModePages);
    expect(await resultOf(() => recorder.getSupportedModePages(4 as never))).toBe('E_INVALIDARG');
    expect(await resultOf(() => recorder.getModePage(0x1c, 0))).toBe('E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE');
    expect(await resultOf(() => recorder.getModePage(0x05, 7 as never))).toBe('E_INVALIDARG');

    const page = await recorder.getModePage(0x05, 0);
    expect((page[0] ?? 0) % 64).toBe(0x05);
    page[2] = 0x41; // BUFE, Track-At-Once
    await recorder.setModePage(0, page);
    expect((await recorder.getModePage(0x05, 0))[2]).toBe(0x41);
    expect(await resultOf(() => recorder.setModePage(1, page))).toBe('E_INVALIDARG');
    expect(await resultOf(() => recorder.setModePage(0, page.subarray(1)))).toBe('E_INVALIDARG');
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x55 ? checkCondition(5, 0x26, 0) : next());
    expect(await resultOf(() => recorder.setModePage(0, page))).toBe('E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS');
  });

  test('a feature that does not hold for the disc is not current', async () => {
    const { recorder } = await rig({ disc: await writtenDisc() });
    expect(await resultOf(() => recorder.getFeaturePage(0x2d, true))).toBe('E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT');
    expect((await recorder.getFeaturePage(0x2d, false)).length).toBeGreaterThan(4);
  });

  test('a drive without GET CONFIGURATION says so', async () => {
    const { recorder } = await rig({}, ({ cdb }, next) => (cdb[0] === 0x46 ? checkCondition(5, 0x20, 0) : next()));
    expect(await resultOf(() => recorder.getFeaturePage(0x2d, false))).toBe(
      'E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED',
    );
  });

  test('of structures, without their headers', async () => {
    const { recorder, transport } = await rig();
    expect(await resultOf(() => recorder.readDvdStructure(0, 0, 0, 0))).toBe(
      'E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT',
    );
    expect(await resultOf(() => recorder.sendDvdStructure(4, Uint8Array.of(1)))).toBe('E_FAIL');
    transport.tamper = ({ cdb }, next) => {
      if (cdb[0] === 0xad) return good(Uint8Array.of(0, 4, 0, 0, 0xaa, 0xbb));
      return cdb[0] === 0xbf ? good() : next();
    };
    expect(await recorder.readDvdStructure(0x1_0e, 7, 1, 2)).toEqual(Uint8Array.of(0xaa, 0xbb));
    expect([...(transport.sent(0xad).at(-1) ?? [])]).toEqual([0xad, 0, 0, 0, 0, 7, 1, 0x0e, 0xff, 0xff, 0x80, 0]);
    const before = transport.cdbs.length;
    await recorder.sendDvdStructure(0x0f, Uint8Array.of(1, 2, 3));
    expect([...(transport.sent(0xbf).at(-1) ?? [])]).toEqual([0xbf, 0, 0, 0, 0, 0, 0, 0x0f, 0, 7, 0, 0]);
    expect(transport.parameters[transport.opcodes.indexOf(0xbf, before)]).toEqual(Uint8Array.of(0, 5, 0, 0, 1, 2, 3));
    expect(await resultOf(() => recorder.sendDvdStructure(4, null as never))).toBe('E_POINTER');
    expect(await resultOf(() => recorder.sendDvdStructure(4, 'x' as never))).toBe('E_INVALIDARG');
  });
});

test('descriptors and limits are those of the transport and the drive', async () => {
  const { recorder } = await rig();
  const adapter = await recorder.getAdapterDescriptor();
  const view = new DataView(adapter.buffer, adapter.byteOffset);
  expect([view.getUint32(4, true), view.getUint32(8, true)]).toEqual([adapter.length, 65_536]);
  const device = await recorder.getDeviceDescriptor();
  const at = new DataView(device.buffer, device.byteOffset).getUint32(16, true);
  expect(Buffer.from(device.subarray(at, device.indexOf(0, at))).toString()).toBe(recorder.productId);
  expect(device[8]).toBe(5);
  expect(recorder.getByteAlignmentMask()).toBe(1);
  expect(recorder.getMaximumNonPageAlignedTransferSize()).toBe(65_536);
  expect(recorder.getMaximumPageAlignedTransferSize()).toBe(65_536);
  const none = new DiscRecorder2();
  expect(resultNow(() => none.getByteAlignmentMask())).toBe('E_POINTER');
  expect(await resultOf(() => none.getDiscInformation())).toBe('E_POINTER');
});
