import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openFileSystem } from '../../../src/filesystem/open-file-system.ts';
import { walkTree } from '../../../src/filesystem/tree/model.ts';
import { BootOptions, DiscFormat2Data, FileSystemImage, type FsiFileItem } from '../../../src/imapi2/index.ts';
import { driveBlocks } from '../../../src/read/drive-blocks.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { resultNow, resultOf, rig, writtenDisc } from '../rig.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

function sourceFolder(): string {
  const folder = join(temporaryFolder(), 'photos');
  mkdirSync(join(folder, 'summer'), { recursive: true });
  writeFileSync(join(folder, 'readme.txt'), 'hello');
  writeFileSync(join(folder, 'summer', 'a long name of a picture.jpeg'), new Uint8Array(5_000).fill(7));
  return folder;
}

/** The paths of a session on the disc, and what is in one of its files. */
async function onDisc(drive: Parameters<typeof driveBlocks>[0], sessionStart: number) {
  const found = await openFileSystem(driveBlocks(drive), { sessionStart, names: 'joliet' });
  const nodes = [...walkTree(await found.tree())];
  return { volumeName: found.volumeName, paths: nodes.map(({ path }) => path).sort(), nodes };
}

describe('FileSystemImage', () => {
  test('a folder becomes an image that DiscFormat2Data writes, and the next session has its files too', async () => {
    const { recorder, drive } = await rig();
    const writer = new DiscFormat2Data();
    writer.recorder = recorder;
    writer.clientName = 'a test';

    const image = new FileSystemImage();
    await image.chooseImageDefaults(recorder);
    image.volumeName = 'HOLIDAY';
    await image.root.addTree(sourceFolder(), true);
    image.root.addDirectory('notes');
    image.root.addFile('notes\\one.txt', text('one'));
    expect([image.fileCount, image.directoryCount]).toEqual([3, 3]);
    expect(image.exists('\\photos\\readme.txt')).toBe(2);
    expect(image.exists('\\photos')).toBe(1);
    expect(image.exists('\\nothing')).toBe(0);
    const seen: string[] = [];
    image.on('update', (object, file, copied, total) => {
      expect(object).toBe(image);
      expect(copied).toBeLessThanOrEqual(total);
      seen.push(file);
    });
    const used = await image.usedBlocks;
    const result = await image.createResultImage();
    expect(result).toMatchObject({ blockSize: 2_048, totalBlocks: used, discId: '0', warnings: [] });
    expect(seen.sort()).toEqual([
      '\\notes\\one.txt',
      '\\photos\\readme.txt',
      '\\photos\\summer\\a long name of a picture.jpeg',
    ]);
    const item = result.progressItems.progressItemFromDescription('\\photos\\readme.txt');
    expect(item.blockCount).toBe(1);
    expect(result.progressItems.progressItemFromBlock(item.firstBlock)).toBe(item);
    expect([result.progressItems.count, [...result.progressItems].length]).toEqual([3, 3]);
    expect(result.progressItems.item(0).lastBlock).toBeLessThan(result.totalBlocks);
    expect(resultNow(() => result.progressItems.item(9))).toBe('E_INVALIDARG');
    await writer.write(result.imageStream);
    expect(await onDisc(drive, 0)).toMatchObject({
      volumeName: 'HOLIDAY',
      paths: [
        'notes',
        'notes/one.txt',
        'photos',
        'photos/readme.txt',
        'photos/summer',
        'photos/summer/a long name of a picture.jpeg',
      ],
    });

    const next = new FileSystemImage();
    next.multisessionInterfaces = writer.multisessionInterfaces;
    expect(await next.identifyFileSystemsOnDisc(recorder)).toBe(3);
    expect(await next.importFileSystem()).toBe(2);
    expect(next).toMatchObject({ importedVolumeName: 'HOLIDAY', volumeName: 'HOLIDAY' });
    expect(next.sessionStartBlock).toBe(await writer.nextWritableAddress);
    expect((next.root.item('photos\\readme.txt') as FsiFileItem).data?.lengthBytes).toBe(5);
    next.root.removeTree('notes');
    next.root.addFile('photos\\two.txt', text('two'));
    const second = await next.createResultImage();
    await writer.write(second.imageStream);
    const session = await onDisc(drive, next.sessionStartBlock);
    expect(session.paths).toEqual([
      'photos',
      'photos/readme.txt',
      'photos/summer',
      'photos/summer/a long name of a picture.jpeg',
      'photos/two.txt',
    ]);
    const readme = session.nodes.find(({ path }) => path === 'photos/readme.txt')?.node;
    const start = readme?.kind === 'file' ? (readme.extents?.[0]?.startBlock ?? 0) : 0;
    expect(start).toBeLessThan(next.sessionStartBlock);
    const block = await driveBlocks(drive).readBlocks(start, 1);
    expect(Buffer.from(block.subarray(0, 5)).toString()).toBe('hello');
  });

  test('the tree is built of items, with dates and what is hidden', async () => {
    const image = new FileSystemImage();
    const folder = image.createDirectoryItem('docs');
    const file = image.createFileItem('a.txt');
    file.data = text('abc');
    file.lastModifiedTime = new Date('2001-02-03T04:05:06Z');
    file.creationTime = new Date('2001-02-03T04:05:06Z');
    file.lastAccessedTime = new Date('2001-02-03T04:05:06Z');
    file.isHidden = true;
    image.root.add(folder);
    folder.add(file);
    expect(file).toMatchObject({ name: 'a.txt', fullPath: '\\docs\\a.txt', isHidden: true, dataSize: 3 });
    expect([file.dataSize32BitLow, file.dataSize32BitHigh, file.data?.lengthBytes]).toEqual([3, 0, 3]);
    expect([file.creationTime, file.lastAccessedTime]).toEqual([file.lastModifiedTime, file.lastModifiedTime]);
    expect([...folder].map(({ name }) => name)).toEqual(['a.txt']);
    expect([...image.root.enumFsiItems]).toEqual([folder]);
    expect([folder.count, image.root.item('/docs/a.txt')]).toEqual([1, file]);
    const refusals: [string, () => unknown][] = [
      ['IMAPI_E_DUP_NAME', () => image.root.addDirectory('docs')],
      ['IMAPI_E_INVALID_PARAM', () => folder.add(file)],
      ['E_POINTER', () => folder.add(null as never)],
      ['IMAPI_E_DIR_NOT_FOUND', () => image.root.addFile('no\\b.txt', text('b'))],
      ['IMAPI_E_INVALID_PATH', () => image.root.addDirectory('')],
      ['IMAPI_E_INVALID_PATH', () => image.root.item('..\\x')],
      ['IMAPI_E_ITEM_NOT_FOUND', () => image.root.item('x')],
      ['IMAPI_E_ITEM_NOT_FOUND', () => image.root.remove('x')],
      ['IMAPI_E_DIR_NOT_EMPTY', () => image.root.remove('docs')],
      ['IMAPI_E_NOT_DIR', () => image.root.removeTree('docs\\a.txt')],
      ['E_POINTER', () => image.root.addFile('c.txt', null as never)],
      ['IMAPI_E_DATA_STREAM_CREATE_FAILURE', () => image.root.addFile('c.txt', [text('c')])],
      ['IMAPI_E_INVALID_PARAM', () => image.createFileItem('a\\b')],
      ['IMAPI_E_INVALID_PARAM', () => image.createDirectoryItem('..')],
    ];
    for (const [expected, call] of refusals) expect([expected, resultNow(call)]).toEqual([expected, expected]);
    folder.remove('a.txt');
    image.root.remove('docs');
    expect(image.root.count).toBe(0);
    expect(await resultOf(() => image.root.addTree('/no/such/folder', false))).toBe('IMAPI_E_DIRECTORY_READ_FAILURE');
  });

  test('once the image is made, nothing can be changed', async () => {
    const image = new FileSystemImage();
    image.root.addFile('a.txt', text('a'));
    await image.createResultImage();
    const changes: (() => unknown)[] = [
      () => image.root.addDirectory('b'),
      () => image.root.remove('a.txt'),
      () => {
        image.volumeName = 'X';
      },
      () => {
        (image.root.item('a.txt') as FsiFileItem).data = text('b');
      },
      () => {
        image.root.item('a.txt').isHidden = true;
      },
    ];
    for (const change of changes) expect(resultNow(change)).toBe('IMAPI_E_READONLY');
    expect(await resultOf(() => image.createResultImage())).toBe('IMAPI_E_READONLY');
  });

  test('properties have defaults and limits', async () => {
    const image = new FileSystemImage();
    expect(image).toMatchObject({
      fileSystemsToCreate: 3,
      fileSystemsSupported: 7,
      udfRevision: 0x102,
      udfRevisionsSupported: [0x102, 0x150, 0x200, 0x201, 0x250, 0x260],
      createRedundantUdfMetadataFiles: true,
      iso9660InterchangeLevel: 3,
      iso9660InterchangeLevelsSupported: [1, 2, 3],
      sessionStartBlock: 0,
      volumeName: '',
      bootImageOptions: null,
      multisessionInterfaces: [],
    });
    image.volumeName = 'My disc of 2026, part 2';
    expect([image.volumeNameISO9660, image.volumeNameJoliet]).toEqual(['MY_DISC_OF_2026__PART_2', 'My disc of 2026,']);
    expect(image.volumeNameUDF).toBe('My disc of 2026, part 2');
    const refusals: [string, () => unknown][] = [
      [
        'IMAPI_E_INVALID_VOLUME_NAME',
        () => {
          image.volumeName = 'x'.repeat(33);
        },
      ],
      [
        'IMAPI_E_INVALID_PARAM',
        () => {
          image.fileSystemsToCreate = 2;
        },
      ],
      [
        'IMAPI_E_INVALID_PARAM',
        () => {
          image.iso9660InterchangeLevel = 4;
        },
      ],
      [
        'IMAPI_E_INVALID_PARAM',
        () => {
          image.freeMediaBlocks = -1;
        },
      ],
      ['IMAPI_E_INVALID_PARAM', () => image.chooseImageDefaultsForMediaType(0x11)],
      [
        'IMAPI_E_BAD_MULTISESSION_PARAMETER',
        () => {
          image.multisessionInterfaces = [{}] as never;
        },
      ],
    ];
    for (const [expected, call] of refusals) expect([expected, resultNow(call)]).toEqual([expected, expected]);
    image.root.addFile('big', new Uint8Array(100 * 2_048));
    image.freeMediaBlocks = 50;
    expect(await resultOf(() => image.createResultImage())).toBe('IMAPI_E_IMAGE_TOO_BIG');
    expect(await resultOf(() => image.importFileSystem())).toBe('IMAPI_E_MULTISESSION_NOT_SET');
    expect(await resultOf(() => image.chooseImageDefaults(null as never))).toBe('E_POINTER');
  });

  test('a boot image is an entry of El Torito', async () => {
    const { recorder, drive } = await rig();
    const image = new FileSystemImage();
    const boot = new BootOptions();
    expect(boot).toMatchObject({ bootImage: null, manufacturer: '', platformId: 0, emulation: 0, imageSize: 0 });
    expect(
      resultNow(() => {
        image.bootImageOptions = boot;
      }),
    ).toBe('IMAPI_E_BOOT_IMAGE_DATA');
    boot.assignBootImage(new Uint8Array(4_096).fill(1));
    boot.platformId = 0xef;
    boot.manufacturer = 'ACME';
    expect([boot.imageSize, boot.platformId, boot.manufacturer]).toEqual([4_096, 0xef, 'ACME']);
    expect(
      resultNow(() => {
        boot.emulation = 1;
      }),
    ).toBe('IMAPI_E_INVALID_PARAM');
    image.bootImageOptions = boot;
    const { imageStream } = await image.createResultImage();
    const writer = new DiscFormat2Data();
    writer.recorder = recorder;
    writer.clientName = 'a test';
    await writer.write(imageStream);
    const found = await openFileSystem(driveBlocks(drive));
    expect(found.boot).toMatchObject([{ platform: 0xef, bootable: true }]);
  });

  test('importing from a disc without data says what is there', async () => {
    const { recorder } = await rig();
    const image = new FileSystemImage();
    const writer = new DiscFormat2Data();
    writer.recorder = recorder;
    image.multisessionInterfaces = writer.multisessionInterfaces;
    expect(await resultOf(() => image.importFileSystem())).toBe('IMAPI_E_EMPTY_DISC');
    expect(await image.identifyFileSystemsOnDisc(recorder)).toBe(0);
    await image.setMaxMediaBlocksFromDevice(recorder);
    expect(image.freeMediaBlocks).toBeGreaterThan(300_000);
    const { recorder: audio } = await rig({ disc: await writtenDisc() });
    expect(await image.identifyFileSystemsOnDisc(audio)).toBe(0);
  });
});
