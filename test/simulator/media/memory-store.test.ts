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
      const read = await store.read(piece * PIECE_BLOCKS + 200, 70);
      expect(read?.length).toBe(70 * BLOCK_BYTES);
      expect(Buffer.compare(read ?? new Uint8Array(), blocks(270, piece).subarray(200 * BLOCK_BYTES))).toBe(0);
    }
    expect(await store.read(26 * PIECE_BLOCKS, 1)).toBeUndefined();
    await store.close();
  });

  test('returns what was written one after the other together, in the temporary file or not yet there', async () => {
    const store = await filled();
    for (let piece = 14; piece < 25; piece++) {
      const read = (await store.read(piece * PIECE_BLOCKS + 200, 140)) ?? new Uint8Array();
      expect(read.length).toBe(140 * BLOCK_BYTES);
      expect(Buffer.compare(read.subarray(0, 70 * BLOCK_BYTES), blocks(270, piece).subarray(200 * BLOCK_BYTES))).toBe(
        0,
      );
      expect(Buffer.compare(read.subarray(70 * BLOCK_BYTES), blocks(70, piece + 1))).toBe(0);
    }
    await store.close();
  });

  test('keeps zeros that follow blocks, in memory and in the temporary file', async () => {
    const full = await filled();
    for (const [store, lba] of [
      [new MemoryStore(), 0],
      [full, 26 * PIECE_BLOCKS],
    ] as const) {
      await store.write(lba, BLOCK_BYTES, blocks(3, 9));
      await store.fill(lba + 3, BLOCK_BYTES, 4);
      await store.fill(lba + 7, BLOCK_BYTES, 2);
      await store.write(lba + 9, BLOCK_BYTES, blocks(1, 5));
      expect(
        Buffer.compare((await store.read(lba + 1, 2)) ?? new Uint8Array(), blocks(3, 9).subarray(BLOCK_BYTES)),
      ).toBe(0);
      expect(await store.read(lba + 3, 6)).toEqual(new Uint8Array(6 * BLOCK_BYTES));
      expect(Buffer.compare((await store.read(lba + 9, 1)) ?? new Uint8Array(), blocks(1, 5))).toBe(0);
      await store.close();
    }
  });

  test('keeps what is larger than a piece of the temporary file', async () => {
    const store = await filled();
    const large = blocks(1_000, 7);
    await store.write(26 * PIECE_BLOCKS, BLOCK_BYTES, large);
    await store.write(26 * PIECE_BLOCKS + 1_000, BLOCK_BYTES, blocks(3, 8));
    const read = (await store.read(26 * PIECE_BLOCKS, 1_003)) ?? new Uint8Array();
    expect(Buffer.compare(read, Buffer.concat([large, blocks(3, 8)]))).toBe(0);
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

  test('does not pass off as silence what was lost when it was closed', async () => {
    const store = await filled();
    await store.close();
    expect(Buffer.compare((await store.read(0, 270)) ?? new Uint8Array(), blocks(270, 0))).toBe(0);
    await expect(store.read(25 * PIECE_BLOCKS, 1)).rejects.toMatchObject({ name: 'DamagedBlockError' });
    await expect(store.write(26 * PIECE_BLOCKS, BLOCK_BYTES, blocks(1, 1))).rejects.toThrow('the disc was closed');
    await store.eraseAll();
    await store.write(0, BLOCK_BYTES, blocks(1, 1));
    expect(Buffer.compare((await store.read(0, 1)) ?? new Uint8Array(), blocks(1, 1))).toBe(0);
    await store.close();
  });
});
