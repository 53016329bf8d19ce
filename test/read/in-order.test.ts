import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from '../../src/read/in-order.ts';

const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const each of source) found.push(each);
  return found;
};

/** Ends after so many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

test('results come in the order of the jobs, with never more under way than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 4 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (durations, atOnce) => {
        let underWay = 0;
        let most = 0;
        const jobs = durations.map((duration, index) => async () => {
          most = Math.max(most, ++underWay);
          await turns(duration);
          underWay--;
          return index;
        });
        expect(await collect(inOrder(jobs, atOnce))).toEqual(durations.map((_, index) => index));
        expect(most).toBeLessThanOrEqual(Math.max(1, atOnce));
      },
    ),
  );
});

test('the first failure in the order of the jobs is thrown, once none is under way any more', async () => {
  const ended: string[] = [];
  const job = (name: string, duration: number, fails: boolean) => async () => {
    await turns(duration);
    ended.push(name);
    if (fails) throw new Error(name);
  };
  const jobs = [job('a', 1, false), job('b', 5, true), job('c', 1, true), job('d', 20, false)];
  await expect(collect(inOrder(jobs, 3))).rejects.toThrow('b');
  expect(ended).toEqual(['a', 'c', 'b', 'd']);
});

test('a consumer that stops early leaves nothing under way, and no more is started', async () => {
  let started = 0;
  let ended = 0;
  const jobs = Array.from({ length: 10 }, () => async () => {
    started++;
    await turns(3);
    ended++;
  });
  for await (const _each of inOrder(jobs, 3)) break;
  expect({ started, ended }).toEqual({ started: 4, ended: 4 });
});
