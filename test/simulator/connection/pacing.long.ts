import { performance } from 'node:perf_hooks';
import { expect, test } from '@jest/globals';
import { getEventStatusNotification } from '../../../src/mmc/commands/get-event-status-notification.ts';
import { setCdSpeed } from '../../../src/mmc/commands/set-cd-speed.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { SimulatedDrive, wallClock } from '../../../src/simulator/index.ts';
import type { ScsiTransport } from '../../../src/transport/transport.ts';
import { blocks, RESEND, run } from '../support.ts';

const SPEED = 52;
/** 1x audio. */
const BYTES_PER_SECOND = 176_400;
const SECONDS = 10;
const BLOCKS_PER_WRITE = 27;
const BUFFER_BYTES = 2 * 1_024 * 1_024;
const PAUSE_MS = 7;

/** Writes as fast as the drive accepts data for `seconds`. Resolves with the bytes that went onto the disc. */
async function write(drive: ScsiTransport, seconds: number): Promise<number> {
  const data = blocks(BLOCKS_PER_WRITE);
  const end = performance.now() + seconds * 1_000;
  let lba = 0;
  while (performance.now() < end) {
    await run(drive, write10({ lba, lengthBlocks: BLOCKS_PER_WRITE }, data), { resend: RESEND });
    lba += BLOCKS_PER_WRITE;
  }
  return (lba / BLOCKS_PER_WRITE) * data.length;
}

const ascending = (numbers: number[]): number[] => numbers.sort((left, right) => left - right);

/**
 * Asks the drive at intervals until `stopped`. Resolves with how long each answer took and how late this busy machine
 * woke the prober each time, both ascending and in milliseconds.
 */
async function probe(drive: ScsiTransport, stopped: () => boolean) {
  const times: number[] = [];
  const lateness: number[] = [];
  for (let count = 0; !stopped(); count++) {
    const start = performance.now();
    await run(drive, count % 2 === 0 ? testUnitReady({}) : getEventStatusNotification({}));
    times.push(performance.now() - start);
    const asleep = performance.now();
    await wallClock.sleep(PAUSE_MS);
    lateness.push(performance.now() - asleep - PAUSE_MS);
  }
  return { times: ascending(times), lateness: ascending(lateness) };
}

test('in real time the drive writes at 52x, no more and no less, and answers a second program meanwhile', async () => {
  await using drive = new SimulatedDrive({ clock: wallClock, writeSpeeds: [SPEED], bufferBytes: BUFFER_BYTES });
  await run(drive, setCdSpeed({}));
  const second = drive.connect();
  let stopped = false;
  const probing = probe(second, () => stopped);
  const start = performance.now();
  const bytes = await write(drive, SECONDS);
  const elapsedSeconds = (performance.now() - start) / 1_000;
  stopped = true;
  const { times, lateness } = await probing;
  const written = bytes - drive.burner.buffer.waitingBytes;
  const speed = written / elapsedSeconds / BYTES_PER_SECOND;
  const at = (share: number, of = times) => of[Math.min(of.length - 1, Math.floor(of.length * share))] ?? 0;
  const { links, refusedWrites } = drive.statistics;
  console.log(
    `${((speed * BYTES_PER_SECOND) / 1e6).toFixed(2)} MB/s = ${speed.toFixed(1)}x, ${links} links, ${refusedWrites} WRITEs refused; ` +
      `second program: median ${at(0.5).toFixed(2)} ms, 95 % ${at(0.95).toFixed(2)} ms, 99 % ${at(0.99).toFixed(2)} ms, ` +
      `longest ${at(1).toFixed(2)} ms of ${times.length}; timers 95 % ${at(0.95, lateness).toFixed(2)} ms late`,
  );
  // The printed numbers are for people; what is checked also holds on a machine busy with other things.
  expect(speed).toBeGreaterThan(SPEED * 0.5);
  expect(speed).toBeLessThan(SPEED * 1.01);
  expect(times.length).toBeGreaterThan(10);
});
