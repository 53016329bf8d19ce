import { expect } from '@jest/globals';
import type { SimulatedDrive } from '../../../src/simulator/index.ts';
import { BLOCK_BYTES, readAudio } from '../support.ts';

/** How many blocks read as they were written; the others must fail. */
export async function readable(drive: SimulatedDrive, startLba: number, written: Uint8Array): Promise<number> {
  let good = 0;
  for (let block = 0; block < written.length / BLOCK_BYTES; block++) {
    const found = await readAudio(drive, startLba + block, 1).catch(() => undefined);
    if (found === undefined) continue;
    expect(Buffer.compare(found, written.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES))).toBe(0);
    good++;
  }
  return good;
}
