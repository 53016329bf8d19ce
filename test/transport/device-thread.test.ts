import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { DeviceThread as DeviceThreadType } from '../../src/transport/device-thread.ts';
import type { AnsweredReply, Chain, ScsiBatch, ScsiReply, ScsiRequest } from '../../src/transport/transport.ts';

// The thread's own file must be JavaScript: Node 20 cannot start a worker from TypeScript. `npm test` builds first.
const built = new URL('../../build/transport/device-thread.js', import.meta.url).href;
const { DeviceThread } = (await import(built)) as { DeviceThread: typeof DeviceThreadType };
const fake = new URL('./fake-device.mjs', import.meta.url).href;

const opened: DeviceThreadType[] = [];
async function open(options: object = {}): Promise<DeviceThreadType> {
  const thread = await DeviceThread.open('/dev/fake', { module: fake, options });
  opened.push(thread);
  return thread;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((thread) => thread.close()));
});

const command = (first: number, second = 0, more: Partial<ScsiRequest> = {}): ScsiRequest => ({
  cdb: Uint8Array.from([first, second, 0, 0, 0, 0]),
  data: { direction: 'none' },
  timeoutMs: 1000,
  ...more,
});
const answered = (reply: ScsiReply): AnsweredReply => {
  if (reply.outcome !== 'answered') throw new Error(`not answered but ${reply.outcome}`);
  return reply;
};
const count = async (thread: DeviceThreadType): Promise<number | undefined> =>
  answered(await thread.send(command(0x07))).data[0];
const chain = (): Chain => ({ broken: new Int32Array(new SharedArrayBuffer(4)) });

describe('a device in its thread', () => {
  test('answers in the order of the calls, without the calls waiting for each other in this thread', async () => {
    const thread = await open();
    expect(thread).toMatchObject({ path: '/dev/fake', maxTransferBytes: 65_536, simulated: false });
    const order: number[] = [];
    const sent = [3, 1, 2].map((n) => thread.send(command(0x02, n)).then(() => order.push(n)));
    await Promise.all(sent);
    expect(order).toEqual([3, 1, 2]);
  });

  test('leaves the event loop free while a command blocks', async () => {
    const thread = await open();
    // Only a running loop reaches its immediates; how often a timer fires depends on what else the machine is doing.
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    await thread.send(command(0x02, 10));
    expect(turned).toBe(true);
  });

  test('copies data-out unless it is handed over; then the same memory is detached and returned', async () => {
    const thread = await open();
    const bytes = new Uint8Array(100).fill(42);
    const copied = thread.send(command(0x05, 0, { data: { direction: 'out', bytes: bytes.subarray(0, 50) } }));
    bytes.fill(0);
    const first = answered(await copied);
    expect([...first.sense]).toEqual([42, 50]);
    expect(first.returned).toBeUndefined();
    expect(bytes).toHaveLength(100);
    bytes.fill(43);
    const given = thread.send(command(0x05, 0, { data: { direction: 'out', bytes, handOver: true } }));
    expect(bytes).toHaveLength(0);
    const second = answered(await given);
    expect([...second.sense]).toEqual([43, 100]);
    expect(second.returned).toEqual(new Uint8Array(100).fill(43));
  });

  test('hands the memory that was given for a reply to the device, and gets the reply in it', async () => {
    const thread = await open();
    const memory = new Uint8Array(100);
    const sent = thread.send(command(0x0b, 42, { data: { direction: 'in', lengthBytes: 100, memory } }));
    expect(memory).toHaveLength(0);
    expect(answered(await sent).data).toEqual(new Uint8Array(100).fill(42));
    const part = new Uint8Array(101).subarray(1);
    const data = { direction: 'in', lengthBytes: 100, memory: part } as const;
    await expect(thread.send(command(0x0b, 42, { data }))).rejects.toThrow(/handed over/);
  });

  test('refuses memory that cannot be handed over before anything is sent', async () => {
    const thread = await open();
    const part = new Uint8Array(10).subarray(1);
    const shared = new Uint8Array(new SharedArrayBuffer(10));
    for (const bytes of [part, shared]) {
      const data = { direction: 'out', bytes, handOver: true } as const;
      await expect(thread.send(command(0x05, 0, { data }))).rejects.toThrow(/handed over/);
    }
    await expect(thread.send({ ...command(0), cdb: new Uint8Array(5) })).rejects.toThrow(/6 to 16 bytes/);
    expect(await count(thread)).toBe(1);
  });

  test('stops a chain at its first failure and at a flag set here, without affecting other requests', async () => {
    const thread = await open();
    const first = chain();
    const outcomes = await Promise.all([
      thread.send(command(0x00, 0, { chain: first })),
      thread.send(command(0x01, 0x01, { chain: first })),
      thread.send(command(0x01, 0x05, { chain: first })),
      thread.send(command(0x00, 0, { chain: first })),
      thread.send(command(0x00)),
    ]);
    expect(outcomes.map((reply) => reply.outcome)).toEqual(['answered', 'answered', 'answered', 'skipped', 'answered']);
    const second = chain();
    const slow = thread.send(command(0x02, 5));
    const cancelled = thread.send(command(0x00, 0, { chain: second }));
    Atomics.store(second.broken, 0, 1);
    expect((await cancelled).outcome).toBe('skipped');
    expect((await slow).outcome).toBe('answered');
  });

  test('resends by itself', async () => {
    const thread = await open();
    const resend = { senses: [{ key: 2, asc: 4, ascq: 8 }], statuses: [], waitsMs: [1], limitMs: 5000 } as const;
    expect(answered(await thread.send(command(0x08, 4, { resend })))).toMatchObject({ status: 0x00, resends: 3 });
  });

  test('takes and releases exclusive use in order with the commands', async () => {
    const thread = await open();
    const taken = thread.takeExclusive('discwright 1');
    const owner = async (): Promise<string> =>
      Buffer.from(answered(await thread.send(command(0x07))).data.subarray(1)).toString('latin1');
    expect(await owner()).toBe('discwright 1');
    await taken;
    await thread.releaseExclusive();
    expect(await owner()).toBe('');
    await expect(thread.takeExclusive('a/b')).rejects.toThrow(/not a valid owner name/);
  });
});

const cdbOf = (...bytes: number[]): Uint8Array => Uint8Array.from([...bytes, 0, 0, 0, 0, 0, 0].slice(0, 6));
const batchOf = (cdbs: Uint8Array[], bytes = new Uint8Array(0), bytesEach = 0): ScsiBatch => ({
  cdbs: Buffer.concat(cdbs),
  cdbBytes: cdbs[0]?.length ?? 0,
  bytes,
  bytesEach,
  timeoutMs: 1_000,
  chain: chain(),
  succeeded: new Int32Array(new SharedArrayBuffer(4)),
});
/** Waits without giving this thread's event loop a turn. */
const blockUntil = (isSo: () => boolean): void => {
  const nap = new Int32Array(new SharedArrayBuffer(4));
  for (let naps = 0; naps < 5_000 && !isSo(); naps++) Atomics.wait(nap, 0, 0, 1);
};

describe('a batch', () => {
  test('gives each command its part of the memory, the last one what is left, and returns the memory', async () => {
    const thread = await open();
    const bytes = Uint8Array.from([1, 0, 0, 2, 0, 0, 3, 0]);
    const batch = batchOf([cdbOf(0x09, 1), cdbOf(0x09, 2), cdbOf(0x09, 3)], bytes, 3);
    const answer = thread.sendBatch(batch);
    expect(bytes.length).toBe(0);
    const reply = await answer;
    expect(reply).toEqual({ resends: 0, returned: Uint8Array.from([1, 0, 0, 2, 0, 0, 3, 0]) });
    expect(batch.succeeded[0]).toBe(3);
  });

  test('is sent while this thread is blocked, and counts what was sent', async () => {
    const thread = await open();
    const batches = [1, 2, 3].map(() => batchOf(Array(5).fill(cdbOf(0x00))));
    const answers = batches.map((batch) => thread.sendBatch(batch));
    blockUntil(() => batches[2]?.succeeded[0] === 5);
    expect(batches.map(({ succeeded }) => succeeded[0])).toEqual([5, 5, 5]);
    await Promise.all(answers);
  });

  test('stops before the next command when its chain is broken from here', async () => {
    const thread = await open();
    const batch = batchOf([cdbOf(0x00), cdbOf(0x02, 20), ...Array(10).fill(cdbOf(0x00))]);
    const answer = thread.sendBatch(batch);
    blockUntil(() => batch.succeeded[0] === 1);
    Atomics.store(batch.chain.broken, 0, 1);
    expect((await answer).refused).toBeUndefined();
    expect(batch.succeeded[0]).toBe(2);
  });

  test('ends at a command whose data did not all arrive', async () => {
    const thread = await open();
    const batch = batchOf([cdbOf(0x00), cdbOf(0x0a, 2), cdbOf(0x00)], new Uint8Array(12), 4);
    expect((await thread.sendBatch(batch)).refused).toMatchObject({ status: 0x00, residualBytes: 2 });
    expect(batch.succeeded[0]).toBe(1);
    expect(batch.chain.broken[0]).toBe(1);
  });

  test('rejects when a command is not answered; what succeeded before is counted', async () => {
    const thread = await open();
    const batch = batchOf([cdbOf(0x00), cdbOf(0x06), cdbOf(0x00)]);
    await expect(thread.sendBatch(batch)).rejects.toMatchObject({ name: 'TransportError', kind: 'timeout' });
    expect(batch.succeeded[0]).toBe(1);
    expect(batch.chain.broken[0]).toBe(1);
  });

  test('refuses memory that cannot be handed over, and CDBs of the wrong length, before anything is sent', async () => {
    const thread = await open();
    const shared = new Uint8Array(new SharedArrayBuffer(4)) as Uint8Array as Uint8Array<ArrayBuffer>;
    await expect(thread.sendBatch(batchOf([cdbOf(0x09)], shared, 4))).rejects.toThrow(TypeError);
    await expect(thread.sendBatch(batchOf([new Uint8Array(17)]))).rejects.toThrow(RangeError);
    expect(await count(thread)).toBe(1);
  });
});

describe('errors', () => {
  test('a TransportError arrives intact, anything else as an unknown one that keeps its cause', async () => {
    const thread = await open();
    await expect(thread.send(command(0x06))).rejects.toMatchObject({
      name: 'TransportError',
      kind: 'timeout',
      osCode: 'host status 3',
      message: '/dev/fake: SG_IO: no answer [host status 3]. Wait',
    });
    await expect(thread.send(command(0x03))).rejects.toMatchObject({
      name: 'TransportError',
      kind: 'unknown',
      cause: expect.objectContaining({ message: 'a fault of the device' }),
    });
    expect((await thread.send(command(0x00))).outcome).toBe('answered');
  });

  test('a device that does not open rejects with its own error', async () => {
    await expect(open({ refuse: true })).rejects.toMatchObject({ kind: 'denied', errno: 13, remedy: 'Ask for it' });
    await expect(open({ crash: true })).rejects.toMatchObject({ name: 'TransportError', kind: 'unknown' });
  });

  test('a thread that dies rejects every pending and later command as gone', async () => {
    const thread = await open();
    const open1 = thread.send(command(0x04));
    const open2 = thread.send(command(0x00));
    await expect(open1).rejects.toMatchObject({ kind: 'gone' });
    await expect(open2).rejects.toMatchObject({ kind: 'gone' });
    await expect(thread.send(command(0x00))).rejects.toMatchObject({ kind: 'gone' });
    await thread.close();
  });

  test('close rejects pending and later commands, drops the queue, and may be called again', async () => {
    const thread = await open();
    const pending = [command(0x02, 5), command(0x02, 250), command(0x02, 250)].map((each) =>
      expect(thread.send(each)).rejects.toMatchObject({ kind: 'gone' }),
    );
    const started = performance.now();
    await Promise.all([thread.close(), thread.close(), ...pending]);
    expect(performance.now() - started).toBeLessThan(2000);
    await expect(thread.send(command(0x00))).rejects.toMatchObject({ kind: 'gone' });
    await expect(thread.takeExclusive('x')).rejects.toMatchObject({ kind: 'gone' });
  });
});

describe('a program that does not close its drive', () => {
  const run = (ending: string): string => {
    const program = `
      import { DeviceThread } from '${built}';
      const drive = await DeviceThread.open('/dev/fake', { module: '${fake}' });
      const send = (...cdb) => drive.send({ cdb: Uint8Array.from([...cdb, 0, 0, 0, 0]), data: { direction: 'none' }, timeoutMs: 1 });
      console.log((await send(0, 0)).outcome);
      ${ending}`;
    return execFileSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000 }).toString();
  };

  test('exits when it has nothing else to do', () => {
    expect(run('')).toBe('answered\n');
  });

  test('still gets the answer it waits for', () => {
    expect(run('console.log((await send(2, 10)).outcome);')).toBe('answered\nanswered\n');
  });

  test('may exit in the middle of a command', () => {
    expect(run('void send(2, 10); setTimeout(() => process.exit(0), 5);')).toBe('answered\n');
  });
});
