import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { describeExchange, parseTrace, RecordingTransport, ReplayTransport } from '../../src/trace/index.ts';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import type { BurnOptions, BurnResult } from '../../src/write/burn.ts';
import { burnAudio } from '../../src/write/index.ts';
import { blocksOfNoise } from '../support/sources.ts';

/** A small FIFO, so that the queue is full and the drive's buffer level is read while WRITEs are in progress. */
const OPTIONS = { fifoBytes: 512 * 1024, ending: 'leave-open' } as const;

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

async function burn(transport: ScsiTransport, lengths: readonly number[], options: BurnOptions): Promise<BurnResult> {
  const sources = lengths.map((blocks, index) => blocksOfNoise(blocks, index + 1, { onRead: pause }));
  await using drive = new Drive(transport);
  const burning = burnAudio(drive, sources, options);
  for (;;) {
    const step = await burning.next();
    if (step.done) return step.value;
  }
}

async function recordedBurn(lengths: readonly number[]) {
  const lines: string[] = [];
  const transport = new RecordingTransport(new SimulatedDrive(), (line) => void lines.push(line));
  const result = await burn(transport, lengths, OPTIONS);
  return { result, lines, trace: parseTrace(`${lines.join('\n')}\n`) };
}

describe('a burn on a simulated drive, left open', () => {
  test('is replayed to the same result', async () => {
    const lengths = [300, 2_000, 1_700];
    const { result, trace } = await recordedBurn(lengths);
    const replay = new ReplayTransport(trace);
    const again = await burn(replay, lengths, OPTIONS);
    expect(again.disc).toEqual(result.disc);
    const withoutTimes = ({ tracks }: BurnResult) => tracks.map(({ elapsedMs: _, ...rest }) => rest);
    expect(withoutTimes(again)).toEqual(withoutTimes(result));
    const elapsedMs = ({ tracks }: BurnResult) => tracks.reduce((sum, track) => sum + track.elapsedMs, 0);
    expect(elapsedMs(again)).toBeCloseTo(elapsedMs(result), 1);
    expect(replay.exchangesLeft).toBe(0);
  });

  test('is not replayed with other audio, or with another ending', async () => {
    const { trace } = await recordedBurn([300]);
    const failureOf = async (lengths: number[], options: BurnOptions) => {
      const error = await burn(new ReplayTransport(trace), lengths, options).catch((reason) => reason);
      for (let cause = error; cause !== undefined; cause = cause.cause) {
        if (cause instanceof TransportError) return cause.reason;
      }
      return String(error);
    };
    expect(await failureOf([301], OPTIONS)).toMatch(
      /^exchange \d+: WRITE\(10\) lengthBlocks: trace has 3 blocks, program sent 4 blocks$/,
    );
    expect(await failureOf([300], { ...OPTIONS, ending: 'finalize' })).toMatch(
      /^exchange \d+: MODE SELECT\(10\) Write Parameters page multiSession: trace has next session allowed \(3\), program sent no next session \(0\)$/,
    );
  });

  test('is described in the trace, which is small', async () => {
    const { lines, trace } = await recordedBurn([1_000]);
    expect(lines.join('\n').length).toBeLessThan((1_000 * 2_352) / 50);
    const said = trace.entries.map(describeExchange);
    for (const line of said) expect(line).toMatch(/^ *\d+\.\d{3} s {2}#/);
    expect(said.findLast((line) => line.includes('MODE SELECT(10)'))).toContain(
      'multi-session next session allowed (3)',
    );
    expect(said.filter((line) => line.includes('close function session (2)'))).toEqual([]);
    expect(said.filter((line) => line.includes('WRITE(10)'))).toHaveLength(Math.ceil(1_000 / 27));
  });
});
