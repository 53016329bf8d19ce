import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pcmTrackFromIterable } from '../../../src/audio/index.ts';
import { AUDIO_BLOCK_BYTES } from '../../../src/cd/geometry.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { breakChain } from '../../../src/transport/chain.ts';
import type { ScsiReply, ScsiRequest } from '../../../src/transport/transport.ts';
import { type SentTrack, sendExtent } from '../../../src/write/engine/send-extent.ts';
import { TrackFormats } from '../../../src/write/engine/track-format.ts';
import { BatchingTransport } from '../../support/batching-transport.ts';
import { noise, sourceOf } from '../../support/sources.ts';
import { checkCondition, drainGenerator, good, TamperedTransport } from '../../support/tampered-transport.ts';

interface Case {
  readonly blocks: number;
  readonly fifoBytes: number;
  /** What goes wrong at which WRITE. */
  readonly failAt: number;
  readonly how: 'refusal' | 'loss' | 'no answer' | 'cancel';
}

interface Run {
  readonly sent: SentTrack;
  readonly written: readonly { readonly lba: number; readonly lengthBlocks: number }[];
  readonly bytes: Buffer;
}

/** Sends one track to a drive that only keeps what it is sent. */
async function send({ blocks, fifoBytes, failAt, how }: Case, inBatches: boolean): Promise<Run> {
  const stop = new AbortController();
  const written: { lba: number; lengthBlocks: number }[] = [];
  const parts: Buffer[] = [];
  const keep = ({ cdb, data, chain }: ScsiRequest): ScsiReply => {
    if (cdb[0] !== write10.spec.opcode || data.direction !== 'out') return good();
    const { lba, lengthBlocks } = write10.spec.cdb.decode(cdb);
    if (written.length === failAt && how !== 'cancel') breakChain(chain);
    if (written.length === failAt && how === 'refusal') return checkCondition(3, 0x0c, 0x00);
    if (written.length === failAt && how === 'loss') return { ...good(), residualBytes: AUDIO_BLOCK_BYTES };
    if (written.length === failAt && how === 'no answer') throw new Error('no answer');
    written.push({ lba, lengthBlocks });
    parts.push(Buffer.from(data.bytes));
    if (written.length === failAt && how === 'cancel') stop.abort();
    return good();
  };
  const drive = new SimulatedDrive();
  const transport = inBatches ? new BatchingTransport(drive, keep) : new TamperedTransport(drive, keep);
  const extent = {
    track: 1,
    startLba: 100,
    lengthBlocks: blocks,
    minimumBlocks: 0,
    format: TrackFormats.audio,
    source: sourceOf(noise(blocks * AUDIO_BLOCK_BYTES)),
  };
  const { result } = await drainGenerator(sendExtent(new Drive(transport), extent, { fifoBytes, signal: stop.signal }));
  return { sent: result, written, bytes: Buffer.concat(parts) };
}

const cases = fc.record({
  blocks: fc.integer({ min: 1, max: 1_500 }),
  fifoBytes: fc.constantFrom(0, 64_000, 600_000, 4_000_000, 33_554_432),
  failAt: fc.integer({ min: 1, max: 60 }),
  how: fc.constantFrom('refusal', 'loss', 'no answer', 'cancel'),
} as const);

describe('a track that is sent in batches', () => {
  test('arrives once, in order and whole, up to where it is stopped', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const { sent, written, bytes } = await send(each, true);
        let next = 100;
        for (const { lba, lengthBlocks } of written) {
          expect(lba).toBe(next);
          next += lengthBlocks;
        }
        expect(bytes.equals(Buffer.from(noise(each.blocks * AUDIO_BLOCK_BYTES)).subarray(0, bytes.length))).toBe(true);
        // Of a WRITE that did not arrive whole all blocks but the last are there.
        const more = sent.sourceBlocks - (next - 100);
        expect(more).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(each.how === 'loss' && sent.failure !== undefined ? 26 : 0);
      }),
      { numRuns: 60 },
    );
  });

  test('ends where it would if its WRITEs were sent one by one, with the same failure', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const [batched, single] = [await send(each, true), await send(each, false)];
        const outcome = ({ sent }: Run) => ({
          ...sent,
          buffers: 0,
          elapsedMs: 0,
          sampleLba: 0,
          failure: String(sent.failure),
        });
        // What is already on its way when a program cancels differs: no WRITE follows the one in progress in a batch.
        if (each.how === 'cancel') expect(batched.sent.stopped).toBe(each.failAt * 27 < each.blocks);
        else expect(outcome(batched)).toEqual(outcome(single));
      }),
      { numRuns: 60 },
    );
  });

  test('stops within one WRITE when it is cancelled', async () => {
    const { written } = await send({ blocks: 1_500, fifoBytes: 33_554_432, failAt: 5, how: 'cancel' }, true);
    expect(written).toHaveLength(5);
  });
});

describe('a source that fails in the middle of what is read at a time', () => {
  const MADE_BLOCKS = 700;
  /** Announces 1,500 blocks, and fails after 700 and a half. */
  async function* failing(): AsyncGenerator<Uint8Array> {
    const sound = noise(1_500 * AUDIO_BLOCK_BYTES);
    const end = (MADE_BLOCKS + 0.5) * AUDIO_BLOCK_BYTES;
    for (let at = 0; at < end; at += 10_000) yield sound.subarray(at, Math.min(end, at + 10_000));
    throw new Error('the disk is gone');
  }

  test.each([true, false])('loses none of the blocks that it gave before (in batches: %s)', async (inBatches) => {
    const parts: Uint8Array[] = [];
    const keep = ({ data }: ScsiRequest): ScsiReply => {
      if (data.direction === 'out') parts.push(data.bytes.slice());
      return good();
    };
    const drive = new SimulatedDrive();
    const transport = inBatches ? new BatchingTransport(drive, keep) : new TamperedTransport(drive, keep);
    const source = pcmTrackFromIterable(failing(), { name: 'a stream', announcedBytes: 1_500 * AUDIO_BLOCK_BYTES });
    const extent = { track: 1, startLba: 0, lengthBlocks: 1_500, minimumBlocks: 0, format: TrackFormats.audio, source };
    const { result } = await drainGenerator(sendExtent(new Drive(transport), extent, { fifoBytes: 33_554_432 }));
    expect(result).toMatchObject({ sourceBlocks: MADE_BLOCKS, stopped: false, failure: { name: 'SourceError' } });
    expect(String(result.failure)).toContain('the disk is gone');
    const sent = Buffer.concat(parts);
    expect(sent.equals(Buffer.from(noise(MADE_BLOCKS * AUDIO_BLOCK_BYTES)))).toBe(true);
  });
});
