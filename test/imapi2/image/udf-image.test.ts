import { expect, test } from '@jest/globals';
import { openFileSystem } from '../../../src/filesystem/open-file-system.ts';
import { UdfFileSystem } from '../../../src/filesystem/udf/udf-file-system.ts';
import {
  DiscFormat2Data,
  FileSystemImage,
  type FileSystemImageResult,
  FsiFileSystems,
  IMAPI_MEDIA_PHYSICAL_TYPE as MediaType,
} from '../../../src/imapi2/index.ts';
import { blocksOf, bytesOf, described } from '../../filesystem/support.ts';
import { resultNow, resultOf, rig } from '../rig.ts';

const { FsiFileSystemISO9660: ISO, FsiFileSystemJoliet: JOLIET, FsiFileSystemUDF: UDF } = FsiFileSystems;

function filled(): FileSystemImage {
  const image = new FileSystemImage();
  image.volumeName = 'Photos of 2026';
  image.root.addDirectory('summer');
  image.root.addFile('summer\\one.txt', new TextEncoder().encode('one'));
  image.root.addFile('big.bin', new Uint8Array(10_000).fill(7));
  return image;
}

const contentsOf = ({ imageStream }: FileSystemImageResult) => bytesOf(imageStream as never);

test('UDF alone, of each revision, has what was put in', async () => {
  for (const udfRevision of new FileSystemImage().udfRevisionsSupported) {
    const image = filled();
    image.fileSystemsToCreate = UDF;
    image.udfRevision = udfRevision;
    const bytes = await contentsOf(await image.createResultImage());
    const udf = await openFileSystem(blocksOf(bytes));
    if (!(udf instanceof UdfFileSystem)) throw new Error('no UDF');
    expect([udf.kind, udf.revision, udf.volumeName]).toEqual(['udf', udfRevision, image.volumeNameUDF]);
    expect(await described(await udf.tree())).toMatchObject({
      'summer/one.txt': { contents: 'one' },
      'big.bin': { contents: '\u0007'.repeat(10_000) },
    });
  }
});

test('UDF next to ISO 9660 and Joliet leads to the same files', async () => {
  for (const fileSystems of [ISO + UDF, ISO + JOLIET + UDF]) {
    const image = filled();
    image.fileSystemsToCreate = fileSystems;
    const bytes = await contentsOf(await image.createResultImage());
    const names = fileSystems === ISO + UDF ? (['udf'] as const) : (['udf', 'joliet'] as const);
    for (const each of names)
      expect(await described(await (await openFileSystem(blocksOf(bytes), { names: each })).tree())).toMatchObject({
        'summer/one.txt': { contents: 'one' },
      });
    expect((await openFileSystem(blocksOf(bytes))).available.includes('joliet')).toBe(names.length === 2);
  }
});

test('metadata that is not recorded twice takes less room', async () => {
  const lengths = [];
  for (const redundant of [true, false]) {
    const image = filled();
    image.fileSystemsToCreate = ISO + UDF;
    image.udfRevision = 0x250;
    image.createRedundantUdfMetadataFiles = redundant;
    lengths.push(await image.usedBlocks);
  }
  expect(lengths[0]).toBe((lengths[1] ?? 0) + 32);
});

test('the defaults of media: UDF 1.02 next to ISO 9660 on DVD, 2.50 alone on BD', () => {
  const image = new FileSystemImage();
  const defaultsOf = (type: MediaType) => {
    image.chooseImageDefaultsForMediaType(type);
    return [image.fileSystemsToCreate, image.udfRevision, image.freeMediaBlocks];
  };
  expect(defaultsOf(MediaType.IMAPI_MEDIA_TYPE_DVDPLUSR)).toEqual([ISO + JOLIET + UDF, 0x102, 2_295_104]);
  expect(defaultsOf(MediaType.IMAPI_MEDIA_TYPE_DVDDASHRW)).toEqual([ISO + JOLIET + UDF, 0x102, 2_298_496]);
  expect(defaultsOf(MediaType.IMAPI_MEDIA_TYPE_DVDRAM)).toEqual([ISO + JOLIET + UDF, 0x102, 2_236_704]);
  expect(defaultsOf(MediaType.IMAPI_MEDIA_TYPE_BDR)).toEqual([UDF, 0x250, 12_219_392]);
  expect(defaultsOf(MediaType.IMAPI_MEDIA_TYPE_BDRE)).toEqual([UDF, 0x250, 11_826_176]);
  expect(defaultsOf(MediaType.IMAPI_MEDIA_TYPE_CDR)).toEqual([ISO + JOLIET, 0x102, 359_847]);
  for (const type of [MediaType.IMAPI_MEDIA_TYPE_BDROM, MediaType.IMAPI_MEDIA_TYPE_UNKNOWN])
    expect(resultNow(() => image.chooseImageDefaultsForMediaType(type))).toBe('IMAPI_E_INVALID_PARAM');
});

test('a file system that a session does not have is not imported', async () => {
  const { recorder } = await rig();
  const writer = new DiscFormat2Data();
  writer.recorder = recorder;
  writer.clientName = 'a test';
  const image = filled();
  image.fileSystemsToCreate = ISO + UDF;
  await writer.write((await image.createResultImage()).imageStream);
  const next = new FileSystemImage();
  expect(await resultOf(() => next.importSpecificFileSystem(UDF))).toBe('IMAPI_E_MULTISESSION_NOT_SET');
  next.multisessionInterfaces = await writer.multisessionInterfaces;
  expect(await resultOf(() => next.importSpecificFileSystem(JOLIET))).toBe('IMAPI_E_FILE_SYSTEM_NOT_FOUND');
  expect(await resultOf(() => next.importSpecificFileSystem(ISO + UDF))).toBe('IMAPI_E_INVALID_PARAM');
  expect(resultNow(() => next.getDefaultFileSystemForImport(0))).toBe('IMAPI_E_INVALID_PARAM');
  expect(await next.importFileSystem()).toBe(UDF);
  expect(next.exists('\\summer\\one.txt')).toBe(2);
});

test('revisions that do not exist, and Joliet without ISO 9660, are refused', () => {
  const image = new FileSystemImage();
  const refusals = [
    () => {
      image.udfRevision = 0x300;
    },
    () => {
      image.fileSystemsToCreate = JOLIET + UDF;
    },
    () => {
      image.fileSystemsToCreate = 0;
    },
  ];
  for (const call of refusals) expect(resultNow(call)).toBe('IMAPI_E_INVALID_PARAM');
});

test('a burned bridge disc is identified as all three, and a next session has its files', async () => {
  const { recorder } = await rig();
  const writer = new DiscFormat2Data();
  writer.recorder = recorder;
  writer.clientName = 'a test';
  const image = filled();
  image.fileSystemsToCreate = ISO + JOLIET + UDF;
  await writer.write((await image.createResultImage()).imageStream);
  expect(await image.identifyFileSystemsOnDisc(recorder)).toBe(ISO + JOLIET + UDF);

  const next = new FileSystemImage();
  next.fileSystemsToCreate = UDF;
  next.multisessionInterfaces = await writer.multisessionInterfaces;
  expect(next.getDefaultFileSystemForImport(ISO + JOLIET + UDF)).toBe(JOLIET);
  expect(next.getDefaultFileSystemForImport(ISO + UDF)).toBe(UDF);
  await next.importSpecificFileSystem(UDF);
  expect(next.importedVolumeName).toBe('Photos of 2026');
  expect(next.exists('\\summer\\one.txt')).toBe(2);
  next.root.addFile('two.txt', new TextEncoder().encode('two'));
  const result = await next.createResultImage();
  const udf = await openFileSystem(blocksOf(await contentsOf(result), next.sessionStartBlock), {
    sessionStart: next.sessionStartBlock,
    names: 'udf',
  });
  expect((await udf.tree()).children.map(({ name }) => name).sort()).toEqual(['big.bin', 'summer', 'two.txt']);
});
