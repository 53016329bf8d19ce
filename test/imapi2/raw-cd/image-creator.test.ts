import { describe, expect, test } from '@jest/globals';
import { lbaOfMsf } from '../../../src/cd/msf.ts';
import { IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as ImageType, RawCDImageCreator } from '../../../src/imapi2/index.ts';
import { audio, resultNow, SECTOR_BYTES } from '../rig.ts';
import { AUDIO, bytesAt, checkSound, creator, MCN } from './support.ts';

describe('RawCDImageCreator', () => {
  test('lays tracks out without gaps, and says where everything is', () => {
    const made = creator();
    expect(made).toMatchObject({
      numberOfExistingTracks: 2,
      startOfLeadout: 900,
      lastUsedUserSectorInImage: 899,
      mediaCatalogNumber: MCN,
      startingTrackNumber: 1,
      disableGaplessAudio: false,
    });
    const first = made.trackInfo(1);
    expect(first).toMatchObject({ startingLba: 0, sectorCount: 400, trackNumber: 1, sectorType: AUDIO, isrc: '' });
    expect(made.trackInfo(2)).toMatchObject({ startingLba: 400, sectorCount: 500, trackNumber: 2 });
    expect([...made.expectedTableOfContents.subarray(0, 4)]).toEqual([0, 2 + 3 * 8, 1, 2]);
    expect(resultNow(() => made.trackInfo(3))).toBe('E_INVALIDARG');
  });

  test('with gaps, a hidden track and another first number', () => {
    const made = new RawCDImageCreator();
    made.disableGaplessAudio = true;
    made.startingTrackNumber = 5;
    made.addSpecialPregap(audio(200, 9));
    made.addTrack(AUDIO, audio(400, 1));
    made.addTrack(AUDIO, audio(500, 2));
    expect(made.trackInfo(1)).toMatchObject({ startingLba: 200, trackNumber: 5 });
    expect(made.trackInfo(2)).toMatchObject({ startingLba: 200 + 400 + 150, trackNumber: 6 });
    expect(made.startOfLeadout).toBe(1_250);
    for (const change of [
      () => {
        made.disableGaplessAudio = false;
      },
      () => {
        made.startingTrackNumber = 1;
      },
      () => made.addSpecialPregap(audio(200)),
    ]) {
      expect(resultNow(change)).toBe('E_IMAPI_RAW_IMAGE_TRACKS_ALREADY_ADDED');
    }
  });

  test('the image begins at 95:00:00 and has the audio where it belongs', async () => {
    const made = creator();
    const image = made.createResultImage();
    const start = lbaOfMsf({ minute: 95, second: 0, frame: 0 });
    expect(image.lengthBytes).toBe((900 + 6_750 - start) * 2_448);
    const sector = await bytesAt(image, (399 - start) * 2_448, 2 * 2_448);
    expect(sector.subarray(0, SECTOR_BYTES)).toEqual(audio(400, 1).subarray(399 * SECTOR_BYTES));
    expect(sector.subarray(2_448, 2_448 + SECTOR_BYTES)).toEqual(audio(500, 2).subarray(0, SECTOR_BYTES));
    checkSound(sector.subarray(2_448), { track: 2, index: 1, absoluteLba: 400 });
    expect(resultNow(() => made.createResultImage())).toBe('E_IMAPI_RAW_IMAGE_IS_READ_ONLY');
    expect(resultNow(() => made.addTrack(AUDIO, audio(300)))).toBe('E_IMAPI_RAW_IMAGE_IS_READ_ONLY');
    expect(
      resultNow(() => {
        made.trackInfo(1).isrc = '';
      }),
    ).toBe('E_IMAPI_RAW_IMAGE_IS_READ_ONLY');
  });

  test('with R to W from a generator, and with P and Q only', async () => {
    const made = creator();
    const sectors = 900 + 6_750 - lbaOfMsf({ minute: 95, second: 0, frame: 0 });
    made.addSubcodeRWGenerator(new Uint8Array(sectors * 96).fill(0x2a));
    expect(
      resultNow(() => {
        made.resultingImageType = ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY;
      }),
    ).toBe('E_INVALIDARG');
    const sector = await bytesAt(made.createResultImage(), 0, 2_448);
    expect(new Set(sector.subarray(SECTOR_BYTES).map((byte) => byte % 64))).toEqual(new Set([0x2a]));

    const pq = creator();
    expect(pq.resultingImageType).toBe(ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW);
    pq.resultingImageType = ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY;
    expect(resultNow(() => pq.addSubcodeRWGenerator(new Uint8Array(96)))).toBe('E_INVALIDARG');
    expect(pq.createResultImage().lengthBytes).toBe(sectors * 2_368);
  });

  test('tracks have ISRC, copy permission, pre-emphasis and indexes', () => {
    const info = creator().trackInfo(1);
    info.isrc = 'USRC19900001';
    expect(info.isrc).toBe('US-RC1-99-00001');
    info.isrc = 'US-RC1-99-00002';
    expect(info.isrc).toBe('US-RC1-99-00002');
    info.isrc = '';
    info.digitalAudioCopySetting = 2;
    info.audioHasPreemphasis = true;
    expect([info.isrc, info.digitalAudioCopySetting, info.audioHasPreemphasis]).toEqual(['', 2, true]);
    expect(info.addTrackIndex(100)).toBe(0);
    expect(info.addTrackIndex(100)).toBe(0x00aa0a08);
    expect(info.trackIndexes).toEqual([0, 100]);
    const results = [
      () => info.addTrackIndex(101),
      () => info.addTrackIndex(400),
      () => info.clearTrackIndex(0),
      () => info.clearTrackIndex(7),
    ].map(resultNow);
    expect(results).toEqual([
      'E_IMAPI_RAW_IMAGE_TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX',
      'E_INVALIDARG',
      'E_IMAPI_RAW_IMAGE_TRACK_INDEX_OFFSET_ZERO_CANNOT_BE_CLEARED',
      'E_IMAPI_RAW_IMAGE_TRACK_INDEX_NOT_FOUND',
    ]);
    info.clearTrackIndex(100);
    for (let index = 1; index < 99; index++) info.addTrackIndex(2 * index);
    expect(resultNow(() => info.addTrackIndex(300))).toBe('E_IMAPI_RAW_IMAGE_TOO_MANY_TRACK_INDEXES');
    const wrong = [
      () => {
        info.isrc = 'nonsense';
      },
      () => {
        info.digitalAudioCopySetting = 9 as never;
      },
      () => {
        info.audioHasPreemphasis = 'no' as never;
      },
    ];
    for (const set of wrong) expect(resultNow(set)).toBe('E_INVALIDARG');
  });

  test('refuses what is not audio, too short, too long, or too much', () => {
    const made = new RawCDImageCreator();
    const empty = [
      () => made.createResultImage(),
      () => made.startOfLeadout,
      () => made.lastUsedUserSectorInImage,
      () => made.expectedTableOfContents,
    ];
    for (const ask of empty) expect(resultNow(ask)).toBe('E_IMAPI_RAW_IMAGE_NO_TRACKS');
    expect(resultNow(() => made.addTrack(2, audio(300)))).toBe('E_IMAPI_RAW_IMAGE_SECTOR_TYPE_NOT_SUPPORTED');
    expect(resultNow(() => made.addTrack(AUDIO, audio(299)))).toBe('E_INVALIDARG');
    expect(resultNow(() => made.addTrack(AUDIO, null as never))).toBe('E_POINTER');
    expect(resultNow(() => made.addSpecialPregap(audio(149)))).toBe('E_INVALIDARG');
    made.startOfLeadoutLimit = 500;
    made.addTrack(AUDIO, audio(300));
    expect(resultNow(() => made.addTrack(AUDIO, audio(300)))).toBe('E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE');
    expect(made.numberOfExistingTracks).toBe(1);
    const wrong: [string, () => void][] = [
      [
        'E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE',
        () => {
          made.startOfLeadoutLimit = 100;
        },
      ],
      [
        'E_INVALIDARG',
        () => {
          made.startOfLeadoutLimit = 400_000;
        },
      ],
      [
        'E_INVALIDARG',
        () => {
          made.mediaCatalogNumber = '4006381333932';
        },
      ],
    ];
    for (const [expected, set] of wrong) expect(resultNow(set)).toBe(expected);
    const many = new RawCDImageCreator();
    many.startingTrackNumber = 99;
    many.addTrack(AUDIO, audio(300));
    expect(resultNow(() => many.addTrack(AUDIO, audio(300)))).toBe('E_IMAPI_RAW_IMAGE_TOO_MANY_TRACKS');
  });
});
