import { expect, test } from '@jest/globals';
import { sessionsOf } from '../../../src/cd/toc.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { BLOCK_BYTES, flush, fullToc, RESEND, readAudio, readQ, run, selectPage05 } from '../support.ts';
import { cue, leadIn, leadOut, sendSheet } from './whole-sessions.ts';

const TRACKS = 99;
const TRACK_BLOCKS = 3_630;
const LEAD_OUT = TRACKS * TRACK_BLOCKS;
const CHUNK = 27;

/** Blocks that contain their own address. */
function stamped(lba: number, lengthBlocks: number): Uint8Array {
  const bytes = new Uint8Array(lengthBlocks * BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  for (let block = 0; block < lengthBlocks; block++) view.setInt32(block * BLOCK_BYTES, lba + block);
  return bytes;
}

test('a full disc of 99 gapless tracks, written by Session-At-Once', async () => {
  await using drive = new SimulatedDrive();
  await selectPage05(drive, { writeType: 2 });
  const tracks = Array.from({ length: TRACKS }, (_, index) => cue(index + 1, 1, index * TRACK_BLOCKS));
  await sendSheet(drive, leadIn(), cue(1, 0, -150), ...tracks, leadOut(LEAD_OUT));
  for (let lba = -150; lba < LEAD_OUT; lba += CHUNK) {
    const lengthBlocks = Math.min(CHUNK, LEAD_OUT - lba);
    await run(drive, write10({ lba, lengthBlocks }, stamped(lba, lengthBlocks)), { resend: RESEND });
  }
  await flush(drive);
  const { entries } = await fullToc(drive);
  const [session] = sessionsOf(entries);
  expect(session?.tracks.map(({ startLba }) => startLba)).toEqual(tracks.map((_, index) => index * TRACK_BLOCKS));
  expect(session?.leadOutLba).toBe(LEAD_OUT);
  for (let lba = -150; lba < LEAD_OUT; lba += 997) {
    const lengthBlocks = Math.min(20, LEAD_OUT - lba);
    const read = await readAudio(drive, lba, lengthBlocks);
    expect(Buffer.compare(read, stamped(lba, lengthBlocks))).toBe(0);
  }
  const beyond = await readQ(drive, LEAD_OUT - 1);
  expect(Array.from(beyond.subarray(0, 3))).toEqual([0x01, 0x99, 1]);
}, 120_000);
