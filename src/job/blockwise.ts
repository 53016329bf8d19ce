import type { PcmReader } from '../audio/pcm-reader.ts';
import { filling } from './fill.ts';

/** What is kept of each unit of a file: `keptBytes` from `fromByte` onward, swapped or not. */
export interface Cut {
  readonly unitBytes: number;
  readonly fromByte: number;
  readonly keptBytes: number;
  /** Swap the bytes of each 16-bit sample. */
  readonly swap?: boolean;
}

/** The bytes of a file whose samples have the high byte first. */
export const SWAPPED: Cut = { unitBytes: 4, fromByte: 0, keptBytes: 4, swap: true };

const BATCH_BYTES = 262_144;

/** Reads units, and gives what is kept of each. A unit that the source ends in is filled with zeros. */
export function cutReader(source: PcmReader, { unitBytes, fromByte, keptBytes, swap = false }: Cut): PcmReader {
  const units = Math.max(1, Math.floor(BATCH_BYTES / unitBytes));
  const raw = new Uint8Array(units * unitBytes);
  const kept = Buffer.alloc(units * keptBytes);
  let at = 0;
  let end = 0;

  async function refill(): Promise<void> {
    const count = await source.read(raw);
    const whole = Math.ceil(count / unitBytes);
    raw.fill(0, count, whole * unitBytes);
    for (let unit = 0; unit < whole; unit++) {
      const start = unit * unitBytes + fromByte;
      kept.set(raw.subarray(start, start + keptBytes), unit * keptBytes);
    }
    at = 0;
    end = whole * keptBytes;
    if (swap) kept.subarray(0, end).swap16();
  }

  async function readSome(target: Uint8Array): Promise<number> {
    if (at === end) await refill();
    const count = Math.min(target.length, end - at);
    target.set(kept.subarray(at, at + count));
    at += count;
    return count;
  }

  return {
    readSome,
    read: filling(readSome),
    close: () => source.close(),
  };
}

/** The bytes of a file for this many bytes of what is kept. */
export const rawBytes = (bytes: number, cut: Cut | undefined): number =>
  cut === undefined ? bytes : Math.floor(bytes / cut.keptBytes) * cut.unitBytes + (bytes % cut.keptBytes);
