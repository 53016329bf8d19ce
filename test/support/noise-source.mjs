// For processes of tests that run on plain Node: the same noise as sources.ts makes, of the same seed.
import { createCipheriv } from 'node:crypto';

const BLOCK_BYTES = 2_352;

export function noiseSource(blocks, seed) {
  return {
    name: `noise ${seed}`,
    lengthBytes: blocks * BLOCK_BYTES,
    repeatable: true,
    async openReader() {
      const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
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
