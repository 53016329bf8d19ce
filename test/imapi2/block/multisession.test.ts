import { describe, expect, test } from '@jest/globals';
import { openFileSystem } from '../../../src/filesystem/open-file-system.ts';
import {
  FileSystemImage,
  FsiFileSystems,
  type IMultisessionRandomWrite,
  type IMultisessionSequential2,
} from '../../../src/imapi2/index.ts';
import { driveBlocks } from '../../../src/read/drive-blocks.ts';
import { described } from '../../filesystem/support.ts';
import { resultNow, resultOf } from '../rig.ts';
import { type BlockRig, blockRig, image } from './support.ts';

const { FsiFileSystemISO9660: ISO, FsiFileSystemJoliet: JOLIET, FsiFileSystemUDF: UDF } = FsiFileSystems;
const text = (of: string) => new TextEncoder().encode(of);

const interfacesOf = ({ writer }: BlockRig) =>
  writer.multisessionInterfaces as readonly [IMultisessionSequential2, IMultisessionRandomWrite];

async function burnFirst({ writer, recorder }: BlockRig, made = new FileSystemImage()): Promise<void> {
  await made.chooseImageDefaults(recorder);
  made.volumeName = 'First';
  made.root.addDirectory('Summer of 2026');
  made.root.addFile('Summer of 2026\\one.txt', text('one'));
  made.root.addFile('big.bin', image(300, 8));
  await writer.write((await made.createResultImage()).imageStream);
}

describe.each([
  ['DVD-R', 16],
  ['DVD-RW', 16],
  ['DVD+R', 16],
  ['BD-R', 32],
] as const)('%s', (medium, unit) => {
  test('gets a second session with the files of the first, and is read back by each file system', async () => {
    const rig = await blockRig(medium);
    const { writer, recorder, drive } = rig;
    writer.disableConsumerDvdCompatibilityMode = true;
    await burnFirst(rig);
    const [sequential, random] = interfacesOf(rig);
    expect([await sequential.isSupportedOnCurrentMediaState, await random.isSupportedOnCurrentMediaState]).toEqual([
      true,
      false,
    ]);
    expect([await sequential.writeUnitSize, await sequential.isFirstDataSession]).toEqual([unit, false]);
    expect(await resultOf(() => random.writeUnitSize)).toBe('E_IMAPI_DF2DATA_INVALID_MEDIA_STATE');

    const next = new FileSystemImage();
    await next.chooseImageDefaults(recorder);
    const used = medium === 'BD-R' ? UDF : JOLIET;
    expect(await next.identifyFileSystemsOnDisc(recorder)).toBe(medium === 'BD-R' ? UDF : ISO + JOLIET + UDF);
    next.multisessionInterfaces = writer.multisessionInterfaces;
    const seen: unknown[] = [];
    next.on('updateImport', (object, ...facts) => {
      expect(object).toBe(next);
      seen.push(facts);
    });
    expect(await next.importFileSystem()).toBe(used);
    expect(seen.toSorted()).toEqual([
      [used, '\\Summer of 2026', 1, 1, expect.any(Number), 2],
      [used, '\\Summer of 2026\\one.txt', 1, 1, expect.any(Number), 2],
      [used, '\\big.bin', expect.any(Number), 1, expect.any(Number), 2],
    ]);
    expect(next.importedVolumeName).toBe('First');
    expect(next.sessionStartBlock).toBe(await sequential.nextWritableAddress);
    expect(next.freeMediaBlocks).toBe(await sequential.freeSectorsOnMedia);
    next.root.addFile('two.txt', text('two'));
    next.root.remove('big.bin');
    const result = await next.createResultImage();
    expect(result.discId).toBe(await next.calculateDiscIdentifier());
    await writer.write(result.imageStream);
    expect(result.discId).not.toBe(await next.calculateDiscIdentifier());
    for (const names of medium === 'BD-R' ? (['udf'] as const) : (['udf', 'joliet'] as const)) {
      const found = await openFileSystem(driveBlocks(drive), { sessionStart: next.sessionStartBlock, names });
      expect(await described(await found.tree())).toMatchObject({
        'Summer of 2026/one.txt': { contents: 'one' },
        'two.txt': { contents: 'two' },
      });
    }
  });

  test('is probed for the file systems that its last session has', async () => {
    const rig = await blockRig(medium);
    const { writer } = rig;
    writer.disableConsumerDvdCompatibilityMode = true;
    const probe = new FileSystemImage();
    expect(await resultOf(() => probe.probeSpecificFileSystem(UDF))).toBe('IMAPI_E_MULTISESSION_NOT_SET');
    probe.multisessionInterfaces = writer.multisessionInterfaces;
    expect(await probe.probeSpecificFileSystem(UDF)).toBe(false);
    expect(await resultOf(() => probe.importFileSystem())).toBe('IMAPI_E_EMPTY_DISC');
    await burnFirst(rig);
    expect(await probe.probeSpecificFileSystem(UDF)).toBe(true);
    expect(await probe.probeSpecificFileSystem(JOLIET)).toBe(medium !== 'BD-R');
    expect(await resultOf(() => probe.probeSpecificFileSystem(UDF + ISO))).toBe('IMAPI_E_INVALID_PARAM');
  });
});

test.each([
  ['DVD+RW', 16, 2_295_104],
  ['DVD-RAM', 16, 2_236_704],
  ['BD-RE', 32, 11_826_176],
] as const)('%s has the interface of discs without sessions', async (medium, unit, total) => {
  const rig = await blockRig(medium);
  const [sequential, random] = interfacesOf(rig);
  expect(random.importRecorder).toBe(rig.recorder);
  expect([await sequential.isSupportedOnCurrentMediaState, await random.isSupportedOnCurrentMediaState]).toEqual([
    false,
    true,
  ]);
  expect([await random.writeUnitSize, await random.totalSectorsOnMedia]).toEqual([unit, total]);
  for (const ask of [
    () => sequential.nextWritableAddress,
    () => sequential.freeSectorsOnMedia,
    () => sequential.startAddressOfPreviousSession,
    () => sequential.writeUnitSize,
  ])
    expect(await resultOf(ask)).toBe('E_IMAPI_DF2DATA_INVALID_MEDIA_STATE');
  await rig.writer.write(image(64));
  expect(await random.lastWrittenAddress).toBeGreaterThanOrEqual(63);
  random.inUse = false;
  expect(random.inUse).toBe(false);
  expect(
    resultNow(() => {
      random.inUse = 'yes' as never;
    }),
  ).toBe('E_INVALIDARG');
  const made = new FileSystemImage();
  made.multisessionInterfaces = [sequential, random];
  expect(await resultOf(() => made.importFileSystem())).toBe('IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE');
  sequential.inUse = false;
  expect(await resultOf(() => made.importFileSystem())).toBe('IMAPI_E_MULTISESSION_NOT_SET');
  random.inUse = true;
  expect(await resultOf(() => made.importFileSystem())).toBe('IMAPI_E_EMPTY_DISC');
});

test('a drive that does not say what was written last is E_NOTIMPL', async () => {
  const rig = await blockRig('DVD+RW');
  const [, random] = interfacesOf(rig);
  expect(await resultOf(() => random.lastWrittenAddress)).toBe('E_NOTIMPL');
});

test('nothing can be added to a disc that is finalized', async () => {
  const rig = await blockRig('DVD+R');
  await burnFirst(rig);
  const made = new FileSystemImage();
  made.multisessionInterfaces = rig.writer.multisessionInterfaces;
  expect(await resultOf(() => made.importFileSystem())).toBe('IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE');
  expect(await made.identifyFileSystemsOnDisc(rig.recorder)).toBe(ISO + JOLIET + UDF);
});

test.each(['DVD+RW', 'DVD-RAM', 'BD-RE'])('an image for a %s begins at 0, and is read back', async (medium) => {
  const rig = await blockRig(medium);
  const made = new FileSystemImage();
  await burnFirst(rig, made);
  expect(made.sessionStartBlock).toBe(0);
  expect(made.freeMediaBlocks).toBe(await rig.writer.totalSectorsOnMedia);
  expect(await made.identifyFileSystemsOnDisc(rig.recorder)).toBe(medium === 'BD-RE' ? UDF : ISO + JOLIET + UDF);
  const found = await openFileSystem(driveBlocks(rig.drive), { names: 'udf' });
  expect(await described(await found.tree())).toMatchObject({ 'Summer of 2026/one.txt': { contents: 'one' } });
});
