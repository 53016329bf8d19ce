import { describe, expect, test } from '@jest/globals';
import { closeTrackSession } from '../../src/mmc/commands/close-track-session.ts';
import { readCd, SectorType } from '../../src/mmc/commands/read-cd.ts';
import { readDiscInformation } from '../../src/mmc/commands/read-disc-information.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { testUnitReady } from '../../src/scsi/commands/test-unit-ready.ts';
import { issue } from '../../src/scsi/execute.ts';
import { encodeSense } from '../../src/scsi/sense.ts';
import {
  parseTrace,
  type RecordingOptions,
  RecordingTransport,
  type Trace,
  TraceError,
  type TraceSink,
} from '../../src/trace/index.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { answered, type Script, ScriptedTransport } from './scripted-transport.ts';

function recording(script: Script, options: RecordingOptions = {}) {
  const lines: string[] = [];
  const inner = new ScriptedTransport(script);
  const transport = new RecordingTransport(inner, (line) => void lines.push(line), options);
  return { inner, transport, lines, trace: (): Trace => parseTrace(lines.map((line) => `${line}\n`).join('')) };
}

const unplugged = () =>
  new TransportError({
    kind: 'gone',
    path: '/dev/sr0',
    operation: 'SG_IO',
    osCode: 'ENODEV (19)',
    errno: 19,
    reason: 'the device was disconnected',
    remedy: 'Plug it in',
  });

describe('what is recorded', () => {
  test('a header that says what was opened', () => {
    const { trace } = recording(() => answered());
    expect(trace().header).toMatchObject({
      format: 'discwright trace',
      version: 1,
      path: '/dev/sr0',
      simulated: false,
      maxTransferBytes: 65_536,
    });
  });

  test('request and answer of a command that reads, with times from the beginning of the recording', async () => {
    const data = Uint8Array.of(0, 0x20, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0);
    const { inner, transport, trace } = recording(() => answered({ data, durationMs: 3.5 }));
    await inner.clock.sleep(40);
    await issue(transport, readDiscInformation({ allocationLength: 12 }));
    expect(trace().entries).toEqual([
      {
        type: 'exchange',
        seq: 1,
        t: 40,
        tDone: 43.5,
        cdb: '51000000000000000c00',
        timeoutMs: 240_000,
        inBytes: 12,
        outcome: 'answered',
        status: 0x00,
        in: '002000010101010000000000',
        durationMs: 3.5,
      },
    ]);
  });

  test('sense, and how often the transport resent the command', async () => {
    const sense = encodeSense({ key: 2, asc: 4, ascq: 8 });
    const { transport, trace } = recording(() => answered({ status: 0x02, sense, resends: 7 }));
    await issue(transport, testUnitReady({}));
    expect(trace().entries[0]).toMatchObject({
      status: 0x02,
      sense: Buffer.from(sense).toString('hex'),
      resends: 7,
    });
  });

  test('WRITE data as length, CRC-32 and first bytes, taken before the memory is handed over', async () => {
    const { transport, trace } = recording(({ data }) => {
      if (data.direction !== 'out') return answered();
      data.bytes.fill(0xee); // what a transport may do with memory that was handed over
      return answered({ returned: data.bytes as Uint8Array<ArrayBuffer> });
    });
    const block = new Uint8Array(2352).fill(0x31);
    const reply = await issue(transport, write10({ lba: 0, lengthBlocks: 1 }, block), { handOver: true });
    expect(reply.returned).toBe(block);
    const { crc32 } = await import('node:zlib');
    const expected = crc32(new Uint8Array(2352).fill(0x31)).toString(16).padStart(8, '0');
    expect(trace().entries[0]).toMatchObject({
      out: { bytes: 2352, crc32: expected, head: '31'.repeat(16) },
    });
  });

  test('blocks read: short ones in full, silence in full, long ones as a digest unless asked for', async () => {
    const read = readCd({ sectorType: SectorType.Audio, startLba: 0, lengthBlocks: 4, userData: true });
    const sound = new Uint8Array(4 * 2352).fill(7);
    const silence = new Uint8Array(4 * 2352);
    const short = recording(() => answered({ data: sound }));
    await issue(short.transport, read);
    expect(short.trace().entries[0]).toMatchObject({
      in: { bytes: 9408, crc32: expect.stringMatching(/^[0-9a-f]{8}$/) },
    });
    const full = recording(() => answered({ data: sound }), { readDataLimitBytes: 10_000 });
    await issue(full.transport, read);
    expect(full.trace().entries[0]).toMatchObject({ in: '07'.repeat(9408) });
    const quiet = recording(() => answered({ data: silence }));
    await issue(quiet.transport, read);
    expect(quiet.trace().entries[0]).toMatchObject({ in: { bytes: 9408, hex: '' } });
  });

  test('a transport error, which the caller still gets', async () => {
    const { transport, trace } = recording(() => unplugged());
    await expect(issue(transport, testUnitReady({}))).rejects.toMatchObject({ name: 'TransportError', kind: 'gone' });
    expect(trace().entries[0]).toMatchObject({
      outcome: 'failed',
      error: {
        kind: 'gone',
        operation: 'SG_IO',
        osCode: 'ENODEV (19)',
        errno: 19,
        reason: 'the device was disconnected',
      },
    });
  });

  test('a request that was skipped', async () => {
    const { transport, trace } = recording(() => ({ outcome: 'skipped' }));
    await issue(transport, closeTrackSession({ closeFunction: 2 }));
    expect(trace().entries[0]).toMatchObject({ outcome: 'skipped', cdb: '5b000200000000000000' });
  });

  test('exclusive access and closing, in their places', async () => {
    const { inner, transport, trace } = recording(() => answered());
    await transport.takeExclusive('discwright');
    await issue(transport, testUnitReady({}));
    await transport.releaseExclusive();
    await transport.close();
    await transport.close();
    expect(inner.events).toEqual(['take discwright', 'release', 'close']);
    expect(trace().entries).toMatchObject([
      { seq: 1, type: 'event', event: 'take-exclusive', owner: 'discwright' },
      { seq: 2, type: 'exchange' },
      { seq: 3, type: 'event', event: 'release-exclusive' },
      { seq: 4, type: 'event', event: 'close' },
    ]);
  });

  test('queued commands in the order of sending, with the last request sent before each answer', async () => {
    const { transport, trace } = recording(() => answered());
    const lbas = [0, 27, 54];
    await Promise.all(
      lbas.map((lba) => issue(transport, write10({ lba, lengthBlocks: 27 }, new Uint8Array(27 * 2352)))),
    );
    expect(trace().entries).toMatchObject([
      { seq: 1, t: 0, tDone: 2, answeredAfter: 3 },
      { seq: 2, t: 0, tDone: 4, answeredAfter: 3 },
      { seq: 3, t: 0, tDone: 6 },
    ]);
  });

  test('answers that overtake each other, in the order of sending', async () => {
    const release: (() => void)[] = [];
    const inner = new ScriptedTransport(() => answered());
    inner.send = () => new Promise((resolve) => release.push(() => resolve(answered())));
    const lines: string[] = [];
    const transport = new RecordingTransport(inner, (line) => void lines.push(line));
    const both = [issue(transport, testUnitReady({})), issue(transport, readDiscInformation({ allocationLength: 2 }))];
    release[1]?.();
    await both[1];
    expect(lines).toHaveLength(1); // the header
    release[0]?.();
    await both[0];
    expect(lines.slice(1).map((line) => JSON.parse(line).seq)).toEqual([1, 2]);
  });
});

describe('when the trace cannot be written', () => {
  const failing: [string, TraceSink][] = [
    [
      'immediately',
      () => {
        throw new Error('ENOSPC: no space left on device');
      },
    ],
    ['later', async () => Promise.reject(new Error('ENOSPC: no space left on device'))],
  ];

  test.each(failing)('the drive continues to work, and closing says so (%s)', async (_name, sink) => {
    const inner = new ScriptedTransport(() => answered());
    let closed = 0;
    const transport = new RecordingTransport(inner, sink, { onClosed: () => void closed++ });
    await expect(issue(transport, testUnitReady({}))).resolves.toMatchObject({ status: 0x00 });
    const closing = transport.close();
    await expect(closing).rejects.toThrow(TraceError);
    await expect(closing).rejects.toThrow(/incomplete.*ENOSPC/);
    expect(transport.failure).toBeInstanceOf(TraceError);
    expect(inner.events).toEqual(['close']);
    expect(closed).toBe(1);
  });

  test('an asynchronous sink gets the lines in order, and closing waits for it', async () => {
    const lines: string[] = [];
    const inner = new ScriptedTransport(() => answered());
    const transport = new RecordingTransport(inner, async (line) => {
      await new Promise((resolve) => setImmediate(resolve));
      lines.push(JSON.parse(line).type);
    });
    await issue(transport, testUnitReady({}));
    await transport.close();
    expect(lines).toEqual(['header', 'exchange', 'event']);
  });
});
