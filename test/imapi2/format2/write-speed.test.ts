import { describe, expect, test } from '@jest/globals';
import { currentWriteSpeed, supportedWriteSpeeds } from '../../../src/drive/write-speed.ts';
import { HResult, IMAPI_MEDIA_PHYSICAL_TYPE, TrackAtOnce } from '../../../src/imapi2/index.ts';
import { getWriteSpeeds } from '../../../src/mmc/commands/get-performance.ts';
import { RotationControl } from '../../../src/mmc/commands/set-cd-speed.ts';
import { GET_PERFORMANCE, SET_CD_SPEED } from '../../support/cdb.ts';
import { checkCondition, good, type Tamper } from '../../support/tampered-transport.ts';
import { audio, resultOf, rig, writerOn } from '../rig.ts';

const writeKBpsOf = (cdb: Uint8Array | undefined) => (cdb === undefined ? -1 : (cdb[4] ?? 0) * 256 + (cdb[5] ?? 0));

const withoutPerformance: Tamper = ({ cdb }, next) =>
  cdb[0] === GET_PERFORMANCE ? checkCondition(5, 0x20, 0) : next();

/** A drive with these speeds, by GET PERFORMANCE. */
const withSpeeds =
  (...speeds: readonly [writeKBps: number, cav: boolean][]): Tamper =>
  ({ cdb }, next) =>
    cdb[0] === GET_PERFORMANCE && cdb[10] === 3
      ? good(
          getWriteSpeeds.spec.reply.encode({
            entries: speeds.map(([writeKBps, cav]) => ({
              rotationControl: cav ? RotationControl.Cav : RotationControl.Clv,
              endLba: 359_844,
              readKBps: writeKBps,
              writeKBps,
            })),
          }),
        )
      : next();

describe('speeds of the drive, in kB/s', () => {
  test('come from GET PERFORMANCE, or from page 2Ah where the drive does not know the command', async () => {
    for (const tamper of [undefined, withoutPerformance]) {
      const { drive } = await rig({ writeSpeeds: [4, 16, 48] }, tamper);
      const speeds = await supportedWriteSpeeds(drive);
      expect(speeds.map(({ writeKBps }) => writeKBps)).toEqual([8_467, 2_822, 705]);
      expect(await currentWriteSpeed(drive)).toMatchObject({ writeKBps: 8_467, rotationControl: RotationControl.Clv });
    }
  });

  test('the one in force comes from GET PERFORMANCE where the drive has no page 2Ah', async () => {
    const { drive } = await rig({ writeSpeeds: [4, 16] }, ({ cdb }, next) =>
      cdb[0] === 0x5a && (cdb[2] ?? 0) % 64 === 0x2a ? checkCondition(5, 0x24, 0) : next(),
    );
    expect(await currentWriteSpeed(drive)).toEqual({ writeKBps: 2_822, rotationControl: RotationControl.Clv });
  });

  test('duplicates are reported once', async () => {
    const { drive } = await rig({}, withSpeeds([2_822, false], [705, false], [2_822, false], [2_822, true]));
    expect(await supportedWriteSpeeds(drive)).toHaveLength(3);
  });
});

describe('speeds of the interface, in sectors per second', () => {
  test('before any request, the fastest, not CAV', () => {
    const writer = new TrackAtOnce();
    expect(writer.requestedWriteSpeed).toBe(-1);
    expect(writer.requestedRotationTypeIsPureCAV).toBe(false);
  });

  test('supported, in force, and their descriptors', async () => {
    const { recorder } = await rig({ writeSpeeds: [4, 48] });
    const writer = writerOn(recorder);
    expect(await writer.supportedWriteSpeeds).toEqual([3_599, 299]);
    expect(await writer.currentWriteSpeed).toBe(3_599);
    expect(await writer.currentRotationTypeIsPureCAV).toBe(false);
    const mediaType = IMAPI_MEDIA_PHYSICAL_TYPE.IMAPI_MEDIA_TYPE_CDR;
    expect(await writer.supportedWriteSpeedDescriptors).toEqual([
      { mediaType, rotationTypeIsPureCAV: false, writeSpeed: 3_599 },
      { mediaType, rotationTypeIsPureCAV: false, writeSpeed: 299 },
    ]);
  });

  test('one of the supported speeds, a multiple of 1x, and the fastest are used as they are', async () => {
    const { recorder, transport } = await rig({ writeSpeeds: [4, 8, 48] });
    const writer = writerOn(recorder);
    for (const [requested, kBps] of [
      [299, 705],
      [4 * 75, 705],
      [8 * 75, 1_411],
      [-1, 0xffff],
      [0xffff_ffff, 0xffff],
    ] as const) {
      expect(await writer.setWriteSpeed(requested, false)).toBe(HResult.S_OK);
      expect(writeKBpsOf(transport.sent(SET_CD_SPEED).at(-1))).toBe(kBps);
    }
    expect(writer.requestedWriteSpeed).toBe(-1);
    await writer.setWriteSpeed(300, false);
    expect(writer.requestedWriteSpeed).toBe(300);
    expect(await writer.currentWriteSpeed).toBe(299);
  });

  test('a speed that the drive does not have is adjusted to the nearest, and the result says so', async () => {
    const { recorder } = await rig({ writeSpeeds: [4, 8, 48] });
    const writer = writerOn(recorder);
    expect(await writer.setWriteSpeed(5 * 75, false)).toBe(HResult.S_IMAPI_SPEEDADJUSTED);
    expect(await writer.currentWriteSpeed).toBe(299);
    expect(writer.requestedWriteSpeed).toBe(375);
    expect(await writer.setWriteSpeed(8 * 75, true)).toBe(HResult.S_IMAPI_ROTATIONADJUSTED);
    expect(await writer.setWriteSpeed(7 * 75, true)).toBe(HResult.S_IMAPI_BOTHADJUSTED);
    expect(await writer.currentWriteSpeed).toBe(599);
    expect(writer.requestedRotationTypeIsPureCAV).toBe(true);
  });

  test('the rotation decides first where the drive has both', async () => {
    const { recorder, transport } = await rig({ writeSpeeds: [16, 24] }, withSpeeds([4_234, true], [2_822, false]));
    const writer = writerOn(recorder);
    await writer.setWriteSpeed(24 * 75, true);
    expect(writeKBpsOf(transport.sent(SET_CD_SPEED).at(-1))).toBe(4_234);
    expect(transport.sent(SET_CD_SPEED).at(-1)?.[1]).toBe(1);
    await writer.setWriteSpeed(24 * 75, false);
    expect(writeKBpsOf(transport.sent(SET_CD_SPEED).at(-1))).toBe(2_822);
  });

  test('a drive that accepts no speed keeps its own, and that one is reported', async () => {
    const { recorder } = await rig({ writeSpeeds: [4, 48] }, ({ cdb }, next) =>
      cdb[0] === SET_CD_SPEED ? checkCondition(5, 0x20, 0) : next(),
    );
    const writer = writerOn(recorder);
    expect(await writer.setWriteSpeed(300, false)).toBe(HResult.S_IMAPI_SPEEDADJUSTED);
    expect(await writer.currentWriteSpeed).toBe(3_599);
  });

  test('a drive that reports no speeds can still write', async () => {
    const { recorder } = await rig({}, ({ cdb }, next) =>
      cdb[0] === GET_PERFORMANCE || (cdb[0] === 0x5a && (cdb[2] ?? 0) % 64 === 0x2a)
        ? checkCondition(5, 0x24, 0)
        : next(),
    );
    const writer = writerOn(recorder);
    const unknown = 'E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE';
    expect(await resultOf(() => writer.supportedWriteSpeeds)).toBe(unknown);
    expect(await resultOf(() => writer.supportedWriteSpeedDescriptors)).toBe(unknown);
    expect(await resultOf(() => writer.currentWriteSpeed)).toBe(unknown);
    expect(await resultOf(() => writer.setWriteSpeed(300, false))).toBe('S_OK');
    await writer.prepareMedia(); // it can still write
    await writer.releaseMedia();
  });

  test.each([0, -2, 1.5, Number.NaN, '300' as never])('%p is not a speed', async (speed) => {
    const { recorder } = await rig();
    expect(await resultOf(() => new TrackAtOnce().setWriteSpeed(speed, false))).toBe('E_IMAPI_RECORDER_REQUIRED');
    expect(await resultOf(() => writerOn(recorder).setWriteSpeed(speed, false))).toBe('E_INVALIDARG');
  });

  test('the requested speed is requested again in prepareMedia and is used for the write', async () => {
    const { recorder, drive, transport } = await rig();
    const writer = writerOn(recorder);
    await writer.setWriteSpeed(4 * 75, false);
    transport.cdbs.splice(0);
    await writer.prepareMedia();
    expect(writeKBpsOf(transport.sent(SET_CD_SPEED)[0])).toBe(705);
    const begun = drive.clock.now();
    await writer.addAudioTrack(audio(4 * 75 * 30));
    expect((drive.clock.now() - begun) / 1_000).toBeGreaterThan(28);
    await writer.releaseMedia();
  });
});
