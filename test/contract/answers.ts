import { expect } from '@jest/globals';
import { breakChain, createChain } from '../../src/transport/chain.ts';
import type { DataPhase } from '../../src/transport/transport.ts';
import type { Scenario } from './contract.ts';
import { answered, expectGood, expectRefused, failureKind, refused, welcome } from './requests.ts';

const LENGTHS = [36, 8, 20, 5, 32, 16, 12, 24];

/** What the drive answers is passed up unchanged, in order, and nothing is sent that was not asked for. */
export function describeAnswers(scenario: Scenario): void {
  scenario('order', 'come in the order of the calls, each for its own command', async (transport) => {
    const order: number[] = [];
    const replies = await Promise.all(
      LENGTHS.map(async (length, index) => {
        const reply = await transport.send(welcome(length));
        order.push(index);
        return reply;
      }),
    );
    expect(order).toEqual(LENGTHS.map((_, index) => index));
    const whole = answered(replies[0]).data;
    for (const [index, reply] of replies.entries()) {
      const { status, data } = answered(reply);
      expect(status).toBe(0);
      expect(data.length).toBeLessThanOrEqual(LENGTHS[index] ?? 0);
      expect(Buffer.compare(data, whole.subarray(0, data.length))).toBe(0);
    }
  });

  scenario('own-copy', 'are to the command as it was when it was sent', async (transport) => {
    const request = welcome();
    const sending = transport.send(request);
    request.cdb.fill(0xff);
    expectGood(await sending);
  });

  scenario('sense', 'that refuse are answers too, with their sense, and affect no other command', async (transport) => {
    const [first, second, third] = await Promise.all([
      transport.send(refused()),
      transport.send(welcome()),
      transport.send(refused()),
    ]);
    expectRefused(first);
    expectGood(second);
    expectRefused(third);
  });

  scenario('times', 'take time on the transport’s own clock, which has a sleep', async (transport) => {
    const { clock } = transport;
    const before = clock.now();
    const { durationMs, resends } = answered(await transport.send(welcome()));
    const after = clock.now();
    expect(after).toBeGreaterThanOrEqual(before);
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(durationMs).toBeLessThanOrEqual(after - before + 1);
    expect(resends).toBe(0);
    await clock.sleep(20);
    expect(clock.now() - after).toBeGreaterThanOrEqual(19);
    const controller = new AbortController();
    const sleeping = clock.sleep(3_600_000, controller.signal);
    controller.abort(new Error('woken'));
    await expect(sleeping).rejects.toThrow('woken');
  });

  scenario(
    'chain',
    'stop for the rest of a chain at its first failure, but not for other requests',
    async (transport) => {
      const chain = createChain();
      const replies = await Promise.all([
        transport.send(welcome(36, { chain })),
        transport.send(refused({ chain })),
        transport.send(welcome(36, { chain })),
        transport.send(welcome()),
        transport.send(welcome(36, { chain })),
      ]);
      expectGood(replies[0]);
      expectRefused(replies[1]);
      expect(replies[2]).toMatchObject({ outcome: 'skipped' });
      expectGood(replies[3]);
      expect(replies[4]).toMatchObject({ outcome: 'skipped' });
    },
  );

  scenario('broken-chain', 'do not come to requests sent after their chain was broken', async (transport) => {
    const chain = createChain();
    expectGood(await transport.send(welcome(36, { chain })));
    breakChain(chain);
    expect(await transport.send(refused({ chain }))).toMatchObject({ outcome: 'skipped' });
    expectGood(await transport.send(welcome(36, { chain: createChain() })));
  });

  scenario('skip-if', 'of a query among the commands of a chain do not affect the chain', async (transport) => {
    const chain = createChain();
    const replies = await Promise.all([
      transport.send(refused({ skipIf: chain })),
      transport.send(welcome(36, { chain })),
      transport.send(refused({ chain })),
      transport.send(welcome(36, { skipIf: chain })),
    ]);
    expectRefused(replies[0]);
    expectGood(replies[1]);
    expectRefused(replies[2]);
    expect(replies[3]).toMatchObject({ outcome: 'skipped' });
  });

  scenario('hand-over', 'return memory that was handed over, even if it was never sent', async (transport) => {
    const chain = createChain();
    breakChain(chain);
    const bytes = new Uint8Array(4_704);
    // WRITE(10), which a broken chain holds back.
    const cdb = Uint8Array.from([0x2a, 0, 0, 0, 0, 0, 0, 0, 2, 0]);
    const data: DataPhase = { direction: 'out', bytes, handOver: true };
    const reply = await transport.send({ cdb, data, timeoutMs: 1_000, chain });
    expect(reply).toMatchObject({ outcome: 'skipped', returned: { length: 4_704 } });
  });

  scenario('resend', 'that a policy names make the transport send again, up to the limit', async (transport) => {
    // A slow machine takes a tenth of a second for a command.
    const policy = { statuses: [], waitsMs: [125] as const, limitMs: 1_000 };
    const again = { ...policy, senses: [{ key: 5, asc: 0x24, ascq: 0 }] };
    const reply = await transport.send(refused({ resend: again }));
    expectRefused(reply);
    expect(answered(reply).resends).toBeGreaterThanOrEqual(1);
    expect(answered(reply).resends).toBeLessThanOrEqual(9);
    const other = await transport.send(refused({ resend: { ...policy, senses: [{ key: 2, asc: 4, ascq: 8 }] } }));
    expect(answered(other).resends).toBe(0);
    expect(answered(await transport.send(welcome(36, { resend: again }))).resends).toBe(0);
  });

  scenario('too-large', 'do not come to more data than one command carries: it is not sent', async (transport) => {
    expect(transport.maxTransferBytes).toBeGreaterThanOrEqual(2_352);
    const chain = createChain();
    const tooMuch = transport.send(welcome(transport.maxTransferBytes + 1, { chain }));
    const next = transport.send(welcome(36, { chain }));
    expect(await failureKind(tooMuch)).toBe('too-large');
    expect(await next).toMatchObject({ outcome: 'skipped' });
    expectGood(await transport.send(welcome()));
  });

  scenario(
    'exclusive',
    'come as before while others are kept away from the drive, and afterwards',
    async (transport) => {
      await transport.takeExclusive('contract test');
      await transport.takeExclusive('contract test');
      expectGood(await transport.send(welcome()));
      await transport.releaseExclusive();
      expectGood(await transport.send(welcome()));
      await transport.takeExclusive('contract test');
    },
  );

  scenario('close', 'end when the transport is closed: nothing hangs, nothing more is sent', async (transport) => {
    const open = [1, 2, 3].map(() => transport.send(welcome()).then(() => 'answered', failureKindOf));
    const closing = transport.close();
    for (const outcome of await Promise.all(open)) expect(['answered', 'gone']).toContain(outcome);
    await closing;
    await transport.close();
    expect(await failureKind(transport.send(welcome()))).toBe('gone');
    expect(await failureKind(transport.takeExclusive('contract test'))).toBe('gone');
  });
}

const failureKindOf = (reason: unknown): Promise<string> => failureKind(Promise.reject(reason));
