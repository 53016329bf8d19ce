// For programs on plain Node: the same noise as in sources.ts, for the same seed.
import { createCipheriv } from 'node:crypto';

const BLOCK_BYTES = 2_352;

const endless = (seed) => createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));

/** Audio in which every block differs from every other: the same for the same seed. */
export const noise = (lengthBytes, seed) => endless(seed).update(Buffer.alloc(lengthBytes));

/** The same, generated while it is read. */
export function noiseSource(blocks, seed) {
  return {
    name: `noise ${seed}`,
    lengthBytes: blocks * BLOCK_BYTES,
    repeatable: true,
    async openReader() {
      const cipher = endless(seed);
      return {
        async read(target) {
          target.set(cipher.update(Buffer.alloc(target.length)));
          return target.length;
        },
        async close() {},
      };
    },
  };
}
