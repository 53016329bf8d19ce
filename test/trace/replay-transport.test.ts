import { describe, expect, test } from '@jest/globals';
import { fromHex } from '../../src/codec/index.ts';
import { readDiscInformation } from '../../src/mmc/commands/read-disc-information.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { testUnitReady } from '../../src/scsi/commands/test-unit-ready.ts';
import { issue } from '../../src/scsi/execute.ts';
import { encodeSense } from '../../src/scsi/sense.ts';
import { parseTrace, RecordingTransport, ReplayTransport } from '../../src/trace/index.ts';
import { createChain } from '../../src/transport/chain.ts';
import type { DataPhase, ScsiReply, ScsiTransport } from '../../src/transport/transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { record, sends } from './record.ts';
import { recordedProgram } from './recorded-programs.ts';
import { answered, type Script, ScriptedTransport, senseOf } from './scripted-transport.ts';

const block = (fill: number): Uint8Array => new Uint8Array(2352).fill(fill);
const notReady = answered({ status: 0x02, sense: encodeSense({ key: 2, asc: 4, ascq: 8 }) });

describe('a program that does the same as recorded', () => {
  test('gets the recorded answers, errors and times', async () => {
    const replies: (ScsiReply | TransportError)[] = [
      notReady,
      answered({ durationMs: 700 }),
      answered({ data: Uint8Array.of(0, 0x20, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0), resends: 3 }),
      new TransportError({ kind: 'timeout', path: 'x', operation: 'SG_IO', reason: 'no answer', remedy: 'Wait' }),
    ];
    const program = async (transport: ScsiTransport) => {
      const seen: unknown[] = [];
      await transport.takeExclusive('test');
      while (senseOf(await issue(transport, testUnitReady({}))) !== undefined) await transport.clock.sleep(500);
      const start = transport.clock.now();
      seen.push(await issue(transport, readDiscInformation({ allocationLength: 12 })));
      seen.push(transport.clock.now() - start);
      seen.push(await issue(transport, testUnitReady({})).catch((error) => [error.kind, error.reason]));
      return seen;
    };
    const script = [...replies];
    const lines: string[] = [];
    const recorder = new RecordingTransport(
      new ScriptedTransport(() => script.shift() ?? answered()),
      (line) => void lines.push(line),
    );
    const recorded = await program(recorder);
    const replay = new ReplayTransport(parseTrace(`${lines.join('\n')}\n`));
    expect(await program(replay)).toEqual(recorded);
    expect(replay.clock.now()).toBe(500 + 2 + 700 + 2);
    expect(replay.exchangesLeft).toBe(0);
    expect(replay.path).toBe('replay:/dev/sr0');
    expect(replay.simulated).toBe(true);
  });

  test('has its memory returned, and a broken chain breaks again', async () => {
    const writeError = answered({ status: 0x02, sense: encodeSense({ key: 3, asc: 0x0c, ascq: 0 }) });
    const script: Script = ({ cdb }) => {
      if (cdb[5] === 0) return answered();
      return cdb[5] === 1 ? writeError : { outcome: 'skipped' };
    };
    const program = async (transport: ScsiTransport) => {
      const chain = createChain();
      const replies = await Promise.all(
        [0, 1, 2].map((lba) =>
          issue(transport, write10({ lba, lengthBlocks: 1 }, block(lba)), { chain, handOver: true }),
        ),
      );
      return { replies, chain };
    };
    const replay = new ReplayTransport(await record(script, program));
    const { replies, chain } = await program(replay);
    expect(replies.map((reply) => (reply.outcome === 'answered' ? reply.status : reply.outcome))).toEqual([
      0,
      2,
      'skipped',
    ]);
    expect(replies.map((reply) => reply.returned?.length)).toEqual([2352, 2352, 2352]);
    expect(chain.broken[0]).not.toBe(0);
  });

  test('sees the same order of answers and requests when it keeps several commands in progress', async () => {
    const program = async (transport: ScsiTransport) => {
      const order: string[] = [];
      const write = async (lba: number) => {
        order.push(`send ${lba}`);
        await issue(transport, write10({ lba, lengthBlocks: 1 }, block(lba)));
        order.push(`done ${lba}`);
      };
      const under: Promise<void>[] = [];
      for (let lba = 0; lba < 12; lba++) {
        under.push(write(lba));
        if (under.length === 4) await under.shift();
        await Promise.resolve();
      }
      await Promise.all(under);
      return order;
    };
    let recorded: string[] = [];
    const trace = await record(
      () => answered(),
      async (transport) => {
        recorded = await program(transport);
      },
    );
    expect(await program(new ReplayTransport(trace))).toEqual(recorded);
  });

  test.each(['wodim-tao-multi', 'fault-wodim-write-error', 'cdrdao-write'])('%s can be repeated', async (program) => {
    const { header, entries } = recordedProgram(program);
    const known = entries.filter(
      (each) => each.type === 'event' || each.out === undefined || typeof each.out === 'string',
    );
    const replay = new ReplayTransport({ header, entries: known, errors: [], cutOff: false });
    for (const entry of known) {
      if (entry.type !== 'exchange' || entry.outcome !== 'answered') continue;
      const data: DataPhase =
        typeof entry.out === 'string'
          ? { direction: 'out', bytes: fromHex(entry.out) }
          : entry.inBytes === undefined
            ? { direction: 'none' }
            : { direction: 'in', lengthBytes: entry.inBytes };
      const reply = await replay.send({ cdb: fromHex(entry.cdb), data, timeoutMs: 1 });
      expect(reply).toMatchObject({ outcome: 'answered', status: entry.status, sense: fromHex(entry.sense ?? '') });
    }
    expect(replay.exchangesLeft).toBe(0);
  });
});

describe('exclusive access', () => {
  test('fails as it did in the recording', async () => {
    const busy = new TransportError({
      kind: 'busy',
      path: '/dev/sr0',
      operation: 'open',
      reason: 'the disc is mounted',
      remedy: 'Unmount it',
    });
    const lines: string[] = [];
    const inner = new ScriptedTransport(() => answered());
    inner.takeExclusive = () => Promise.reject(busy);
    const transport = new RecordingTransport(inner, (line) => void lines.push(line));
    await expect(transport.takeExclusive('test')).rejects.toBe(busy);
    const replay = new ReplayTransport(parseTrace(`${lines.join('\n')}\n`));
    await expect(replay.takeExclusive('test')).rejects.toMatchObject({ kind: 'busy', reason: 'the disc is mounted' });
  });

  test('is not compared', async () => {
    const replay = new ReplayTransport(await record(() => answered(), sends(testUnitReady({}))));
    await expect(replay.takeExclusive('a'.repeat(64))).rejects.toThrow(RangeError);
    await replay.takeExclusive('a'.repeat(63));
    await expect(issue(replay, testUnitReady({}))).resolves.toMatchObject({ status: 0x00 });
    await replay.releaseExclusive();
  });
});

test('a closed replay answers nothing', async () => {
  const replay = new ReplayTransport(await record(() => answered(), sends(testUnitReady({}))));
  await replay.close();
  await expect(issue(replay, testUnitReady({}))).rejects.toMatchObject({ kind: 'gone' });
});
