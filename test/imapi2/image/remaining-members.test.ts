import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openFileSystem } from '../../../src/filesystem/open-file-system.ts';
import {
  BootOptions,
  DiscFormat2Data,
  FileSystemImage,
  FsiFileSystems,
  type FsiItem,
  HResult,
  IsoImageManager,
} from '../../../src/imapi2/index.ts';
import { driveBlocks } from '../../../src/read/drive-blocks.ts';
import { blocksOf, bytesOf } from '../../filesystem/support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { resultNow, resultOf, rig } from '../rig.ts';

const { FsiFileSystemISO9660: ISO, FsiFileSystemJoliet: JOLIET, FsiFileSystemUDF: UDF } = FsiFileSystems;
const text = (of: string) => new TextEncoder().encode(of);
const namesIn = (items: Iterable<FsiItem>): string[] => [...items].map(({ name }) => name);

describe('change points', () => {
  test('grow with each change, and bring the tree back as it was', () => {
    const image = new FileSystemImage();
    expect(image.changePoint).toBe(0);
    image.root.addDirectory('docs');
    image.root.addFile('docs\\a.txt', text('a'));
    const before = image.changePoint;
    expect(before).toBe(2);
    image.root.addFile('b.txt', text('b'));
    image.root.item('docs').isHidden = true;
    image.root.item('docs').lastModifiedTime = new Date(0);
    image.root.removeTree('docs');
    expect(namesIn(image.root)).toEqual(['b.txt']);
    image.rollbackToChangePoint(before);
    expect(image.changePoint).toBe(before);
    expect(namesIn(image.root)).toEqual(['docs']);
    expect(image.exists('\\docs\\a.txt')).toBe(2);
    expect(image.root.item('docs')).toMatchObject({ isHidden: false, lastModifiedTime: undefined });
    image.root.addFile('b.txt', text('b'));
    image.rollbackToChangePoint(0);
    expect(image.root.count).toBe(0);
  });

  test('a removed file is put back in its place', () => {
    const image = new FileSystemImage();
    for (const name of ['one', 'two', 'three']) image.root.addFile(name, text(name));
    const point = image.changePoint;
    image.root.remove('two');
    image.rollbackToChangePoint(point);
    expect(namesIn(image.root)).toEqual(['one', 'two', 'three']);
  });

  test('what is locked in stays, and others than those that there were are refused', async () => {
    const image = new FileSystemImage();
    image.root.addFile('a', text('a'));
    image.lockInChangePoint();
    image.root.addFile('b', text('b'));
    for (const wrong of [0, 3, -1, 0.5, '1'])
      expect(resultNow(() => image.rollbackToChangePoint(wrong as number))).toBe('IMAPI_E_INVALID_PARAM');
    image.rollbackToChangePoint(1);
    expect(namesIn(image.root)).toEqual(['a']);
    await image.createResultImage();
    expect(resultNow(() => image.rollbackToChangePoint(1))).toBe('IMAPI_E_READONLY');
    expect(resultNow(() => image.lockInChangePoint())).toBe('IMAPI_E_READONLY');
  });
});

test('items have the names that each file system records', async () => {
  const image = new FileSystemImage();
  image.root.addDirectory('Summer of 2026');
  image.root.addFile('Summer of 2026\\Über alles?.jpeg', text('1'));
  image.root.addFile('Summer of 2026\\UBER_ALLES_.JPEG', text('2'));
  const item = image.root.item('Summer of 2026\\Über alles?.jpeg');
  expect([ISO, JOLIET, UDF].map((each) => item.fileSystemName(each))).toEqual([
    'UBER_ALLES__1.JPEG',
    'Über alles_.jpeg',
    'Über alles?.jpeg',
  ]);
  expect(item.fileSystemPath(ISO)).toBe('\\SUMMER_OF_2026\\UBER_ALLES__1.JPEG');
  expect(item.fileSystemPath(UDF)).toBe('\\Summer of 2026\\Über alles?.jpeg');
  image.iso9660InterchangeLevel = 1;
  expect(item.fileSystemPath(ISO)).toBe('\\SUMMER_O\\UBER_A_1.JPE');
  for (const wrong of [0, ISO + UDF, 'udf'])
    expect(resultNow(() => item.fileSystemName(wrong as number))).toBe('IMAPI_E_INVALID_PARAM');
  expect(image.createFileItem('a b.txt').fileSystemName(ISO)).toBe('A_B.TXT');
  const bytes = await bytesOf((await image.createResultImage()).imageStream as never);
  const recorded = await (await openFileSystem(blocksOf(bytes), { names: 'iso9660' })).tree();
  const [folder] = recorded.children;
  expect(folder?.name).toBe('SUMMER_O');
  expect(folder?.kind === 'folder' && folder.children.map(({ name }) => name)).toContain('UBER_A_1.JPE');
});

test('enumerators go on, skip, begin again and are cloned', async () => {
  const image = new FileSystemImage();
  for (const name of ['a', 'b', 'c']) image.root.addFile(name, text(name));
  const items = image.root.enumFsiItems;
  expect(namesIn(items.next(1))).toEqual(['a']);
  const clone = items.clone();
  expect(items.skip(1)).toBe(HResult.S_OK);
  expect(namesIn(items.next(5))).toEqual(['c']);
  expect(items.skip(1)).toBe(HResult.S_FALSE);
  expect(namesIn(clone.next(2))).toEqual(['b', 'c']);
  items.reset();
  expect(namesIn(items.next(3))).toEqual(['a', 'b', 'c']);
  expect(namesIn(items)).toEqual(['a', 'b', 'c']);
  for (const wrong of [-1, 0.5, '1']) expect(resultNow(() => items.next(wrong as number))).toBe('E_INVALIDARG');
  const { progressItems } = await image.createResultImage();
  expect(progressItems.enumProgressItems.next(2).map(({ description }) => description)).toEqual(['\\a', '\\b']);
});

test('several boot images are entries of one catalogue', async () => {
  const { recorder, drive } = await rig();
  const image = new FileSystemImage();
  const boots = [0x00, 0xef].map((platformId) => {
    const boot = new BootOptions();
    boot.platformId = platformId as never;
    boot.assignBootImage(new Uint8Array(2_048).fill(platformId + 1));
    return boot;
  });
  image.bootImageOptionsArray = boots;
  expect(image.bootImageOptions).toBe(boots[0]);
  expect(image.bootImageOptionsArray).toEqual(boots);
  const refusals: [unknown, string][] = [
    [null, 'E_INVALIDARG'],
    [[{}], 'E_INVALIDARG'],
    [Array(33).fill(boots[0]), 'E_INVALIDARG'],
    [[new BootOptions()], 'IMAPI_E_BOOT_IMAGE_DATA'],
  ];
  for (const [value, expected] of refusals) {
    expect(
      resultNow(() => {
        image.bootImageOptionsArray = value as never;
      }),
    ).toBe(expected);
  }
  const writer = new DiscFormat2Data();
  writer.recorder = recorder;
  writer.clientName = 'a test';
  await writer.write((await image.createResultImage()).imageStream);
  const found = await openFileSystem(driveBlocks(drive));
  expect(found.boot.map(({ platform }) => platform)).toEqual([0x00, 0xef]);
});

test('files are not staged', () => {
  const image = new FileSystemImage();
  image.stageFiles = false;
  expect(image.stageFiles).toBe(false);
  expect(
    resultNow(() => {
      image.stageFiles = true;
    }),
  ).toBe('E_NOTIMPL');
});

describe('IsoImageManager', () => {
  const folder = temporaryFolder();

  async function isoBytes(fileSystems: number): Promise<Uint8Array> {
    const image = new FileSystemImage();
    image.fileSystemsToCreate = fileSystems;
    image.root.addFile('a.txt', text('a'));
    return bytesOf((await image.createResultImage()).imageStream as never);
  }

  test('takes a file, which is burned', async () => {
    const path = join(folder, 'a.iso');
    await writeFile(path, await isoBytes(ISO + JOLIET));
    const manager = new IsoImageManager();
    expect([manager.path, manager.stream]).toEqual(['', null]);
    await manager.setPath(path);
    expect(manager.path).toBe(path);
    await manager.validate();
    const { recorder, drive } = await rig();
    const writer = new DiscFormat2Data();
    writer.recorder = recorder;
    writer.clientName = 'a test';
    if (manager.stream === null) throw new Error('there is a stream');
    await writer.write(manager.stream);
    expect((await (await openFileSystem(driveBlocks(drive))).tree()).children).toMatchObject([{ name: 'a.txt' }]);
  });

  test('takes a stream, of ISO 9660 or of UDF alone', async () => {
    const manager = new IsoImageManager();
    for (const fileSystems of [ISO, UDF]) {
      manager.setStream(await isoBytes(fileSystems));
      await manager.validate();
    }
  });

  test('says what is wrong with an image', async () => {
    const manager = new IsoImageManager();
    expect(await resultOf(() => manager.validate())).toBe('IMAPI_E_IMAGEMANAGER_NO_IMAGE');
    const iso = await isoBytes(ISO);
    const huge = {
      name: 'huge',
      lengthBytes: 2 ** 42,
      repeatable: true,
      openReader: () => Promise.reject(new Error()),
    };
    const wrong: [unknown, string][] = [
      [iso.subarray(1), 'IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED'],
      [new Uint8Array(40 * 2_048), 'IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND'],
      [new Uint8Array(2_048), 'IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND'],
      [huge, 'IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG'],
      [{ ...huge, lengthBytes: 2_048 }, 'IMAPI_E_DATA_STREAM_READ_FAILURE'],
    ];
    for (const [stream, expected] of wrong) {
      manager.setStream(stream as never);
      expect(await resultOf(() => manager.validate())).toBe(expected);
    }
    for (const path of [join(folder, 'no.iso'), folder, '', 7])
      expect(await resultOf(() => manager.setPath(path as string))).toBe('IMAPI_E_INVALID_PATH');
    expect(resultNow(() => manager.setStream(null as never))).toBe('E_POINTER');
  });
});
