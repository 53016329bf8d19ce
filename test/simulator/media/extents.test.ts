import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExtentIndex } from '../../../src/simulator/media/extents.ts';

const BLOCKS = 60;
const range = fc.record({ lba: fc.integer({ min: 0, max: 50 }), lengthBlocks: fc.integer({ min: 1, max: 10 }) });
const step = fc.oneof(
  fc.record({ does: fc.constant('write' as const), range }),
  fc.record({ does: fc.constant('erase' as const), range }),
);

describe('ExtentIndex', () => {
  test('knows the last change of every block', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const index = new ExtentIndex<number>();
        /** The step that wrote a block, and which block of that step it is. */
        const model = new Map<number, { place: number; block: number }>();
        steps.forEach(({ does, range: { lba, lengthBlocks } }, place) => {
          if (does === 'write') index.add({ lba, lengthBlocks, blockBytes: 1, place });
          else index.remove(lba, lengthBlocks);
          for (let block = 0; block < lengthBlocks; block++) {
            if (does === 'write') model.set(lba + block, { place, block });
            else model.delete(lba + block);
          }
        });
        const wrong = Array.from({ length: BLOCKS }, (_, lba) => lba).filter((lba) => {
          const run = index.find(lba, BLOCKS);
          const found = Array.from({ length: run?.lengthBytes ?? 1 }, (_, more) => model.get(lba + more));
          return !found.every(
            (block, more) =>
              block?.place === run?.place && (block?.block ?? 0) === (run === undefined ? 0 : run.firstByte + more),
          );
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
