import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from '../../src/simulator/index.ts';

describe('VirtualClock', () => {
  test('passes only when somebody sleeps, and then immediately', async () => {
    const clock = new VirtualClock();
    expect(clock.now()).toBe(0);
    await clock.sleep(3_600_000);
    expect(clock.now()).toBe(3_600_000);
  });

  test('wakes concurrent sleepers in the order of their times', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 12 }), async (naps) => {
        const clock = new VirtualClock();
        const woken: number[] = [];
        await Promise.all(
          naps.map(async (nap) => {
            await clock.sleep(nap);
            expect(clock.now()).toBe(nap);
            woken.push(nap);
          }),
        );
        expect(woken).toEqual(naps.toSorted((left, right) => left - right));
      }),
      { numRuns: 30 },
    );
  });

  test('a sleeper that wakes may sleep again before a later one wakes', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    await Promise.all([
      clock.sleep(10).then(() => order.push('long')),
      (async () => {
        for (let turn = 0; turn < 4; turn++) {
          await clock.sleep(2);
          order.push('short');
        }
      })(),
    ]);
    expect(order).toEqual(['short', 'short', 'short', 'short', 'long']);
  });

  test('an aborted sleep rejects with the reason and does not advance time', async () => {
    const clock = new VirtualClock();
    const giveUp = new AbortController();
    const reason = new Error('enough');
    const sleeping = clock.sleep(1_000, giveUp.signal);
    giveUp.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(clock.sleep(1_000, giveUp.signal)).rejects.toBe(reason);
    await clock.sleep(1);
    expect(clock.now()).toBe(1);
  });
});
