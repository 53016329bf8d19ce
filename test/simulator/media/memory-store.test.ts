import { describe, expect, test } from '@jest/globals';
import { MemoryStore } from '../../../src/simulator/media/memory-store.ts';
import { BLOCK_BYTES, blocks } from '../support.ts';

const PIECE_BLOCKS = 270;

/** Twice what the store holds in memory. */
async function filled(): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (let piece = 0; piece < 26; piece++) await store.write(piece * PIECE_BLOCKS, BLOCK_BYTES, blocks(270, piece));
  return store;
}

describe('MemoryStore', () => {
  test('returns what was written, from memory and from the temporary file', async () => {
    const store = await filled();
    for (const piece of [0, 5, 12, 13, 14, 25]) {
      const read = await store.read(piece * PIECE_BLOCKS + 200, 1_000);
      expect(read?.length).toBe(70 * BLOCK_BYTES);
      expect(Buffer.compare(read ?? new Uint8Array(), blocks(270, piece).subarray(200 * BLOCK_BYTES))).toBe(0);
    }
    expect(await store.read(26 * PIECE_BLOCKS, 1)).toBeUndefined();
    await store.close();
  });

  test('forgets what is erased, in part or completely, and can be filled again', async () => {
    const store = await filled();
    await store.erase(20 * PIECE_BLOCKS + 10, 100);
    expect(await store.read(20 * PIECE_BLOCKS + 10, 1)).toBeUndefined();
    expect((await store.read(20 * PIECE_BLOCKS, 50))?.length).toBe(10 * BLOCK_BYTES);
    expect(
      Buffer.compare(
        (await store.read(20 * PIECE_BLOCKS + 110, 1)) ?? new Uint8Array(),
        blocks(111, 20).subarray(110 * BLOCK_BYTES),
      ),
    ).toBe(0);
    await store.eraseAll();
    expect(await store.read(0, 1)).toBeUndefined();
    await store.write(0, BLOCK_BYTES, blocks(3, 9));
    expect(Buffer.compare((await store.read(0, 3)) ?? new Uint8Array(), blocks(3, 9))).toBe(0);
    await store.close();
  });
});
