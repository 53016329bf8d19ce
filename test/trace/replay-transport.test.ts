import { describe, expect, test } from '@jest/globals';
import { fromHex } from '../../src/codec/index.ts';
import { closeTrackSession } from '../../src/mmc/commands/close-track-session.ts';
import { readBufferCapacity } from '../../src/mmc/commands/read-buffer-capacity.ts';
import { readCd, SectorType } from '../../src/mmc/commands/read-cd.ts';
import { readDiscInformation } from '../../src/mmc/commands/read-disc-information.ts';
import { readTrackInformation } from '../../src/mmc/commands/read-track-information.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { MultiSession, writeParametersPage } from '../../src/mmc/mode-pages/write-parameters.ts';
import { modeSelect10 } from '../../src/scsi/commands/mode-select-10.ts';
import { testUnitReady } from '../../src/scsi/commands/test-unit-ready.ts';
import { execute, issue } from '../../src/scsi/execute.ts';
import { modeParameters } from '../../src/scsi/mode-page.ts';
import { encodeSense } from '../../src/scsi/sense.ts';
import { parseTrace, RecordingTransport, ReplayTransport, type Trace } from '../../src/trace/index.ts';
import { createChain } from '../../src/transport/chain.ts';
import type { DataPhase, ScsiReply, ScsiTransport } from '../../src/transport/transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { rejectionOf } from '../support/rejection.ts';
import { recordedProgram } from './recorded-programs.ts';
import { answered, type Script, ScriptedTransport, senseOf } from './scripted-transport.ts';

/** The trace of what a program does with a scripted drive. */
async function record(script: Script, program: (transport: ScsiTransport) => Promise<unknown>): Promise<Trace> {
  const lines: string[] = [];
  const transport = new RecordingTransport(new ScriptedTransport(script), (line) => void lines.push(line));
  await program(transport).catch(() => {});
  await transport.close();
  return parseTrace(`${lines.join('\n')}\n`);
}

const block = (fill: number): Uint8Array => new Uint8Array(2352).fill(fill);
const writeParameters = (multiSession: MultiSession): Uint8Array =>
  modeParameters.encodeForSelect({
    mediumType: 0,
    blockDescriptors: new Uint8Array(),
    pages: [writeParametersPage.encode({ writeType: 1, multiSession })],
  });

const notReady = answered({ status: 0x02, sense: encodeSense({ key: 2, asc: 4, ascq: 8 }) });

describe('a program that does the same again', () => {
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

  test('gets its memory back, and a broken chain breaks again', async () => {
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

  test('keeping several commands under way, it meets the same order of answers and requests', async () => {
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

  test.each(['wodim-tao-multi', 'fault-wodim-write-error', 'cdrdao-write'])('%s can be done again', async (program) => {
    const { header, entries } = recordedProgram(program);
    const known = entries.filter(
      (each) => each.type === 'event' || each.out === undefined || typeof each.out === 'string',
    );
    const replay = new ReplayTransport({ header, entries: known, cutOff: false });
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

describe('a program that does something else', () => {
  const differing = async (
    recorded: (t: ScsiTransport) => Promise<unknown>,
    sent: typeof recorded,
  ): Promise<string> => {
    const replay = new ReplayTransport(
      await record(() => answered({ data: new Uint8Array(34) }), recorded),
      'replay:t',
    );
    return (await rejectionOf(sent(replay), TransportError)).reason;
  };
  const sends =
    (...commands: Parameters<typeof issue>[1][]) =>
    async (transport: ScsiTransport) => {
      for (const command of commands) await issue(transport, command);
    };

  test.each([
    [
      'exchange 2: WRITE(10) lba: trace has 525, program sent 527',
      sends(testUnitReady({}), write10({ lba: 525, lengthBlocks: 1 }, block(1))),
      sends(testUnitReady({}), write10({ lba: 527, lengthBlocks: 1 }, block(1))),
    ],
    [
      'exchange 1: trace has TEST UNIT READY, program sent READ DISC INFORMATION',
      sends(testUnitReady({})),
      sends(readDiscInformation({ allocationLength: 34 })),
    ],
    [
      'exchange 1: CLOSE TRACK/SESSION closeFunction: trace has session (2), program sent track (1)',
      sends(closeTrackSession({ closeFunction: 2 })),
      sends(closeTrackSession({ closeFunction: 1, track: 1 })),
    ],
    [
      'exchange 1: MODE SELECT(10) Write Parameters page multiSession: trace has next session allowed (3), program sent no next session (0)',
      sends(modeSelect10({ pageFormat: true }, writeParameters(MultiSession.NextSessionAllowed))),
      sends(modeSelect10({ pageFormat: true }, writeParameters(MultiSession.NoNextSession))),
    ],
    [
      'exchange 1: READ DISC INFORMATION allocationLength: trace has 34 bytes, program sent 12 bytes',
      sends(readDiscInformation({ allocationLength: 34 })),
      sends(readDiscInformation({ allocationLength: 12 })),
    ],
    [
      /exchange 1: WRITE\(10\) data \(2352 bytes\): trace has CRC-32 [0-9a-f]{8}, program sent CRC-32 [0-9a-f]{8}/,
      sends(write10({ lba: 0, lengthBlocks: 1 }, block(1))),
      sends(write10({ lba: 0, lengthBlocks: 1 }, block(2))),
    ],
    [
      'exchange 1: WRITE(10) data: trace has 2352 bytes to the drive, program sent 2048 bytes to the drive',
      sends(write10({ lba: 0, lengthBlocks: 1 }, block(1))),
      sends(write10({ lba: 0, lengthBlocks: 1 }, new Uint8Array(2048))),
    ],
    [
      'the trace ends after exchange 1, and the program sent READ TRACK INFORMATION',
      sends(testUnitReady({})),
      sends(testUnitReady({}), readTrackInformation({ addressType: 1, address: 255, allocationLength: 36 })),
    ],
    ['the trace holds no exchange, and the program sent TEST UNIT READY', sends(), sends(testUnitReady({}))],
  ])('%s', async (message, recorded, sent) => {
    const reason = await differing(recorded, sent);
    if (typeof message === 'string') expect(reason).toBe(message);
    else expect(reason).toMatch(message);
  });

  test('a byte that no field covers is named by its place', async () => {
    const unknown = (last: number) => (transport: ScsiTransport) =>
      transport.send({ cdb: Uint8Array.of(0xd8, 0, 0, 0, 0, last), data: { direction: 'none' }, timeoutMs: 1 });
    expect(await differing(unknown(1), unknown(2))).toBe(
      'exchange 1: command D8h CDB byte 5: trace has 01h, program sent 02h',
    );
  });

  test('the message names the trace and what to do', async () => {
    const replay = new ReplayTransport(await record(() => answered(), sends(testUnitReady({}))), 'replay:t.jsonl');
    await expect(execute(replay, closeTrackSession({ closeFunction: 2 }))).rejects.toThrow(
      /^replay:t\.jsonl: replay: exchange 1: trace has TEST UNIT READY, program sent CLOSE TRACK\/SESSION\. The program .* record again$/,
    );
  });

  test('after the first difference nothing is answered any more, with the same error', async () => {
    const trace = await record(() => answered(), sends(testUnitReady({}), testUnitReady({})));
    const replay = new ReplayTransport(trace);
    const first = await issue(replay, closeTrackSession({ closeFunction: 2 })).catch((error) => error);
    expect(await issue(replay, testUnitReady({})).catch((error) => error)).toBe(first);
    await replay.releaseExclusive();
    await replay.close();
  });

  test('requests that the recorded program had under way, and this one does not make, do not hang it', async () => {
    const trace = await record(
      () => answered(),
      (transport) => Promise.all([0, 1].map((lba) => issue(transport, write10({ lba, lengthBlocks: 1 }, block(0))))),
    );
    const replay = new ReplayTransport(trace);
    await expect(issue(replay, write10({ lba: 0, lengthBlocks: 1 }, block(0)))).resolves.toMatchObject({
      status: 0x00,
    });
    await expect(issue(replay, testUnitReady({}))).rejects.toThrow(
      /trace has WRITE\(10\), program sent TEST UNIT READY/,
    );
  });

  test('data that the trace does not hold are not made up', async () => {
    const read = readCd({ sectorType: SectorType.Audio, startLba: 0, lengthBlocks: 4, userData: true });
    const replay = new ReplayTransport(
      await record(() => answered({ data: new Uint8Array(4 * 2352).fill(9) }), sends(read)),
    );
    await expect(issue(replay, read)).rejects.toThrow(
      /exchange 1: READ CD: the trace does not hold these 9408 bytes, only their length and CRC-32/,
    );
  });

  test('silence is held in full', async () => {
    const read = readCd({ sectorType: SectorType.Audio, startLba: 0, lengthBlocks: 4, userData: true });
    const replay = new ReplayTransport(await record(() => answered({ data: new Uint8Array(4 * 2352) }), sends(read)));
    await expect(issue(replay, read)).resolves.toMatchObject({ data: new Uint8Array(4 * 2352) });
  });
});

describe('READ BUFFER CAPACITY, which is asked for when there is time', () => {
  const write = (lba: number) => write10({ lba, lengthBlocks: 1 }, block(lba));
  const ask = readBufferCapacity({ allocationLength: 12 });
  const recorded = (...commands: Parameters<typeof issue>[1][]) => {
    let answers = 0;
    const data = () => Uint8Array.of(0, 10, 0, 0, 0, 0, 1, 0, 0, 0, 0, ++answers);
    return record(
      ({ cdb }) => answered(cdb[0] === 0x5c ? { data: data() } : {}),
      async (transport) => {
        for (const command of commands) await issue(transport, command);
      },
    );
  };

  test.each([
    ['in its place', [write(0), ask, write(1), ask, write(2)], [1, 2]],
    ['earlier', [ask, write(0), write(1), write(2)], [1]],
    ['later', [write(0), write(1), write(2), ask], [2]],
    ['more often', [write(0), ask, ask, write(1), ask, ask, write(2)], [1, 1, 2, 2]],
    ['never', [write(0), write(1), write(2)], []],
  ])('%s', async (_name, commands, answers) => {
    const replay = new ReplayTransport(await recorded(write(0), ask, write(1), ask, write(2)));
    const seen: number[] = [];
    for (const command of commands) {
      const reply = await issue(replay, command);
      if (command === ask && reply.outcome === 'answered') seen.push(reply.data[11] ?? -1);
    }
    expect(seen).toEqual(answers);
    expect(replay.exchangesLeft).toBe(0);
  });

  test('is not made up for a program that never asked', async () => {
    const replay = new ReplayTransport(await recorded(write(0)));
    await expect(issue(replay, ask)).rejects.toThrow(/trace has WRITE\(10\), program sent READ BUFFER CAPACITY/);
  });
});

describe('exclusive access', () => {
  test('fails as it had failed', async () => {
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

  test('is no part of what is compared', async () => {
    const replay = new ReplayTransport(
      await record(
        () => answered(),
        (t) => issue(t, testUnitReady({})),
      ),
    );
    await expect(replay.takeExclusive('a'.repeat(64))).rejects.toThrow(RangeError);
    await replay.takeExclusive('a'.repeat(63));
    await expect(issue(replay, testUnitReady({}))).resolves.toMatchObject({ status: 0x00 });
    await replay.releaseExclusive();
  });
});

describe('the clock', () => {
  test('sleepers wake in the order of their times, in no time; a signal wakes one early', async () => {
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

  test('a closed replay answers nothing', async () => {
    const replay = new ReplayTransport(
      await record(
        () => answered(),
        (t) => issue(t, testUnitReady({})),
      ),
    );
    await replay.close();
    await expect(issue(replay, testUnitReady({}))).rejects.toMatchObject({ kind: 'gone' });
  });
});
