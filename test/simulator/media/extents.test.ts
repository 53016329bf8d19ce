import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExtentIndex, type Join } from '../../../src/simulator/media/extents.ts';

const BLOCKS = 60;
const range = fc.record({ lba: fc.integer({ min: 0, max: 50 }), lengthBlocks: fc.integer({ min: 1, max: 10 }) });
const step = fc.oneof(
  fc.record({ does: fc.constant('write' as const), range }),
  fc.record({ does: fc.constant('erase' as const), range }),
);

/** Places are addresses of a long file: what is next to each other there is one extent. */
const joined: Join<number> = ({ place, firstBlock, lengthBlocks }, next) =>
  place + firstBlock + lengthBlocks === next.place ? { place } : undefined;

describe('ExtentIndex', () => {
  test('finds the same blocks if it joins what is next to each other', () => {
    const steps = fc.array(fc.record({ step, jump: fc.boolean() }), { maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 }), (changes, appended) => {
        const plain = new ExtentIndex<number>();
        const joining = new ExtentIndex<number>(joined);
        let place = 0;
        let end = 0;
        const write = (lba: number, lengthBlocks: number) => {
          for (const index of [plain, joining]) index.add({ lba, lengthBlocks, blockBytes: 1, place });
          place += lengthBlocks;
          end = lba + lengthBlocks;
        };
        for (const { step: each, jump } of changes) {
          if (jump) place++;
          if (each.does === 'write') write(each.range.lba, each.range.lengthBlocks);
          else for (const index of [plain, joining]) index.remove(each.range.lba, each.range.lengthBlocks);
          for (const lengthBlocks of appended.slice(0, 3)) if (end + lengthBlocks < BLOCKS) write(end, lengthBlocks);
        }
        const placeOf = (index: ExtentIndex<number>, lba: number) => {
          const run = index.find(lba, 1);
          return run === undefined ? undefined : run.place + run.firstByte;
        };
        for (let lba = 0; lba < BLOCKS; lba++) expect(placeOf(joining, lba)).toBe(placeOf(plain, lba));
        expect(joining.extents.length).toBeLessThanOrEqual(plain.extents.length);
      }),
      { numRuns: 200 },
    );
  });

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
