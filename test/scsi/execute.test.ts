import { describe, expect, test } from '@jest/globals';
import { DecodeError, fromHex } from '../../src/codec/index.ts';
import { readDiscInformation } from '../../src/mmc/commands/read-disc-information.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { testUnitReady } from '../../src/scsi/commands/test-unit-ready.ts';
import { execute, failureOf, issue } from '../../src/scsi/execute.ts';
import { encodeSense } from '../../src/scsi/sense.ts';
import { ChainBrokenError, SenseError, StatusError } from '../../src/scsi/sense-error.ts';
import { breakChain, createChain } from '../../src/transport/chain.ts';
import type { AnsweredReply, ScsiReply, ScsiRequest, ScsiTransport } from '../../src/transport/transport.ts';

const reply = (changes: Partial<AnsweredReply> = {}): AnsweredReply => ({
  outcome: 'answered',
  status: 0x00,
  sense: new Uint8Array(),
  data: new Uint8Array(),
  durationMs: 1,
  resends: 0,
  ...changes,
});

const checkCondition = (key: number, asc: number, ascq: number, deferred = false): AnsweredReply =>
  reply({ status: 0x02, sense: encodeSense({ key, asc, ascq, deferred }) });

/** Answers with the given replies in order and keeps the requests. */
function scripted(...replies: ScsiReply[]) {
  const requests: ScsiRequest[] = [];
  const transport: ScsiTransport = {
    path: 'scripted',
    maxTransferBytes: 65_536,
    clock: { now: () => 0, sleep: async () => {} },
    simulated: true,
    async send(request) {
      requests.push(request);
      const next = replies.shift();
      if (next === undefined) throw new Error('the script has ended');
      return next;
    },
    takeExclusive: async () => {},
    releaseExclusive: async () => {},
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  return { transport, requests };
}

describe('failureOf', () => {
  const command = testUnitReady({});

  test.each([
    ['GOOD', reply()],
    ['CONDITION MET', reply({ status: 0x04 })],
    ['RECOVERED ERROR', checkCondition(1, 0x18, 0)],
    ['NO SENSE', checkCondition(0, 0, 0)],
  ])('%s is a success', (_name, answer) => {
    expect(failureOf(command, answer)).toBeUndefined();
  });

  test.each([
    ['BUSY', 0x08],
    ['RESERVATION CONFLICT', 0x18],
    ['TASK SET FULL', 0x28],
    ['a reserved status', 0x7e],
  ])('%s is a failure', (_name, status) => {
    expect(failureOf(command, reply({ status }))).toBeInstanceOf(StatusError);
  });

  test('CHECK CONDITION without sense data, or with bytes that are not sense data, is a failure', () => {
    expect(failureOf(command, reply({ status: 0x02 }))).toBeInstanceOf(StatusError);
    expect(failureOf(command, reply({ status: 0x02, sense: new Uint8Array(18) }))).toBeInstanceOf(StatusError);
  });

  test('sense data with GOOD status is not a failure', () => {
    const { sense } = checkCondition(6, 0x28, 0);
    expect(failureOf(command, reply({ sense }))).toBeUndefined();
  });

  test.each([0, 1, 3])('a deferred error always fails, whatever its key (%i)', (key) => {
    const failure = failureOf(command, checkCondition(key, 0x0c, 0, true));
    expect(failure).toBeInstanceOf(SenseError);
    expect(failure?.message).toContain('deferred');
  });
});

describe('execute', () => {
  test('decodes the reply', async () => {
    // READ DISC INFORMATION of a blank CD-R, as wodim 1.1.11 got it from an emulated recorder
    const data = fromHex('0020 00 01 01 01 01 00 00 00 00 00'.padEnd(70, ' ') + '00'.repeat(22));
    const { transport, requests } = scripted(reply({ data }));
    const info = await execute(transport, readDiscInformation({ allocationLength: 34 }));
    expect(info).toMatchObject({ discStatus: 0, firstTrack: 1, sessions: 1 });
    expect(requests).toEqual([
      expect.objectContaining({ cdb: fromHex('51000000000000002200'), data: { direction: 'in', lengthBytes: 34 } }),
    ]);
  });

  test('throws the sense that the drive reported', async () => {
    const { transport } = scripted(checkCondition(2, 0x3a, 0));
    await expect(execute(transport, testUnitReady({}))).rejects.toMatchObject({
      name: 'SenseError',
      sense: { key: 2, asc: 0x3a, ascq: 0 },
    });
  });

  test('throws a DecodeError naming the command for a malformed reply', async () => {
    const { transport } = scripted(reply({ data: new Uint8Array(3) }));
    const answer = execute(transport, readDiscInformation({ allocationLength: 34 }));
    await expect(answer).rejects.toThrow(DecodeError);
    await expect(answer).rejects.toThrow(/READ DISC INFORMATION/);
  });

  test('throws a ChainBrokenError for a skipped request', async () => {
    const { transport } = scripted({ outcome: 'skipped' });
    await expect(execute(transport, testUnitReady({}))).rejects.toThrow(ChainBrokenError);
  });

  test('passes time-out, resend policy, chain and hand-over on', async () => {
    const { transport, requests } = scripted(reply());
    const chain = createChain();
    const resend = { senses: [{ key: 2, asc: 4, ascq: 8 }], statuses: [], waitsMs: [10], limitMs: 1000 } as const;
    const bytes = new Uint8Array(2352);
    await issue(transport, write10({ lba: 0, lengthBlocks: 1 }, bytes), {
      timeoutMs: 5,
      resend,
      chain,
      handOver: true,
    });
    expect(requests).toEqual([expect.objectContaining({ timeoutMs: 5, resend, chain })]);
    expect(requests[0]?.data).toMatchObject({ direction: 'out', handOver: true });
  });

  test('a chain is whole until it is broken', () => {
    const chain = createChain();
    expect(chain.broken[0]).toBe(0);
    breakChain(chain);
    expect(chain.broken[0]).not.toBe(0);
  });
});
