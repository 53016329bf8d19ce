import { describe, expect, test } from '@jest/globals';
import { sessionGapBlocks } from '../../../src/cd/geometry.ts';
import { sessionsOf } from '../../../src/cd/toc.ts';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { openFileSystem } from '../../../src/filesystem/open-file-system.ts';
import { findInTree } from '../../../src/filesystem/tree/model.ts';
import { DiscFormat2Data, FileSystemImage, type IMultisessionSequential } from '../../../src/imapi2/index.ts';
import { readFullToc } from '../../../src/mmc/commands/index.ts';
import { driveBlocks } from '../../../src/read/drive-blocks.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { audio, resultOf, rig, SECTOR_BYTES, writerOn } from '../rig.ts';

/** The disc that DoNotFinalizeMedia is for. */
describe('audio in session 1, written track by track, and data in session 2', () => {
  test.each(['session', 'medium'] as const)('the %s was left open after the audio', async (leaveOpen) => {
    const { recorder, drive } = await rig();
    const tao = writerOn(recorder);
    tao.doNotFinalizeMedia = true;
    tao.leaveOpen = leaveOpen;
    await tao.prepareMedia();
    for (const seed of [1, 2, 3]) await tao.addAudioTrack(audio(400, seed));
    await tao.releaseMedia();

    const data = new DiscFormat2Data();
    data.recorder = recorder;
    data.clientName = 'a test';
    const [multisession] = data.multisessionInterfaces as readonly IMultisessionSequential[];
    expect(await multisession?.isFirstDataSession).toBe(true);
    const image = new FileSystemImage();
    image.multisessionInterfaces = data.multisessionInterfaces;
    expect(await resultOf(() => image.importFileSystem())).toBe('IMAPI_E_EMPTY_DISC');
    await image.chooseImageDefaults(recorder);
    expect(image.sessionStartBlock).toBe(await data.nextWritableAddress);
    image.root.addFile('booklet.txt', new TextEncoder().encode('thanks'));
    const misplaced = new FileSystemImage();
    misplaced.root.addFile('booklet.txt', new TextEncoder().encode('thanks'));
    const { imageStream } = await misplaced.createResultImage();
    if (leaveOpen === 'medium') {
      expect(await resultOf(() => data.write(imageStream))).toBe('E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED');
    }
    await data.write((await image.createResultImage()).imageStream);

    const { tracks } = await readDiscState(drive);
    expect(tracks.map(({ kind, session }) => `${kind} ${session}`)).toEqual([
      'audio 1',
      'audio 1',
      'audio 1',
      'data 2',
    ]);
    const sessions = sessionsOf((await drive.execute(readFullToc({ allocationLength: 4_096 }))).entries);
    const start = tracks[3]?.startLba ?? 0;
    expect(start - (sessions[0]?.leadOutLba ?? 0)).toBe(sessionGapBlocks(1) + 150);
    expect(start).toBe(image.sessionStartBlock);
    const found = await openFileSystem(driveBlocks(drive), { sessionStart: start });
    const file = findInTree(await found.tree(), 'booklet.txt');
    const block = file?.kind === 'file' ? (file.extents?.[0]?.startBlock ?? 0) : 0;
    const bytes = await driveBlocks(drive).readBlocks(block, 1);
    expect(Buffer.from(bytes.subarray(0, 6)).toString()).toBe('thanks');
    const second = tracks[1]?.startLba ?? 0;
    expect(await readAudioBlocks(drive, { startLba: second, lengthBlocks: 9 })).toEqual(
      audio(400, 2).subarray(0, 9 * SECTOR_BYTES),
    );
  });
});
