import type { Drive } from '../../src/drive/drive.ts';
import { readAudioBlocks } from '../../src/read/read-blocks.ts';

const MOST_BLOCKS = 26;

/** The sound of any number of blocks. */
export async function blocksOnDisc(drive: Drive, startLba: number, lengthBlocks: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (let done = 0; done < lengthBlocks; done += MOST_BLOCKS) {
    pieces.push(
      await readAudioBlocks(drive, {
        startLba: startLba + done,
        lengthBlocks: Math.min(MOST_BLOCKS, lengthBlocks - done),
      }),
    );
  }
  return Buffer.concat(pieces);
}
