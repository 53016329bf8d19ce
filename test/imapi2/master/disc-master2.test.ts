import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { DiscMaster2, DiscRecorder2 } from '../../../src/imapi2/index.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import type { Clock } from '../../../src/transport/transport.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { resultNow, resultOf } from '../rig.ts';

/** Time passes only when a test says so. */
class TestClock implements Clock {
  #time = 0;
  #waiting: { readonly until: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      this.#waiting.push({ until: this.#time + milliseconds, wake: resolve });
    });
  }

  async pass(milliseconds: number): Promise<void> {
    this.#time += milliseconds;
    const due = this.#waiting.filter(({ until }) => until <= this.#time);
    this.#waiting = this.#waiting.filter(({ until }) => until > this.#time);
    for (const { wake } of due) wake();
    await new Promise((resolve) => setImmediate(resolve));
  }

  get sleepers(): number {
    return this.#waiting.length;
  }
}

const inMemory = async () => new Drive(new SimulatedDrive());

async function all(master: DiscMaster2): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of master) ids.push(id);
  return ids;
}

describe('DiscMaster2', () => {
  test('lists the drives of the system, then the simulated ones, by number and in order', async () => {
    const master = new DiscMaster2({ list: async () => ['/dev/sr0', '/dev/sr1'], simulated: ['sim:a', 'sim:b'] });
    expect(await master.count).toBe(4);
    expect(await all(master)).toEqual(['/dev/sr0', '/dev/sr1', 'sim:a', 'sim:b']);
    expect(await master.item(2)).toBe('sim:a');
  });

  test.each([-1, 1, 0.5, '0'])('has no drive %j', async (index) => {
    const master = new DiscMaster2({ list: async () => ['sim:'] });
    await expect(master.item(index as number)).rejects.toMatchObject({
      hresultName: 'E_INVALIDARG',
      message: expect.stringContaining('Give a number from 0 to 0.'),
    });
  });

  test('without drives says what to do', async () => {
    const master = new DiscMaster2({ list: async () => [] });
    expect(await master.count).toBe(0);
    expect(await master.isSupportedEnvironment).toBe(false);
    await expect(master.item(0)).rejects.toThrow('there is no drive 0. Connect a drive.');
  });

  test('a list that the system refuses is an error with its reason', async () => {
    const refusal = new TransportError({ kind: 'denied', path: '/', operation: 'list', reason: 'no', remedy: 'Ask' });
    const master = new DiscMaster2({
      list: async () => {
        throw refusal;
      },
    });
    expect(await resultOf(() => master.count)).toBe('E_ACCESSDENIED');
  });

  test('the environment is supported when one drive can be used, even if the others cannot', async () => {
    const open = async (path: string) => {
      if (path !== 'good')
        throw new TransportError({ kind: 'denied', path, operation: 'open', reason: 'no', remedy: 'Ask' });
      return inMemory();
    };
    expect(await new DiscMaster2({ list: async () => ['bad', 'good'], open }).isSupportedEnvironment).toBe(true);
    expect(await new DiscMaster2({ list: async () => ['bad'], open }).isSupportedEnvironment).toBe(false);
  });

  test('an ID initializes a recorder', async () => {
    const master = new DiscMaster2({ list: async () => [], simulated: ['sim:'] });
    const recorder = new DiscRecorder2();
    await recorder.initializeDiscRecorder(await master.item(0));
    expect(recorder.productId).not.toBe('');
    await recorder.close();
  });

  test('reports drives that come and go, a second later at most, and stops with its last listener', async () => {
    const clock = new TestClock();
    let drives = ['/dev/sr0'];
    let broken = false;
    const list = async () => {
      if (broken) throw new Error('not now');
      return drives;
    };
    const master = new DiscMaster2({ list, clock });
    const seen: string[] = [];
    const added = (object: unknown, id: string) => seen.push(`${object === master} added ${id}`);
    const removed = (_object: unknown, id: string) => seen.push(`removed ${id}`);
    master.on('notifyDeviceAdded', added).on('notifyDeviceRemoved', removed);
    await clock.pass(0);
    await clock.pass(1_000);
    expect(seen).toEqual([]);
    drives = ['/dev/sr0', '/dev/sr1'];
    await clock.pass(1_000);
    expect(seen).toEqual(['true added /dev/sr1']);
    broken = true;
    await clock.pass(1_000);
    broken = false;
    drives = ['/dev/sr1'];
    await clock.pass(1_000);
    expect(seen).toEqual(['true added /dev/sr1', 'removed /dev/sr0']);
    master.off('notifyDeviceAdded', added);
    await clock.pass(1_000);
    expect(clock.sleepers).toBe(1);
    master.off('notifyDeviceRemoved', removed);
    drives = [];
    await clock.pass(1_000);
    expect(clock.sleepers).toBe(0);
    expect(seen).toHaveLength(2);
  });

  test('has two events', () => {
    using master = new DiscMaster2({ list: async () => [] });
    expect(resultNow(() => master.on('added' as 'notifyDeviceAdded', () => {}))).toBe('E_INVALIDARG');
    expect(resultNow(() => master.on('notifyDeviceAdded', 'call me' as never))).toBe('E_INVALIDARG');
  });
});
