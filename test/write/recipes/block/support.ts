import type { DiscState } from '../../../../src/drive/disc-state.ts';
import { type Drive, openDrive, type TrackSource } from '../../../../src/index.ts';

const BLOCK_BYTES = 2048;
const KINDS = 255;

const made = new Map<number, Uint8Array>();

/** One of 255 kinds of blocks, none of whose bytes is zero. */
export function blockOf(block: number, seed: number): Uint8Array {
  const kind = (block * 7 * BLOCK_BYTES + block * 13 + seed) % KINDS;
  const known = made.get(kind) ?? Uint8Array.from({ length: BLOCK_BYTES }, (_, at) => ((at * 7 + kind) % KINDS) + 1);
  made.set(kind, known);
  return known;
}

/** Data that has no empty block, and differs by seed. */
export const dataOf = (blocks: number, seed = 1): TrackSource => {
  const lengthBytes = blocks * BLOCK_BYTES;
  return {
    name: `image ${seed}`,
    lengthBytes,
    repeatable: true,
    async openReader() {
      let at = 0;
      return {
        async read(target) {
          const bytes = Math.min(target.length, lengthBytes - at);
          for (let done = 0; done < bytes; ) {
            const inBlock = (at + done) % BLOCK_BYTES;
            const piece = blockOf(Math.floor((at + done) / BLOCK_BYTES), seed).subarray(
              inBlock,
              inBlock + bytes - done,
            );
            target.set(piece, done);
            done += piece.length;
          }
          at += bytes;
          return bytes;
        },
        async close() {},
      };
    },
  };
};

/** A source of data for `burnData`, of Mode 1 as it makes them. */
export const driveWith = (medium: string, more = ''): Promise<Drive> =>
  openDrive(`sim:?medium=${encodeURIComponent(medium)}${more}`);

export async function finished<P, R>(steps: AsyncGenerator<P, R>, seen: (step: P) => void = () => {}): Promise<R> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
    seen(value);
  }
}

export const tracksOf = ({ tracks }: DiscState): readonly (readonly [number, number, number])[] =>
  tracks.map(({ number, startLba, lengthBlocks }) => [number, startLba, lengthBlocks]);
