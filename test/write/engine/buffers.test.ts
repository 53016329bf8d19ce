import { describe, expect, test } from '@jest/globals';
import { AUDIO_BLOCK_BYTES } from '../../../src/cd/geometry.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { bufferCapacity, readBufferCapacity } from '../../../src/mmc/commands/read-buffer-capacity.ts';
import { SimulatedDrive, VirtualClock } from '../../../src/simulator/index.ts';
import type { BufferReport } from '../../../src/write/engine/buffer-report.ts';
import type { WriteProgress } from '../../../src/write/engine/progress.ts';
import { sendExtent } from '../../../src/write/engine/send-extent.ts';
import { TrackFormats } from '../../../src/write/engine/track-format.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { BatchingTransport } from '../../support/batching-transport.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import {
  checkCondition,
  drainGenerator,
  good,
  type Tamper,
  TamperedTransport,
} from '../../support/tampered-transport.ts';

const WRITE = 0x2a;
const READ_BUFFER_CAPACITY = readBufferCapacity.spec.opcode;
const MS_PER_WRITE = 7;
const FIFO_BYTES = 4 * 1024 * 1024;

/** The buffer of 1,000,000 bytes with so many in it. */
const fill = (usedBytes: number) =>
  good(bufferCapacity.encode({ dataLength: 10, bufferBytes: 1_000_000, availableBytes: 1_000_000 - usedBytes }));

interface Sent {
  readonly progress: readonly WriteProgress[];
  readonly buffers: BufferReport;
}

/** Sends a track to a drive that takes 7 ms for each WRITE. */
async function send(
  blocks: number,
  {
    onRead,
    answer = () => good(),
    inBatches = true,
  }: { onRead?: () => void; answer?: Tamper; inBatches?: boolean } = {},
): Promise<Sent> {
  const clock = new VirtualClock();
  const tamper: Tamper = async (request, next) => {
    if (request.cdb[0] === WRITE) await clock.sleep(MS_PER_WRITE);
    return answer(request, next);
  };
  const simulated = new SimulatedDrive({ clock });
  const transport = inBatches ? new BatchingTransport(simulated, tamper) : new TamperedTransport(simulated, tamper);
  const source = blocksOfNoise(blocks, 1, {
    onRead: async (position) => {
      onRead?.();
      if (position > blocks * AUDIO_BLOCK_BYTES * 0.6 && !stalled) {
        stalled = true;
        await clock.sleep(stallMs);
      }
    },
  });
  let stalled = stallMs === 0;
  const extent = { track: 1, startLba: 0, lengthBlocks: blocks, minimumBlocks: 0, format: TrackFormats.audio, source };
  const { yielded, result } = await drainGenerator(sendExtent(new Drive(transport), extent, { fifoBytes: FIFO_BYTES }));
  return { progress: yielded, buffers: result.buffers };
}

let stallMs = 0;

describe('the lowest fill of the FIFO', () => {
  test('is not known for a track that fits into it', async () => {
    stallMs = 0;
    const { buffers } = await send(1_000);
    expect(buffers).toEqual({ fifoBytes: FIFO_BYTES, lowestFifoBytes: undefined, driveBufferDips: 0 });
  });

  test('stays near the whole while the source is fast, also at the end of the track', async () => {
    stallMs = 0;
    const { buffers } = await send(12_000);
    expect(buffers.lowestFifoBytes).toBeGreaterThan(FIFO_BYTES / 2);
  });

  test.each([200, 100_000])('shows a source that stalls for %d ms', async (milliseconds) => {
    stallMs = milliseconds;
    const { buffers, progress } = await send(12_000);
    const takenBytes = (milliseconds / MS_PER_WRITE) * 27 * AUDIO_BLOCK_BYTES;
    expect(buffers.lowestFifoBytes).toBeGreaterThanOrEqual(Math.max(0, FIFO_BYTES / 2 - takenBytes));
    expect(buffers.lowestFifoBytes).toBeLessThanOrEqual(Math.max(0, FIFO_BYTES - takenBytes));
    expect(progress.at(-1)?.buffers).toEqual(buffers);
  });
});

describe('dips of the drive’s buffer', () => {
  test('are counted each time that it is found less than half full', async () => {
    stallMs = 0;
    const fills = [900_000, 400_000, 300_000, 700_000, 499_999, 500_000];
    let asked = 0;
    const answer: Tamper = ({ cdb }) => (cdb[0] === READ_BUFFER_CAPACITY ? fill(fills[asked++] ?? 900_000) : good());
    const { buffers } = await send(12_000, { answer });
    expect(asked).toBeGreaterThan(fills.length);
    expect(buffers.driveBufferDips).toBe(2);
  });

  test('are looked for once for each batch, and no more after a WRITE that failed', async () => {
    stallMs = 0;
    const opcodes: (number | undefined)[] = [];
    const answer: Tamper = ({ cdb }) => {
      opcodes.push(cdb[0]);
      if (cdb[0] === READ_BUFFER_CAPACITY) return fill(900_000);
      return opcodes.length > 400 ? checkCondition(3, 0x0c, 0x00) : good();
    };
    await send(12_000, { answer });
    const longest = Math.max(
      ...opcodes
        .join(' ')
        .split(String(READ_BUFFER_CAPACITY))
        .slice(1, -1)
        .map((each) => each.trim().split(' ').length),
    );
    expect(longest).toBeLessThanOrEqual(2 * 34);
    expect(opcodes.slice(opcodes.lastIndexOf(WRITE) + 1)).toEqual([]);
  });
});

test('progress is made ten times a second, and once at the end', async () => {
  stallMs = 0;
  for (const inBatches of [true, false]) {
    const { progress } = await send(12_000, { inBatches });
    const times = progress.map(({ elapsedMs }) => elapsedMs);
    const pauses = times.slice(1, -1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(300);
    expect(progress.at(-1)).toMatchObject({ writtenBlocks: 12_000, fifo: { usedBytes: 0 } });
  }
});

test('a burn reports on the buffers of all its tracks', async () => {
  const sources = [blocksOfNoise(4_000), blocksOfNoise(300)];
  const { result } = await drainGenerator(
    burnAudio(new Drive(new SimulatedDrive()), sources, { fifoBytes: 1_000_000 }),
  );
  expect(result.buffers).toEqual({
    fifoBytes: 1_000_000,
    lowestFifoBytes: result.tracks[0]?.buffers.lowestFifoBytes,
    driveBufferDips: 0,
  });
  expect(result.buffers.lowestFifoBytes).toBeGreaterThan(800_000);
});
