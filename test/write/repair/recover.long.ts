import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import type { Ending } from '../../../src/write/ending.ts';
import { recoverDisc } from '../../../src/write/repair/recover-disc.ts';
import { noise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { killedAfter, THREE_TRACKS } from './killed.ts';

describe('a burn killed after any of its commands leaves finished tracks that play', () => {
  test.each<[Ending]>([['finalize'], ['close-session'], ['leave-open']])('%s', async (ending) => {
    const { sent } = await killedAfter(Number.POSITIVE_INFINITY, { ending });
    for (let commands = 1; commands <= sent; commands++) {
      const { simulated, finished } = await killedAfter(commands, { ending });
      const drive = new Drive(simulated);
      const { result } = await drainGenerator(recoverDisc(drive));
      const tracks = result.disc?.tracks ?? [];
      expect({ commands, lengths: tracks.slice(0, finished).map(({ lengthBlocks }) => lengthBlocks) }).toEqual({
        commands,
        lengths: THREE_TRACKS.slice(0, finished),
      });
      const playable =
        tracks.length === 0 ? ['blank'] : ending === 'close-session' ? ['complete', 'appendable'] : ['complete'];
      expect({ commands, status: playable.includes(result.disc?.status ?? '') }).toEqual({ commands, status: true });
      for (const { number, startLba, lengthBlocks } of tracks) {
        const sound = await readAudioBlocks(drive, { startLba, lengthBlocks: Math.min(27, lengthBlocks) });
        expect(Buffer.compare(sound.subarray(0, 2_352), noise(2_352, number))).toBe(0);
      }
      expect(simulated.burner.tray.locked).toBe(false);
    }
  });
});
