import { expect } from '@jest/globals';
import { lbaOfMsf } from '../../../src/cd/msf.ts';
import {
  BlockRange,
  BlockRangeList,
  DiscFormat2RawCD,
  HResult,
  RawCDImageCreator,
  StreamConcatenate,
  StreamInterleave,
  StreamPseudoRandomBased,
  WriteEngine2,
} from '../../../src/imapi2/index.ts';
import { audio, resultNow, resultOf, rig, SECTOR_BYTES } from '../rig.ts';
import { ASKING, keep, readAll } from './members.ts';
import type { Witness } from './witness.ts';

/** Makes a raw image with all that it can have, writes it, and cancels the next. */
export async function raw(witness: Witness): Promise<void> {
  const creator = witness.watch(new RawCDImageCreator(), 'IRawCDImageCreator');
  keep(creator, 'resultingImageType');
  keep(creator, 'startOfLeadoutLimit');
  keep(creator, 'disableGaplessAudio');
  keep(creator, 'startingTrackNumber');
  keep(creator, 'mediaCatalogNumber');
  creator.addSpecialPregap(audio(150));
  expect(creator.addTrack(0, audio(300))).toBe(1);
  const info = witness.watch(creator.trackInfo(1), 'IRawCDImageTrackInfo');
  keep(info, 'isrc');
  keep(info, 'digitalAudioCopySetting');
  keep(info, 'audioHasPreemphasis');
  expect(info.addTrackIndex(50)).toBe(HResult.S_OK);
  info.clearTrackIndex(50);
  expect(info.trackIndexes).toEqual([0]);
  expect([info.startingLba, info.sectorCount, info.trackNumber, info.sectorType]).toEqual([150, 300, 1, 0]);
  expect([creator.startOfLeadout, creator.numberOfExistingTracks, creator.lastUsedUserSectorInImage]).toEqual([
    450, 1, 449,
  ]);
  expect(creator.expectedTableOfContents[3]).toBe(1);
  const sectors = 450 + 6_750 - lbaOfMsf({ minute: 95, second: 0, frame: 0 });
  creator.addSubcodeRWGenerator(new Uint8Array(sectors * 96));
  const image = creator.createResultImage();

  const { recorder } = await rig();
  const real = new DiscFormat2RawCD();
  const writer = witness.watch(real, 'IDiscFormat2RawCD', 'DDiscFormat2RawCDEvents');
  writer.recorder = recorder;
  writer.clientName = 'conformance';
  expect(await writer.setWriteSpeed(-1, false)).toBe(0);
  expect(await writer.supportedSectorTypes).toContain(3);
  await writer.prepareMedia();
  keep(writer, 'requestedSectorType');
  writer.bufferUnderrunFreeDisabled = false;
  await readAll(writer, ...ASKING, 'startOfNextSession', 'lastPossibleStartOfLeadout');
  real.on('update', (_object, progress) => {
    witness.heard('DDiscFormat2RawCDEvents', 'Update');
    const args = witness.watch({ ...progress }, 'IDiscFormat2RawCDEventArgs');
    for (const name of Object.keys(progress) as (keyof typeof progress)[])
      expect(args[name]).toEqual(expect.any(Number));
    if (progress.currentAction === 2) writer.cancelWrite();
  });
  expect(await resultOf(() => writer.writeMedia(image))).toBe('E_IMAPI_REQUEST_CANCELLED');
  expect(await resultOf(() => writer.writeMedia2(image, 1))).toBe('E_IMAPI_DF2RAW_MEDIA_IS_NOT_BLANK');
  await writer.releaseMedia();
}

/** The engine below the writers. */
export async function engine(witness: Witness): Promise<void> {
  const { recorder } = await rig();
  const page = await recorder.getModePage(0x05, 0);
  page.set([0x41, 0x00, 0x00], 2);
  await recorder.setModePage(0, page);
  const real = new WriteEngine2();
  const watched = witness.watch(real, 'IWriteEngine2', 'DWriteEngine2Events');
  watched.recorder = recorder;
  expect(watched.recorder).toBe(recorder);
  keep(watched, 'useStreamingWrite12');
  keep(watched, 'startingSectorsPerSecond');
  keep(watched, 'endingSectorsPerSecond');
  watched.bytesPerSector = SECTOR_BYTES;
  expect(watched.bytesPerSector).toBe(SECTOR_BYTES);
  expect(watched.cancelWrite()).toBe(HResult.S_IMAPI_WRITE_NOT_IN_PROGRESS);
  real.on('update', () => witness.heard('DWriteEngine2Events', 'Update'));
  await watched.writeSection(audio(300), 0, 300);
  expect(watched.writeInProgress).toBe(false);
}

/** Streams and ranges. */
export async function parts(witness: Witness): Promise<void> {
  const both = witness.watch(new StreamConcatenate(), 'IStreamConcatenate');
  both.initialize(Uint8Array.of(1), Uint8Array.of(2));
  both.initialize2([Uint8Array.of(1)]);
  expect([resultNow(() => both.append(Uint8Array.of(1))), resultNow(() => both.append2([]))]).toEqual([
    'E_NOTIMPL',
    'E_NOTIMPL',
  ]);
  witness.watch(new StreamInterleave(), 'IStreamInterleave').initialize([Uint8Array.of(1)], [1]);
  const random = witness.watch(new StreamPseudoRandomBased(), 'IStreamPseudoRandomBased');
  keep(random, 'seed');
  expect(resultNow(() => random.extendedSeed)).toBe('E_NOTIMPL');
  expect(
    resultNow(() => {
      random.extendedSeed = [];
    }),
  ).toBe('E_NOTIMPL');
  const range = witness.watch(new BlockRange(3, 5), 'IBlockRange');
  expect([range.startLba, range.endLba]).toEqual([3, 5]);
  expect(witness.watch(new BlockRangeList([range]), 'IBlockRangeList').blockRanges).toHaveLength(1);
}
