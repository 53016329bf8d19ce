import { expect } from '@jest/globals';
import { concatBytes } from '../../src/codec/index.ts';
import { sendBatch } from '../../src/transport/batch.ts';
import { breakChain, createChain } from '../../src/transport/chain.ts';
import type { ScsiBatch, ScsiTransport } from '../../src/transport/transport.ts';
import type { Scenario } from './contract.ts';
import { answered, expectGood, expectRefused, refused, welcome } from './requests.ts';

const GOOD = welcome(0).cdb;
/** The refused INQUIRY without a data phase. */
const BAD = Uint8Array.from([0x12, 0x01, 0x7f, 0, 0, 0]);

const batchOf = (...cdbs: Uint8Array[]): ScsiBatch => ({
  cdbs: concatBytes(cdbs),
  cdbBytes: 6,
  bytes: new Uint8Array(0),
  bytesEach: 0,
  timeoutMs: 10_000,
  chain: createChain(),
  succeeded: new Int32Array(new SharedArrayBuffer(4)),
});

/** The same drive, without the ability to take a batch at once. */
const oneByOne = (transport: ScsiTransport): ScsiTransport =>
  Object.create(transport, {
    path: { value: transport.path },
    send: { value: transport.send.bind(transport) },
    sendBatch: { value: undefined },
  });

/** A batch means the same whether the transport takes it at once or its commands are sent one by one. */
export function describeBatches(scenario: Scenario): void {
  const bothWays = (name: string, title: string, run: (transport: ScsiTransport) => Promise<void>) =>
    scenario(name, title, async (transport) => {
      await run(transport);
      await run(oneByOne(transport));
    });

  bothWays('batch', 'of commands is sent in order and counts each that succeeds', async (transport) => {
    const batch = batchOf(GOOD, GOOD, GOOD);
    const [before, reply, after] = await Promise.all([
      transport.send(welcome()),
      sendBatch(transport, batch),
      transport.send(refused()),
    ]);
    expectGood(before);
    expect(reply).toMatchObject({ resends: 0, returned: { length: 0 } });
    expect(reply.refused).toBeUndefined();
    expect(batch.succeeded[0]).toBe(3);
    expect(batch.chain.broken[0]).toBe(0);
    expectRefused(after);
  });

  bothWays('batch-refused', 'stops at the first command that fails, and so does its chain', async (transport) => {
    const batch = batchOf(GOOD, BAD, GOOD);
    const [reply, next, other] = await Promise.all([
      sendBatch(transport, batch),
      sendBatch(transport, { ...batch, cdbs: GOOD }),
      transport.send(welcome()),
    ]);
    expectRefused(reply.refused);
    expect(next.refused).toBeUndefined();
    expect(batch.succeeded[0]).toBe(1);
    expectGood(other);
  });

  bothWays('batch-skipped', 'is not sent once its chain is broken', async (transport) => {
    const batch = batchOf(GOOD, GOOD);
    breakChain(batch.chain);
    const reply = await sendBatch(transport, { ...batch, bytes: new Uint8Array(4_704), bytesEach: 2_352 });
    expect(reply).toMatchObject({ returned: { length: 4_704 }, resends: 0 });
    expect(reply.refused).toBeUndefined();
    expect(batch.succeeded[0]).toBe(0);
  });

  bothWays('batch-resend', 'sends a command again as its policy says, before the next one', async (transport) => {
    const senses = [{ key: 5, asc: 0x24, ascq: 0, mostResends: 2 }];
    const batch = {
      ...batchOf(GOOD, BAD, GOOD),
      resend: { senses, statuses: [], waitsMs: [5] as const, limitMs: 60_000 },
    };
    const reply = await sendBatch(transport, batch);
    expect(answered(reply.refused).status).toBe(2);
    expect(reply.resends).toBe(2);
    expect(batch.succeeded[0]).toBe(1);
  });
}
