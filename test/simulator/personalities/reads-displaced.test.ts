import { describe, expect, test } from '@jest/globals';
import { C2Selection, readCd, SectorType, SubChannelSelection } from '../../../src/mmc/commands/read-cd.ts';
import { capabilitiesPage } from '../../../src/mmc/mode-pages/capabilities.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { behaviourOf } from '../../../src/simulator/personalities/habits/index.ts';
import { BLOCK, driveLike, driveWith, soundOf, twoTracks } from '../../read/rip/discs.ts';

/** The sound from a sample of the disc on. */
const from = (disc: Awaited<ReturnType<typeof twoTracks>>, sample: number, blocks: number) =>
  disc.written.subarray(150 * BLOCK + sample * 4, 150 * BLOCK + sample * 4 + blocks * BLOCK);

describe('a drive that reads displaced audio', () => {
  test('returns samples from before the place that is asked for, and silence after the last track', async () => {
    const disc = await twoTracks();
    const drive = driveLike(disc.disc, 'reads-early');
    expect(
      Buffer.compare(
        await readAudioBlocks(drive, { startLba: 100, lengthBlocks: 20 }),
        from(disc, 100 * 588 - 667, 20),
      ),
    ).toBe(0);
    expect(Buffer.compare(await readAudioBlocks(drive, { startLba: 0, lengthBlocks: 2 }), from(disc, -667, 2))).toBe(0);
    // Two blocks of the lead-out: the last 667 samples of the disc, and then silence.
    const end = Buffer.from(await readAudioBlocks(drive, { startLba: 1_503, lengthBlocks: 2 }));
    expect(end.subarray(0, 667 * 4).equals(from(disc, 1_503 * 588 - 667, 2).subarray(0, 667 * 4))).toBe(true);
    expect(end.subarray(667 * 4).every((byte) => byte === 0)).toBe(true);
    await expect(readAudioBlocks(drive, { startLba: 1_506, lengthBlocks: 2 })).rejects.toThrow(/5\/21\/00/);
  });

  test('or from after it, and refuses what it does not reach', async () => {
    const disc = await twoTracks();
    const drive = driveLike(disc.disc, 'reads-late');
    expect(Buffer.compare(await readAudioBlocks(drive, { startLba: 0, lengthBlocks: 20 }), from(disc, 1_164, 20))).toBe(
      0,
    );
    await expect(readAudioBlocks(drive, { startLba: -1, lengthBlocks: 1 })).rejects.toThrow(/5\/21\/00/);
    await expect(readAudioBlocks(drive, { startLba: 1_503, lengthBlocks: 1 })).rejects.toThrow(/5\/21\/00/);
  });

  test('moves the main channel, and leaves sub-channel and C2 flags where they are', async () => {
    const disc = await twoTracks();
    const { drive } = driveWith(disc.disc, [behaviourOf({ habit: 'reads-displaced', offsetSamples: 588 })]);
    const plain = driveWith(disc.disc).drive;
    const parts = {
      userData: true,
      sectorType: SectorType.Audio,
      c2: C2Selection.Flags,
      subChannel: SubChannelSelection.Q,
    };
    const moved = await drive.execute(readCd({ ...parts, startLba: 500, lengthBlocks: 3 }));
    const right = await plain.execute(readCd({ ...parts, startLba: 500, lengthBlocks: 3 }));
    const size = BLOCK + 294 + 16;
    for (let block = 0; block < 3; block++) {
      const [at, end] = [block * size, (block + 1) * size];
      const sound = soundOf(disc, 499 + block, 500 + block);
      expect(Buffer.compare(moved.subarray(at, at + BLOCK), sound)).toBe(0);
      expect(Buffer.compare(moved.subarray(at + BLOCK, end), right.subarray(at + BLOCK, end))).toBe(0);
    }
  });

  test('displaces by chance if it has jitter, and says that its stream is not accurate', async () => {
    const disc = await twoTracks();
    const drive = driveLike(disc.disc, 'jittery');
    expect((await drive.modePage(capabilitiesPage)).values.cdDaStreamAccurate).toBe(false);
    const right = soundOf(disc, 300, 310);
    const reads = await Promise.all(
      Array.from({ length: 40 }, () => readAudioBlocks(drive, { startLba: 300, lengthBlocks: 10 })),
    );
    const wrong = reads.filter((bytes) => Buffer.compare(bytes, right) !== 0).length;
    expect(wrong).toBeGreaterThan(3);
    expect(wrong).toBeLessThan(25);
  });
});
