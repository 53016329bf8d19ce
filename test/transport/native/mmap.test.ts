import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { mapShared } from '../../../src/transport/native/mmap.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const linux = process.platform === 'linux';
const PAGE_BYTES = 4_096;

(linux ? describe : describe.skip)(`memory shared with a device${linux ? '' : ' (Linux only)'}`, () => {
  test('is the same for both sides', () => {
    const path = join(folder, 'shared');
    writeFileSync(path, Buffer.alloc(PAGE_BYTES, 7));
    const fd = openSync(path, 'r+');
    const memory = mapShared(fd, PAGE_BYTES, path);
    closeSync(fd);
    expect(memory).toHaveLength(PAGE_BYTES);
    expect(memory.every((byte) => byte === 7)).toBe(true);
    memory[PAGE_BYTES - 1] = 200;
    expect(readFileSync(path).at(-1)).toBe(200);
    writeFileSync(path, Uint8Array.of(9), { flag: 'r+' });
    expect(memory[0]).toBe(9);
  });

  test('that the kernel refuses is an error with its code', () => {
    const path = join(folder, 'read only');
    writeFileSync(path, Buffer.alloc(PAGE_BYTES));
    const fd = openSync(path, 'r');
    try {
      expect(() => mapShared(fd, PAGE_BYTES, path)).toThrow(
        expect.objectContaining({ name: 'TransportError', operation: 'mmap', errno: 13 }),
      );
    } finally {
      closeSync(fd);
    }
  });
});
