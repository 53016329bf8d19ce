import { describe, expect, test } from '@jest/globals';
import { DiscFormat2Data, DiscFormat2RawCD, DiscRecorder2, TrackAtOnce } from '../../../src/imapi2/index.ts';
import { resultNow, resultOf, rig } from '../rig.ts';

/** A drive with a DVD-ROM in it, according to the profile that it reports. */
const withDvd = () =>
  rig({}, async ({ cdb }, next) => {
    const reply = await next();
    if (cdb[0] !== 0x46 || reply.outcome !== 'answered') return reply;
    const data = reply.data.slice();
    data.set([0x00, 0x10], 6);
    return { ...reply, data };
  });

describe('a disc of another kind is refused before anything is written', () => {
  test.each([
    [
      'DiscFormat2Data',
      'E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED',
      () => new DiscFormat2Data(),
      (writer: DiscFormat2Data) => writer.write(new Uint8Array(300 * 2_048)),
    ],
    [
      'DiscFormat2RawCD',
      'E_IMAPI_DF2RAW_MEDIA_IS_NOT_SUPPORTED',
      () => new DiscFormat2RawCD(),
      (writer: DiscFormat2RawCD) => writer.prepareMedia(),
    ],
    [
      'TrackAtOnce',
      'E_IMAPI_DF2TAO_MEDIA_IS_NOT_SUPPORTED',
      () => new TrackAtOnce(),
      (writer: TrackAtOnce) => writer.prepareMedia(),
    ],
  ] as const)('by %s', async (_name, expected, make, write) => {
    const { recorder, transport } = await withDvd();
    const writer = make();
    writer.recorder = recorder;
    writer.clientName = 'a test';
    expect(await writer.isCurrentMediaSupported(recorder)).toBe(false);
    expect(await writer.currentPhysicalMediaType).toBe(4);
    expect(await resultOf(() => write(writer as never))).toBe(expected);
    expect(transport.sent(0x2a)).toEqual([]);
    expect(await recorder.exclusiveAccessOwner).toBe('');
  });

  test('its state is that of a disc that cannot be used', async () => {
    const { recorder } = await withDvd();
    const writer = new DiscFormat2Data();
    writer.recorder = recorder;
    expect(await writer.currentMediaStatus).toBe(0x8000);
    expect(await writer.writeProtectStatus).toBe(0x4000);
  });
});

test.each([
  ['E_IMAPI_DF2RAW_RECORDER_NOT_SUPPORTED', () => new DiscFormat2RawCD()],
  ['E_IMAPI_DF2DATA_RECORDER_NOT_SUPPORTED', () => new DiscFormat2Data()],
  ['E_IMAPI_DF2TAO_RECORDER_NOT_SUPPORTED', () => new TrackAtOnce()],
] as const)('a recorder that is not initialized: %s', async (expected, make) => {
  const writer = make();
  expect(
    resultNow(() => {
      writer.recorder = new DiscRecorder2();
    }),
  ).toBe(expected);
  expect(await writer.isRecorderSupported(new DiscRecorder2())).toBe(false);
});
