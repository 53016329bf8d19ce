import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { all, counting, rejectionOf, type Step, turn } from './support.ts';

const numbers = (steps: readonly Step[]): number[] => steps.map(({ n }) => n);
const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('one use of an operation', () => {
  test('nothing happens until it is used', async () => {
    const { operation, work } = counting();
    await turn();
    expect(work.begun).toBe(0);
    expect(operation.state).toBe('unused');
    await operation;
  });

  test('awaited, it runs and resolves with its result', async () => {
    const { operation, work } = counting();
    expect(await operation).toBe('made 10');
    expect(work).toEqual({ begun: 1, asked: 10, released: true });
    expect(operation.state).toBe('done');
  });

  test('awaited, it rejects with its error', async () => {
    const { operation } = counting({ failsAt: 3 });
    await expect(operation).rejects.toThrow('step 3 failed');
    expect(operation.state).toBe('failed');
  });

  test('then, catch, finally and result are those of a promise', async () => {
    expect(await counting().operation.then((result) => result.length)).toBe(7);
    expect(await counting({ failsAt: 0 }).operation.catch((error) => (error as Error).message)).toBe('step 0 failed');
    let ended = false;
    await counting().operation.finally(() => {
      ended = true;
    });
    expect(ended).toBe(true);
    expect(await counting().operation.result).toBe('made 10');
    expect(await Promise.all([counting().operation, counting({ steps: 2 }).operation])).toEqual(['made 10', 'made 2']);
  });

  test('iterated, it yields every step to a loop that only looks at them', async () => {
    const { operation } = counting();
    expect(numbers(await all(operation))).toEqual(TEN);
  });

  test('iterated, it throws its error in the loop', async () => {
    const { operation } = counting({ failsAt: 3 });
    const seen: number[] = [];
    const error = await rejectionOf(async () => {
      for await (const { n } of operation) seen.push(n);
    });
    expect(error).toMatchObject({ message: 'step 3 failed' });
    expect(seen).toEqual([0, 1, 2]);
  });

  test('listened to, it sends every step and its result', async () => {
    const { operation } = counting();
    const seen: number[] = [];
    operation.addEventListener('progress', ({ detail }) => seen.push(detail.n));
    const result = await new Promise((resolve) => {
      operation.addEventListener('done', { handleEvent: ({ detail }) => resolve(detail) });
    });
    expect(result).toBe('made 10');
    expect(seen).toEqual(TEN);
  });

  test('listened to, it sends its error', async () => {
    const { operation } = counting({ failsAt: 3 });
    const [event] = await once(operation, 'error');
    expect(event.detail).toMatchObject({ message: 'step 3 failed' });
  });

  test('a listener can be removed, or be there for one event only', async () => {
    const { operation } = counting();
    const seen: string[] = [];
    const removed = () => seen.push('removed');
    operation.addEventListener('progress', removed);
    operation.removeEventListener('progress', removed);
    operation.addEventListener('progress', () => seen.push('once'), { once: true });
    await operation;
    expect(seen).toEqual(['once']);
  });

  test('as a web stream it yields the steps, and fails as it does', async () => {
    expect(numbers(await all(counting().operation.toReadableStream()))).toEqual(TEN);
    await expect(all(counting({ failsAt: 2 }).operation.toReadableStream())).rejects.toThrow('step 2 failed');
  });

  test('a stream begins nothing until it is read', async () => {
    const { operation, work } = counting();
    const stream = operation.toReadableStream();
    await turn();
    expect(work.begun).toBe(0);
    await stream.cancel();
    expect(work.begun).toBe(0);
    expect(operation.state).toBe('abandoned');
  });

  test('driven by hand it makes one step for each call, and ends with its result', async () => {
    const { operation, work } = counting({ steps: 2 });
    expect(await operation.next()).toEqual({ done: false, value: { phase: 'counting', n: 0 } });
    await turn();
    await turn();
    expect(work.asked).toBe(1);
    expect(await operation.next()).toEqual({ done: false, value: { phase: 'counting', n: 1 } });
    expect(await operation.next()).toEqual({ done: true, value: 'made 2' });
    expect(await operation.next()).toEqual({ done: true, value: undefined });
  });

  test('yield* makes its steps those of another generator', async () => {
    async function* outer() {
      return yield* counting().operation;
    }
    const { operation } = counting();
    expect(numbers(await all(outer()))).toEqual(TEN);
    const steps = operation.steps();
    expect(await steps.next()).toEqual({ done: false, value: { phase: 'counting', n: 0 } });
    expect(() => operation.steps()).toThrow('count() has begun');
    await steps.return('');
  });
});

describe('several uses of one operation', () => {
  test('it runs once, and all get the same', async () => {
    const { operation, work } = counting();
    const events: number[] = [];
    operation.addEventListener('progress', ({ detail }) => events.push(detail.n));
    const [first, second, streamed, result] = await Promise.all([
      all(operation),
      all(operation),
      all(operation.toReadableStream()),
      operation,
    ]);
    for (const steps of [first, second, streamed]) expect(numbers(steps)).toEqual(TEN);
    expect(events).toEqual(TEN);
    expect(result).toBe('made 10');
    expect(await operation).toBe('made 10');
    expect(work.begun).toBe(1);
  });

  test('a loop, then the result', async () => {
    const { operation } = counting();
    for await (const { n } of operation) if (n === 9) expect(operation.progress).toMatchObject({ n: 9 });
    expect(await operation).toBe('made 10');
    expect(await all(operation)).toEqual([]);
  });

  test('a loop that fails, then the same error again', async () => {
    const { operation } = counting({ failsAt: 1 });
    await expect(all(operation)).rejects.toThrow('step 1 failed');
    await expect(operation).rejects.toThrow('step 1 failed');
    await expect(all(operation)).rejects.toThrow('step 1 failed');
  });

  test('by hand first, then awaited: it no longer waits for the hand', async () => {
    const { operation } = counting();
    await operation.next();
    expect(await operation).toBe('made 10');
  });

  test('an event that is listened to ends the wait for the hand', async () => {
    const { operation } = counting();
    await operation.next();
    const done = once(operation, 'done');
    expect((await done)[0].detail).toBe('made 10');
  });

  test('one loop that is left leaves the operation to the other uses', async () => {
    const { operation, work } = counting();
    const result = operation.result;
    for await (const { n } of operation) if (n === 1) break;
    expect(await result).toBe('made 10');
    expect(work.asked).toBe(10);
  });
});

describe('a consumer that is slow', () => {
  test('does not hold up the operation, and gets the newest step', async () => {
    const { operation, work } = counting({ steps: 100 });
    const seen: number[] = [];
    let atFirst: number | undefined;
    for await (const { n } of operation) {
      if (n === 0) {
        for (let turns = 0; turns < 20; turns++) await turn();
        atFirst = work.asked;
      }
      seen.push(n);
    }
    expect(atFirst).toBe(100);
    expect(seen).toEqual([0, 99]);
    expect(await operation).toBe('made 100');
  });

  test('gets the newest step of each phase, and every warning', async () => {
    const step = (n: number): Step => ({
      phase: n < 50 ? 'writing' : 'verifying',
      n,
      ...(n % 40 === 20 ? { warning: `at ${n}` } : {}),
    });
    const { operation } = counting({ steps: 100, step });
    const reader = operation[Symbol.asyncIterator]();
    await operation;
    const left = await all(reader);
    expect(numbers(left)).toEqual([20, 49, 60, 99]);
  });

  test('is kept no more than 256 steps', async () => {
    const { operation } = counting({ steps: 1_000, step: (n) => ({ phase: `phase ${n}`, n }) });
    const reader = operation[Symbol.asyncIterator]();
    await operation;
    const left = numbers(await all(reader));
    expect(left.length).toBe(256);
    expect(left.at(-1)).toBe(999);
  });
});

describe('an operation that is stopped', () => {
  test('cancel() ends it in good order, with a result', async () => {
    const { operation } = counting();
    for await (const { n } of operation) if (n === 4) operation.cancel();
    expect(await operation).toBe('cancelled after 5');
    expect(operation.signal.aborted).toBe(true);
  });

  test('the signal of its options does the same, with its reason', async () => {
    const controller = new AbortController();
    const { operation } = counting({ signal: controller.signal });
    for await (const { n } of operation) if (n === 4) controller.abort('enough');
    expect(await operation).toBe('cancelled after 5');
    expect(operation.signal.reason).toBe('enough');
  });

  test('a signal that was aborted before is seen from the beginning', async () => {
    const { operation } = counting({ signal: AbortSignal.abort() });
    expect(await operation).toBe('cancelled after 0');
  });

  test('leaving its only loop ends it after its step, and releases what it holds', async () => {
    const { operation, work } = counting();
    for await (const { n } of operation) if (n === 1) break;
    expect(work).toEqual({ begun: 1, asked: 2, released: true });
    expect(operation.state).toBe('abandoned');
    await expect(operation).rejects.toMatchObject({ name: 'AbortError', message: expect.stringContaining('count()') });
  });

  test('return() ends it, whoever else waits', async () => {
    const { operation, work } = counting();
    await operation.next();
    const awaited = rejectionOf(() => operation);
    await operation.return('');
    expect(work.released).toBe(true);
    expect(await awaited).toMatchObject({ name: 'AbortError' });
  });

  test('return() before the beginning begins nothing', async () => {
    const { operation, work } = counting();
    expect(await operation.return('x')).toEqual({ done: true, value: 'x' });
    expect(work.begun).toBe(0);
  });

  test('throw() ends it and throws what it is given', async () => {
    const { operation, work } = counting();
    await operation.next();
    await expect(operation.throw(new Error('mine'))).rejects.toThrow('mine');
    expect(work.released).toBe(true);
  });

  test('await using ends it with its block', async () => {
    const { operation, work } = counting();
    {
      await using _ = operation;
      await operation.next();
    }
    expect(work.released).toBe(true);
    const finished = counting();
    await finished.operation;
    await finished.operation[Symbol.asyncDispose]();
    expect(finished.operation.state).toBe('done');
  });

  test('cancelling its stream leaves it as break does', async () => {
    const { operation, work } = counting();
    const reader = operation.toReadableStream().getReader();
    await reader.read();
    await reader.cancel();
    expect(work.released).toBe(true);
    expect(operation.state).toBe('abandoned');
  });
});

test('JSON has the state, the newest step and the end', async () => {
  const { operation } = counting({ steps: 1 });
  expect(JSON.parse(JSON.stringify(operation))).toEqual({ operation: 'count()', state: 'unused' });
  await operation;
  expect(JSON.parse(JSON.stringify(operation))).toEqual({
    operation: 'count()',
    state: 'done',
    progress: { phase: 'counting', n: 0 },
    result: 'made 1',
  });
  const failed = counting({ failsAt: 0 }).operation;
  await failed.catch(() => {});
  expect(JSON.parse(JSON.stringify(failed))).toMatchObject({ state: 'failed', error: { message: 'step 0 failed' } });
});
