import { describe, expect, test } from '@jest/globals';
import { ReplayTransport } from '../../src/trace/index.ts';
import { record } from './record.ts';
import { answered } from './scripted-transport.ts';

describe('the clock', () => {
  test('sleepers wake in the order of their times, without real waiting; a signal wakes one early', async () => {
    const { clock } = new ReplayTransport(
      await record(
        () => answered(),
        async () => {},
      ),
    );
    const order: string[] = [];
    const abort = new AbortController();
    const long = clock.sleep(60_000).then(() => order.push('long'));
    const short = clock.sleep(10).then(() => order.push('short'));
    const aborted = clock.sleep(20, abort.signal).catch((reason) => order.push(String(reason)));
    abort.abort('early');
    await Promise.all([long, short, aborted]);
    expect(order).toEqual(['early', 'short', 'long']);
    expect(clock.now()).toBe(60_000);
    await expect(clock.sleep(1, abort.signal)).rejects.toBe('early');
  });
});
