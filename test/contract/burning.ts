import { expect } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readAudioBlocks } from '../../src/read/read-blocks.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { blankDisc } from '../../src/write/erase/blank.ts';
import { closeDisc } from '../../src/write/repair/close-disc.ts';
import { noise, sourceOf } from '../support/sources.ts';
import { drainGenerator } from '../support/tampered-transport.ts';
import type { Scenario } from './contract.ts';

const BLOCK_BYTES = 2_352;
const LENGTHS = [300, 450];
const COMPARED_BLOCKS = 4;

/** Burns one disc: track by track, left open, then closed. */
export function describeBurning(scenario: Scenario): void {
  scenario('burn', 'puts tracks on a blank disc, leaves it open, and closes it', async (transport) => {
    const drive = new Drive(transport);
    await drive.whenReady({ activity: 'looking at the disc', limitMs: 60_000 });
    const before = await readDiscState(drive);
    if (before.status !== 'blank' && before.erasable) await drainGenerator(blankDisc(drive));

    const sounds = LENGTHS.map((blocks, index) => noise(blocks * BLOCK_BYTES, index + 1));
    const sources = sounds.map((sound, index) => sourceOf(sound, { name: `track ${index + 1}` }));
    const { result: open } = await drainGenerator(burnAudio(drive, sources, { ending: 'leave-open' }));
    expect(open.disc).toMatchObject({ status: 'appendable', lastSession: 'incomplete' });
    expect(open.tracks.map(({ number, lengthBlocks }) => ({ number, lengthBlocks }))).toEqual(
      LENGTHS.map((lengthBlocks, index) => ({ number: index + 1, lengthBlocks })),
    );

    const { result: closed } = await drainGenerator(closeDisc(drive));
    expect(closed).toMatchObject({ status: 'complete', sessions: 1, nextWritableLba: null });
    expect(closed.tracks.map(({ startLba }) => startLba)).toEqual(open.tracks.map(({ startLba }) => startLba));
    for (const [index, { startLba }] of closed.tracks.entries()) {
      const inside = 100;
      const read = Buffer.from(
        await readAudioBlocks(drive, { startLba: startLba + inside, lengthBlocks: COMPARED_BLOCKS }),
      );
      // Drives differ by a constant number of samples, always well below a block.
      const around = Buffer.from(sounds[index] ?? []).subarray((inside - 3) * BLOCK_BYTES);
      const middle = read.subarray(BLOCK_BYTES, 2 * BLOCK_BYTES);
      const foundAt = around.subarray(0, (COMPARED_BLOCKS + 6) * BLOCK_BYTES).indexOf(middle);
      expect(foundAt).toBeGreaterThanOrEqual(0);
      expect(foundAt % 4).toBe(0);
    }
  });
}
