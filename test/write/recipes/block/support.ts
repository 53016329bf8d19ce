import type { DiscState } from '../../../../src/drive/disc-state.ts';
import { type Drive, openDrive, type TrackSource } from '../../../../src/index.ts';

/** Data that has no empty block, and differs by seed. */
export const dataOf = (blocks: number, seed = 1): TrackSource => {
  const lengthBytes = blocks * 2048;
  return {
    name: `image ${seed}`,
    lengthBytes,
    repeatable: true,
    async openReader() {
      let at = 0;
      return {
        async read(target) {
          const bytes = Math.min(target.length, lengthBytes - at);
          for (let index = 0; index < bytes; index++) {
            const place = at + index;
            target[index] = ((place * 7 + Math.floor(place / 2048) * 13 + seed) % 255) + 1;
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
