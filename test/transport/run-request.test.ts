import { describe, expect, test } from '@jest/globals';
import type { BlockingCommand, BlockingDevice, BlockingReply } from '../../src/transport/blocking-device.ts';
import { breakChain } from '../../src/transport/chain.ts';
import { type BlockingSender, runRequest, runRequestBlocking } from '../../src/transport/run-request.ts';
import type { Chain, ResendPolicy, ScsiReply, ScsiRequest } from '../../src/transport/transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';

const none = new Uint8Array(0);
const good: BlockingReply = { status: 0x00, sense: none, data: none };
const check = (key: number, asc: number, ascq: number, code = 0x70): BlockingReply => ({
  status: 0x02,
  sense: Uint8Array.from([code, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, asc, ascq]),
  data: none,
});
const longWrite = check(2, 4, 8);
const policy: ResendPolicy = {
  senses: [{ key: 2, asc: 4, ascq: 8 }],
  statuses: [0x08],
  waitsMs: [10, 50],
  limitMs: 1000,
};
const chain = (): Chain => ({ broken: new Int32Array(new SharedArrayBuffer(4)) });

/** A device that answers from a script. Only pauses and commands, 3 ms each, advance its clock. */
class Script implements BlockingSender {
  readonly path = '/dev/sr0';
  readonly sent: BlockingCommand[] = [];
  readonly pauses: number[] = [];
  nowMs = 0;
  stopped = false;
  onPause: () => void = () => undefined;
  readonly #answers: (BlockingReply | Error)[];

  constructor(...answers: (BlockingReply | Error)[]) {
    this.#answers = answers;
  }

  readonly isStopped = (): boolean => this.stopped;

  readonly time = {
    now: () => this.nowMs,
    pause: (milliseconds: number) => {
      this.pauses.push(milliseconds);
      this.nowMs += milliseconds;
      this.onPause();
    },
  };

  readonly device: BlockingDevice = {
    maxTransferBytes: 65_536,
    execute: (command) => {
      this.sent.push(command);
      this.nowMs += 3;
      const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
      if (answer instanceof Error) throw answer;
      return answer ?? good;
    },
    takeExclusive: () => undefined,
    releaseExclusive: () => undefined,
    close: () => undefined,
  };
}

const request = (more: Partial<ScsiRequest> = {}): ScsiRequest => ({
  cdb: new Uint8Array(6),
  data: { direction: 'none' },
  timeoutMs: 1000,
  ...more,
});

type Run = (request: ScsiRequest, script: Script) => Promise<ScsiReply>;

/** Both ways to run the same script. */
const drivers: readonly (readonly [string, Run])[] = [
  ['in a thread that may block', async (each, script) => runRequestBlocking(each, script)],
  [
    'with promises',
    (each, { path, device, time }) =>
      runRequest(each, {
        path,
        maxTransferBytes: device.maxTransferBytes,
        clock: { now: time.now, sleep: async (milliseconds) => time.pause(milliseconds) },
        sendOnce: async (sent) => device.execute(sent),
      }),
  ],
];

describe.each(drivers)('%s', (_driver, run) => {
  describe('one request', () => {
    test('is answered with what the drive returned and how long it took', async () => {
      const script = new Script(check(5, 0x24, 0));
      expect(await run(request(), script)).toMatchObject({
        outcome: 'answered',
        status: 0x02,
        durationMs: 3,
        resends: 0,
      });
    });

    test('is refused when its data is more than one command carries, and breaks its chain', async () => {
      const script = new Script(good);
      const link = chain();
      const big = request({ data: { direction: 'in', lengthBytes: 65_537 }, chain: link });
      await expect(run(big, script)).rejects.toThrow(expect.objectContaining({ kind: 'too-large' }));
      expect(script.sent).toHaveLength(0);
      expect(await run(request({ chain: link }), script)).toEqual({ outcome: 'skipped' });
    });

    test('is skipped when its chain is broken, whatever else is wrong with it', async () => {
      const script = new Script(good);
      const link = chain();
      breakChain(link);
      const bytes = new Uint8Array(65_537);
      const out = request({ data: { direction: 'out', bytes, handOver: true }, chain: link });
      expect(await run(out, script)).toEqual({ outcome: 'skipped', returned: bytes });
      expect(script.sent).toHaveLength(0);
    });

    test('returns memory that was handed over, and only that', async () => {
      const bytes = new Uint8Array(8);
      const out = request({ data: { direction: 'out', bytes, handOver: true } });
      expect((await run(out, new Script(good))).returned).toBe(bytes);
      expect((await run(request({ data: { direction: 'out', bytes } }), new Script(good))).returned).toBeUndefined();
    });
  });

  describe('resending', () => {
    test('continues with the waits of the policy until the answer is final', async () => {
      const script = new Script(longWrite, longWrite, longWrite, good);
      const reply = await run(request({ resend: policy }), script);
      expect(reply).toMatchObject({ status: 0x00, resends: 3, durationMs: 3 });
      expect(script.pauses).toEqual([10, 50, 50]);
    });

    test('returns the last answer once the limit is reached', async () => {
      const script = new Script(longWrite);
      expect(await run(request({ resend: policy }), script)).toMatchObject({ status: 0x02 });
      expect(script.nowMs).toBeGreaterThanOrEqual(1000);
      expect(script.nowMs).toBeLessThan(1100);
    });

    test('ends when the chain breaks in the meantime: the command was never carried out', async () => {
      const script = new Script(longWrite);
      const link = chain();
      const bytes = new Uint8Array(8);
      script.onPause = () => breakChain(link);
      const out = request({ resend: policy, chain: link, data: { direction: 'out', bytes, handOver: true } });
      expect(await run(out, script)).toEqual({ outcome: 'skipped', returned: bytes });
      expect(script.sent).toHaveLength(1);
    });
  });

  describe('chains', () => {
    test.each([
      ['GOOD', good, false],
      ['CONDITION MET', { ...good, status: 0x04 }, false],
      ['no sense', check(0, 0, 0), false],
      ['recovered error', check(1, 0x17, 0), false],
      ['a deferred recovered error: its own command was not carried out', check(1, 0x17, 0, 0x71), true],
      ['illegal request', check(5, 0x21, 2), true],
      ['unit attention', check(6, 0x28, 0), true],
      ['CHECK CONDITION without sense data', { ...good, status: 0x02 }, true],
      ['BUSY', { ...good, status: 0x08 }, true],
      ['RESERVATION CONFLICT', { ...good, status: 0x18 }, true],
    ])('%s', async (_, reply, breaks) => {
      const link = chain();
      const script = new Script(reply);
      await run(request({ chain: link }), script);
      await run(request({ chain: link }), script);
      expect(script.sent).toHaveLength(breaks ? 1 : 2);
      // Other requests are not affected.
      expect((await run(request(), script)).outcome).toBe('answered');
    });

    test('a transport error breaks the chain', async () => {
      const details = { kind: 'gone', path: 'x', operation: 'y', reason: 'z', remedy: 'r' } as const;
      const script = new Script(new TransportError(details), good);
      const link = chain();
      await expect(run(request({ chain: link }), script)).rejects.toThrow(expect.objectContaining({ kind: 'gone' }));
      expect(await run(request({ chain: link }), script)).toEqual({ outcome: 'skipped' });
    });

    test('a chain whose resends end in success stays whole', async () => {
      const link = chain();
      await run(request({ chain: link, resend: policy }), new Script(longWrite, good));
      expect(link.broken[0]).toBe(0);
    });
  });
});

test('in a thread, resending ends when the transport is closed, and nothing more is sent', () => {
  const script = new Script(longWrite);
  script.onPause = () => {
    script.stopped = true;
  };
  expect(runRequestBlocking(request({ resend: policy }), script)).toEqual({ outcome: 'skipped' });
  expect(runRequestBlocking(request(), script)).toEqual({ outcome: 'skipped' });
  expect(script.sent).toHaveLength(1);
});

test('an answer that says how long it took is believed', async () => {
  const sender = {
    path: 'unix:drive',
    maxTransferBytes: 65_536,
    clock: { now: () => 0, sleep: async () => undefined },
    sendOnce: async () => ({ ...good, durationMs: 7 }),
  };
  expect(await runRequest(request(), sender)).toEqual({ outcome: 'answered', ...good, durationMs: 7, resends: 0 });
});
