import { describe, expect, test } from '@jest/globals';
import { Interrupt, orCancelled } from '../../src/cli/interrupt.ts';

describe('Interrupt', () => {
  test('says one thing on the first Ctrl-C, another on every later one, and kills nothing', () => {
    const said: string[] = [];
    using interrupt = new Interrupt((text) => said.push(text));
    interrupt.explain({ first: 'stopping', again: 'do not unplug the drive' });
    expect(interrupt.signal.aborted).toBe(false);
    process.emit('SIGINT');
    expect(interrupt.signal.aborted).toBe(true);
    process.emit('SIGINT');
    process.emit('SIGTERM');
    expect(said).toEqual(['stopping', 'do not unplug the drive', 'do not unplug the drive']);
  });

  test('cancels a promise that does not watch the signal itself', async () => {
    using interrupt = new Interrupt(() => {});
    const forever = orCancelled(new Promise(() => {}), interrupt.signal);
    interrupt.request();
    await expect(forever).rejects.toMatchObject({ name: 'CancelledError', exitCode: 130 });
    await expect(orCancelled(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
  });
});
