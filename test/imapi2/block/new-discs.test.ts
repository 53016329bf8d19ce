import { expect, test } from '@jest/globals';
import {
  IMAPI_FORMAT2_DATA_MEDIA_STATE as State,
  IMAPI_MEDIA_PHYSICAL_TYPE as Type,
} from '../../../src/imapi2/index.ts';
import { resultOf } from '../rig.ts';
import { blockRig } from './support.ts';

const {
  IMAPI_FORMAT2_DATA_MEDIA_STATE_OVERWRITE_ONLY: OVERWRITE,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK: BLANK,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE: APPENDABLE,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_FINAL_SESSION: FINAL,
} = State;

interface Facts {
  readonly type: number;
  readonly fresh: number;
  readonly total: number;
  /** Sectors per second, fastest first. */
  readonly speeds: readonly number[];
}

const DISCS: Readonly<Record<string, Facts>> = {
  'DVD-R': {
    type: Type.IMAPI_MEDIA_TYPE_DVDDASHR,
    fresh: BLANK + APPENDABLE,
    total: 2_297_888,
    speeds: [10_820, 8_115, 5_410, 4_057, 2_705, 1_352],
  },
  'DVD-R DL': {
    type: Type.IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER,
    fresh: BLANK + APPENDABLE,
    total: 4_171_712,
    speeds: [5_410, 4_057, 2_705, 1_352],
  },
  'DVD-RW': {
    type: Type.IMAPI_MEDIA_TYPE_DVDDASHRW,
    fresh: BLANK + APPENDABLE,
    total: 2_297_888,
    speeds: [2_705, 1_352],
  },
  'DVD+R': {
    type: Type.IMAPI_MEDIA_TYPE_DVDPLUSR,
    fresh: BLANK + APPENDABLE,
    total: 2_295_104,
    speeds: [10_820, 8_115, 5_410, 4_057, 2_705],
  },
  'DVD+R DL': {
    type: Type.IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER,
    fresh: BLANK + APPENDABLE + FINAL,
    total: 4_173_824,
    speeds: [5_410, 4_057, 2_705, 1_623],
  },
  'DVD+RW': {
    type: Type.IMAPI_MEDIA_TYPE_DVDPLUSRW,
    fresh: OVERWRITE + BLANK,
    total: 2_295_104,
    speeds: [2_705, 1_623],
  },
  'DVD-RAM': {
    type: Type.IMAPI_MEDIA_TYPE_DVDRAM,
    fresh: OVERWRITE + BLANK,
    total: 2_236_704,
    speeds: [3_381, 2_028, 1_352],
  },
  'BD-R': {
    type: Type.IMAPI_MEDIA_TYPE_BDR,
    fresh: BLANK + APPENDABLE,
    total: 12_219_392,
    speeds: [26_343, 21_953, 17_562, 13_171, 8_781],
  },
  'BD-R DL': {
    type: Type.IMAPI_MEDIA_TYPE_BDR,
    fresh: BLANK + APPENDABLE,
    total: 24_438_784,
    speeds: [17_562, 13_171, 8_781, 4_390],
  },
  'BD-RE': { type: Type.IMAPI_MEDIA_TYPE_BDRE, fresh: OVERWRITE + BLANK, total: 11_826_176, speeds: [4_390] },
  'BD-RE DL': { type: Type.IMAPI_MEDIA_TYPE_BDRE, fresh: OVERWRITE + BLANK, total: 23_652_352, speeds: [4_390] },
};

test.each(Object.entries(DISCS))('a new %s has its type, state, room and speeds', async (medium, facts) => {
  const { writer, recorder } = await blockRig(medium);
  expect(await writer.isRecorderSupported(recorder)).toBe(true);
  expect(await writer.isCurrentMediaSupported(recorder)).toBe(true);
  expect(writer.supportedMediaTypes).toContain(facts.type);
  expect(await writer.currentPhysicalMediaType).toBe(facts.type);
  expect(await writer.currentMediaStatus).toBe(facts.fresh);
  expect(await writer.mediaHeuristicallyBlank).toBe(true);
  expect(await writer.mediaPhysicallyBlank).toBe(medium !== 'DVD-RAM');
  expect(await writer.writeProtectStatus).toBe(0);
  expect(await writer.totalSectorsOnMedia).toBe(facts.total);
  expect(await writer.freeSectorsOnMedia).toBe(facts.total);
  expect(await writer.nextWritableAddress).toBe(0);
  expect(await writer.startAddressOfPreviousSession).toBe(-1);
  expect(await writer.lastWrittenAddressOfPreviousSession).toBe(-1);
  expect(await writer.supportedWriteSpeeds).toEqual(facts.speeds);
  expect(await writer.supportedWriteSpeedDescriptors).toEqual(
    facts.speeds.map((writeSpeed) => ({ mediaType: facts.type, rotationTypeIsPureCAV: false, writeSpeed })),
  );
  const [fastest = 0] = facts.speeds;
  const slowest = facts.speeds.at(-1) ?? 0;
  expect(await writer.currentWriteSpeed).toBe(fastest);
  for (const speed of [slowest, fastest]) {
    expect(await resultOf(() => writer.setWriteSpeed(speed, false))).toBe('S_OK');
    expect(await writer.currentWriteSpeed).toBe(speed);
  }
});

test('a speed that the drive does not have becomes the nearest', async () => {
  const { writer } = await blockRig('DVD+R');
  expect(await resultOf(() => writer.setWriteSpeed(680 * 9, false))).toBe('S_IMAPI_SPEEDADJUSTED');
  expect(await writer.currentWriteSpeed).toBe(5_410);
  expect(await resultOf(() => writer.setWriteSpeed(5_410, true))).toBe('S_IMAPI_ROTATIONADJUSTED');
});
