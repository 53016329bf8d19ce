import { createCipheriv } from 'node:crypto';
import { AUDIO_BLOCK_BYTES } from '../../src/cd/geometry.ts';
import type { TrackSource } from '../../src/write/engine/track-source.ts';

/** Deterministic noise that differs from block to block and seed to seed. */
export function noise(lengthBytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  return Uint8Array.from(cipher.update(Buffer.alloc(lengthBytes)));
}

export interface SourceOptions {
  readonly name?: string;
  /** Called before each read with the bytes read so far; may throw or wait. */
  readonly onRead?: (positionBytes: number) => void | Promise<void>;
}

export function sourceOf(pcm: Uint8Array, { name = 'test', onRead }: SourceOptions = {}): TrackSource {
  return {
    name,
    lengthBytes: pcm.length,
    repeatable: true,
    async openReader() {
      let position = 0;
      return {
        async read(target) {
          await onRead?.(position);
          const part = pcm.subarray(position, position + target.length);
          target.set(part);
          position += part.length;
          return part.length;
        },
        async close() {},
      };
    },
  };
}

/** A source of that many blocks of noise. */
export const blocksOfNoise = (blocks: number, seed = 1, options: SourceOptions = {}) =>
  sourceOf(noise(blocks * AUDIO_BLOCK_BYTES, seed), options);

/** The same noise as {@link blocksOfNoise}, generated while it is read: for lengths that should not be held in memory. */
export function streamOfNoise(blocks: number, seed = 1): TrackSource {
  const lengthBytes = blocks * AUDIO_BLOCK_BYTES;
  return {
    name: `noise ${seed}`,
    lengthBytes,
    repeatable: true,
    async openReader() {
      const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
      let left = lengthBytes;
      return {
        async read(target) {
          const length = Math.min(left, target.length);
          target.set(cipher.update(Buffer.alloc(length)));
          left -= length;
          return length;
        },
        async close() {},
      };
    },
  };
}
