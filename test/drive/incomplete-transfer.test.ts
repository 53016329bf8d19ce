import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { openDrive, readDiscState, serveDrive } from '../../src/index.ts';
import { read10 } from '../../src/mmc/commands/read-10.ts';
import { readCd, SectorType, WHOLE_MAIN_CHANNEL } from '../../src/mmc/commands/read-cd.ts';
import { readAudioBlocks } from '../../src/read/read-blocks.ts';
import { inquiry } from '../../src/scsi/commands/inquiry.ts';
import { BufferMode, readBuffer } from '../../src/scsi/commands/read-buffer.ts';
import { IncompleteTransferError } from '../../src/scsi/incomplete-transfer.ts';
import { Disc, type Fault, SimulatedDrive } from '../../src/simulator/index.ts';
import { parseTrace, RecordingTransport, ReplayTransport } from '../../src/trace/index.ts';
import type { BlockingDevice } from '../../src/transport/blocking-device.ts';
import { SgIoDevice } from '../../src/transport/linux/sg-io.ts';
import { runRequestBlocking } from '../../src/transport/run-request.ts';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import { wallClock } from '../../src/transport/wall-clock.ts';
import { SptiDevice } from '../../src/transport/win32/spti.ts';
import { burn, sound } from '../read/recorded-disc.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FakeSystem } from '../transport/linux/fake-system.ts';
import { FakeWindows } from '../transport/win32/fake-windows.ts';

const BLOCK = 2352;
const BLOCKS = 26;
const AUDIO = sound(300, 1);
/** The adapter loses this much of the end of a reply. */
const LOST = BLOCK + 100;

/** A transport over a device that blocks, without its thread. */
function over(device: BlockingDevice): ScsiTransport {
  const time = { now: () => 0, pause: () => {} };
  return {
    path: 'blocking',
    maxTransferBytes: device.maxTransferBytes,
    clock: wallClock,
    simulated: false,
    send: async (request) => runRequestBlocking(request, { path: 'blocking', device, time, isStopped: () => false }),
    takeExclusive: async () => {},
    releaseExclusive: async () => {},
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Answers READ CD as a drive would; returns how much of it did not arrive. */
function answerReadCd({ cdb, data }: { cdb: Uint8Array; data: Uint8Array }, lost: number): number {
  const { startLba } = readCd.spec.cdb.decode(cdb);
  const missing = Math.min(data.length, lost);
  data.set(AUDIO.subarray(startLba * BLOCK, startLba * BLOCK + data.length - missing));
  return missing;
}

/** How much is lost of the n-th reply. */
type Loss = (count: number) => number;

function sgIo(loss: Loss): ScsiTransport {
  const system = new FakeSystem();
  let count = 0;
  const { sgIo: send } = system;
  system.sgIo = (fd, call) => {
    system.sgIoAnswer = { ok: true, value: { residualBytes: answerReadCd(call, loss(++count)) } };
    return send.call(system, fd, call);
  };
  return over(new SgIoDevice('/dev/sr0', system));
}

function spti(loss: Loss): ScsiTransport {
  const system = new FakeWindows();
  let count = 0;
  const { passThrough } = system;
  system.passThrough = (handle, call) => {
    system.missingBytes = answerReadCd(call, loss(++count));
    return passThrough.call(system, handle, call);
  };
  return over(new SptiDevice('D:', system));
}

async function simulated(faults: readonly Fault[]): Promise<SimulatedDrive> {
  const drive = new SimulatedDrive();
  await burn(new Drive(drive.connect()), [AUDIO]);
  for (const fault of faults) drive.inject(fault);
  return drive;
}

const once: Loss = (count) => (count === 1 ? LOST : 0);
const always: Loss = () => LOST;
const residue = (times: 1 | 'always'): Fault => ({ at: { command: 'READ CD' }, does: { residue: LOST }, times });

/** Records reading from a simulated drive, and answers from that trace. */
async function replayed(fault: Fault): Promise<ScsiTransport> {
  const lines: string[] = [];
  const limit = { readDataLimitBytes: BLOCKS * BLOCK };
  const recording = new RecordingTransport(await simulated([fault]), (line) => void lines.push(`${line}\n`), limit);
  await readAudioBlocks(new Drive(recording), { startLba: 0, lengthBlocks: BLOCKS }).catch(() => {});
  return new ReplayTransport(parseTrace(lines.join('')));
}

async function served(faults: string): Promise<{ transport: ScsiTransport; end: () => Promise<void> }> {
  const folder = temporaryFolder();
  const device = `sim:${join(folder, 'my.disc')}`;
  const drive = await openDrive(device);
  await burn(drive, [AUDIO]);
  await drive.close();
  await writeFile(join(folder, 'faults.json'), faults);
  const socketPath = join(folder, 's');
  const server = await serveDrive({ device: `${device}?faults=${join(folder, 'faults.json')}`, socketPath });
  const client = await openDrive(`unix:${socketPath}`);
  return {
    transport: client.transport,
    end: async () => {
      await client.close();
      await server.close();
    },
  };
}

const PATHS: readonly [
  string,
  (times: 1 | 'always') => Promise<{ transport: ScsiTransport; end?: () => Promise<void> }>,
][] = [
  ['SG_IO', async (times) => ({ transport: sgIo(times === 1 ? once : always) })],
  ['SPTI', async (times) => ({ transport: spti(times === 1 ? once : always) })],
  ['a simulated drive', async (times) => ({ transport: await simulated([residue(times)]) })],
  ['a replayed trace', async (times) => ({ transport: await replayed(residue(times)) })],
  ['a served drive', (times) => served(JSON.stringify([residue(times)]))],
];

describe.each(PATHS)('blocks read through %s, of which the adapter loses the end', (_, opened) => {
  test('are read again in parts, and are whole', async () => {
    const { transport, end } = await opened(1);
    expect(await readAudioBlocks(new Drive(transport), { startLba: 0, lengthBlocks: BLOCKS })).toEqual(
      AUDIO.subarray(0, BLOCKS * BLOCK),
    );
    await end?.();
  });

  test('are an error when they stay too short, never zeros', async () => {
    const { transport, end } = await opened('always');
    const error = await rejectionOf(
      readAudioBlocks(new Drive(transport), { startLba: 0, lengthBlocks: BLOCKS }),
      IncompleteTransferError,
    );
    expect(error).toMatchObject({ wantedBytes: BLOCK, transferredBytes: 0 });
    expect(error.message).toMatch(
      /^READ CD \(BEh\): .*success, but only 0 of 2352 bytes arrived\. Connect the drive another way/,
    );
    await end?.();
  });
});

test('an adapter that carries little at a time is given little at a time', async () => {
  const system = new FakeSystem();
  const { sgIo: send } = system;
  system.sgIo = (fd, call) => {
    const residualBytes = answerReadCd(call, Math.max(0, call.data.length - 32_768));
    system.sgIoAnswer = { ok: true, value: { residualBytes } };
    return send.call(system, fd, call);
  };
  const drive = new Drive(over(new SgIoDevice('/dev/sr0', system)));
  expect(await readAudioBlocks(drive, { startLba: 0, lengthBlocks: BLOCKS })).toEqual(
    AUDIO.subarray(0, BLOCKS * BLOCK),
  );
  expect(system.calls.map(({ data }) => data.length / BLOCK)).toEqual([26, 13, 13]);
});

test('replies that say how long they are stay as they are', async () => {
  const drive = await simulated([{ at: { command: 'INQUIRY' }, does: { falseResidue: 60 } }]);
  const reply = await new Drive(drive).execute(inquiry({ allocationLength: 96 }));
  expect(reply.product).toBe('VIRTUAL CD-RW');
});

test('a reply of which nothing arrived is not read as zeros: a recorded disc is never called blank', async () => {
  await using simulated = new SimulatedDrive();
  await burn(new Drive(simulated.connect()), [sound(300, 2)]);
  const losing = { at: { command: 'READ DISC INFORMATION' }, does: { residue: 34 } } as const;
  simulated.inject({ ...losing, times: 2 });
  expect((await readDiscState(new Drive(simulated))).status).toBe('complete');
  simulated.inject({ ...losing, times: 'always' });
  const error = await rejectionOf(readDiscState(new Drive(simulated)), IncompleteTransferError);
  expect(error.message).toMatch(/READ DISC INFORMATION .*only 0 of 34 bytes arrived/);
});

describe('in two parts', () => {
  const parts = (command: { halves?: (() => readonly { cdb: Uint8Array }[]) | undefined }) =>
    command.halves?.().map(({ cdb }) => Buffer.from(cdb).toString('hex'));

  // CDBs of MMC-5 tables 351 and 356 and SPC-3 table 138, written out by hand.
  test('READ CD, READ(10) and READ BUFFER begin where the first part ends', () => {
    expect(
      parts(readCd({ ...WHOLE_MAIN_CHANNEL, sectorType: SectorType.Any, startLba: 100, lengthBlocks: 3 })),
    ).toEqual(['be0000000064000002f80000', 'be0000000066000001f80000']);
    expect(parts(read10({ lba: 16, lengthBlocks: 5 }))).toEqual(['28000000001000000300', '28000000001300000200']);
    const buffer = { mode: BufferMode.Data, bufferId: 1, bufferOffset: 1_024, allocationLength: 1_536 };
    expect(parts(readBuffer(buffer))).toEqual(['3c020100040000040000', '3c020100080000020000']);
  });

  test('one block and the smallest part of a buffer are not divided', () => {
    expect(parts(read10({ lba: 16, lengthBlocks: 1 }))).toEqual([]);
    expect(parts(readBuffer({ mode: BufferMode.Data, allocationLength: 512 }))).toEqual([]);
  });

  test('a reply that may rightly be shorter is not divided', () => {
    expect(parts(readCd({ userData: true, sectorType: SectorType.Any, startLba: 0, lengthBlocks: 4 }))).toBeUndefined();
    expect(parts(readBuffer({ mode: BufferMode.HeaderAndData, allocationLength: 4 }))).toBeUndefined();
  });
});

test('a simulated drive counts what it is told to, and its disc stays as it is', async () => {
  await using drive = new SimulatedDrive({ disc: Disc.blank() });
  drive.inject({ at: { command: 'INQUIRY' }, does: { falseResidue: 500 } });
  const reply = await drive.send({
    cdb: Uint8Array.of(0x12, 0, 0, 0, 36, 0),
    data: { direction: 'in', lengthBytes: 36 },
    timeoutMs: 1_000,
  });
  expect(reply).toMatchObject({ status: 0x00, residualBytes: 36 });
});
