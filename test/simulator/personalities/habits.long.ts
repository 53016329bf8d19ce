import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { blank } from '../../../src/mmc/commands/blank.ts';
import { closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { readBufferCapacity } from '../../../src/mmc/commands/read-buffer-capacity.ts';
import { synchronizeCache } from '../../../src/mmc/commands/synchronize-cache.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { WriteType, writeParametersPage } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { blocksOfNoise, noise } from '../../support/sources.ts';
import { burn } from '../../write/support.ts';

const driveLike = async (personality: string): Promise<Drive> =>
  new Drive(await openSimulatedDrive('', { personality }));

/** Habits that the driver avoids, shown with a host that does not avoid them. */
describe('a host that does not know the habit', () => {
  const put = (drive: Drive, blocks: number) =>
    drive.execute(write10({ lba: 0, lengthBlocks: blocks }, noise(blocks * 2_352)));

  test('loses the buffer’s contents by asking how full it is', async () => {
    await using drive = await driveLike('pioneer-2009');
    await put(drive, 27);
    await drive.execute(readBufferCapacity({ allocationLength: 12 }));
    await drive.execute(synchronizeCache({}));
    expect((await readAudioBlocks(drive, { startLba: 0, lengthBlocks: 27 })).every((byte) => byte === 0)).toBe(true);
  });

  test('is refused CLOSE TRACK after the flush', async () => {
    await using drive = await driveLike('lg-gh22ls30');
    await put(drive, 27);
    await drive.execute(synchronizeCache({}));
    await expect(drive.execute(closeTrackSession({ closeFunction: 1, track: 1 }))).rejects.toThrow(/5\/2C\/00/);
  });

  test('is refused CLOSE SESSION if the track was not closed', async () => {
    await using drive = await driveLike('keeps-track-open');
    await put(drive, 27);
    await drive.execute(synchronizeCache({}));
    await expect(drive.execute(closeTrackSession({ closeFunction: 2 }))).rejects.toThrow(/5\/72\/03/);
  });

  test('is refused the page with the drive’s own values', async () => {
    for (const name of ['matsushita-session-format', 'lg-audio-pause', 'stubborn-page']) {
      await using drive = await driveLike(name);
      const { bytes } = await drive.modePage(writeParametersPage);
      await expect(drive.selectModePage(writeParametersPage.edit(bytes, {}))).rejects.toThrow(/5\/26\/00/);
    }
  });

  test('is refused a change of multi-session together with a change of the block type', async () => {
    await using drive = await driveLike('sony-multi-session');
    const { bytes } = await drive.modePage(writeParametersPage);
    const audio = { dataBlockType: 0, trackMode: 0 } as const;
    await expect(drive.selectModePage(writeParametersPage.edit(bytes, { ...audio, multiSession: 3 }))).rejects.toThrow(
      /5\/26\/00/,
    );
    await drive.selectModePage(writeParametersPage.edit(bytes, audio));
    await drive.selectModePage(writeParametersPage.edit(bytes, { ...audio, multiSession: 3 }));
  });

  test('is refused Session-At-Once on a disc that has a session', async () => {
    await using drive = await driveLike('no-sao-append');
    await burn(drive, [blocksOfNoise(310)], { ending: 'leave-open' });
    const { bytes } = await drive.modePage(writeParametersPage);
    const page = writeParametersPage.edit(bytes, { writeType: WriteType.SessionAtOnce });
    await expect(drive.selectModePage(page)).rejects.toThrow(/5\/26\/00/);
  });

  test('is refused the types of BLANK that few drives have', async () => {
    await using drive = await driveLike('pioneer-blank-types');
    for (const blankingType of [2, 3, 5, 6] as const) {
      await expect(drive.execute(blank({ blankingType, immediate: true }))).rejects.toThrow(/5\/24\/00/);
    }
  });
});
