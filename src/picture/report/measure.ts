import { DecodeError, fromHex } from '../../codec/index.ts';
import { bufferCapacity, commandFor, readBufferCapacity, write10, write12 } from '../../mmc/commands/index.ts';
import { commandName } from '../../trace/command-name.ts';
import type { Trace, TracedExchange } from '../../trace/trace.ts';
import { bytesOfData } from '../../trace/trace-data.ts';

/** A value at a moment. */
export interface Moment {
  readonly seconds: number;
  readonly value: number;
}

/** How one kind of command went: those that were sent, not those behind one that failed. */
export interface CommandUse {
  readonly name: string;
  readonly count: number;
  readonly notGood: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

export interface TraceMeasures {
  readonly seconds: number;
  readonly commands: readonly CommandUse[];
  readonly writtenBytes: number;
  /** From the first WRITE to the end of the last one. */
  readonly writingSeconds: number;
  /** Bytes a second that WRITEs took, over windows of a few seconds. */
  readonly writeSpeed: readonly Moment[];
  /** How full the drive's buffer was, from 0 to 1, as READ BUFFER CAPACITY reported it. */
  readonly driveBuffer: readonly Moment[];
  /** How long the drive took for each WRITE, in milliseconds, without the time in the queue. */
  readonly writeTimes: readonly Moment[];
}

const STATUS_GOOD = 0x00;

/** Whether the drive did what it was asked. */
export const isGood = (exchange: TracedExchange): boolean =>
  exchange.outcome === 'answered' && exchange.status === STATUS_GOOD;

/** A graph has no room for more. */
const WINDOWS = 240;
const MS = 1_000;

/** What a trace says in numbers. */
export function measure({ entries }: Trace): TraceMeasures {
  const exchanges = entries.filter((entry) => entry.type === 'exchange');
  const endMs = exchanges.reduce((last, { tDone }) => Math.max(last, tDone), 0);
  const writes = exchanges.flatMap((exchange) => {
    const bytes = bytesWritten(exchange);
    return bytes === 0 ? [] : [{ bytes, fromMs: exchange.t, toMs: exchange.tDone, tookMs: tookMs(exchange) }];
  });
  const startMs = writes[0]?.fromMs ?? 0;
  const stopMs = writes.at(-1)?.toMs ?? startMs;
  return {
    seconds: endMs / MS,
    commands: usesOf(exchanges),
    writtenBytes: writes.reduce((sum, { bytes }) => sum + bytes, 0),
    writingSeconds: (stopMs - startMs) / MS,
    writeSpeed: speedOf(writes, startMs, stopMs),
    driveBuffer: thinned(exchanges.flatMap(bufferFill)),
    writeTimes: thinned(writes.map(({ toMs, tookMs: value }) => ({ seconds: toMs / MS, value }))),
  };
}

const tookMs = (exchange: TracedExchange): number =>
  exchange.outcome === 'answered' ? exchange.durationMs : exchange.tDone - exchange.t;

const WRITES: readonly number[] = [write10.spec.opcode, write12.spec.opcode];

function bytesWritten(exchange: TracedExchange): number {
  if (!isGood(exchange) || !WRITES.includes(fromHex(exchange.cdb)[0] ?? 0) || exchange.out === undefined) return 0;
  return typeof exchange.out === 'string' ? exchange.out.length / 2 : exchange.out.bytes;
}

function bufferFill(exchange: TracedExchange): Moment[] {
  if (exchange.outcome !== 'answered' || exchange.in === undefined) return [];
  if (fromHex(exchange.cdb)[0] !== readBufferCapacity.spec.opcode) return [];
  const bytes = bytesOfData(exchange.in);
  try {
    const { bufferBytes, availableBytes } = bufferCapacity.decode(bytes ?? new Uint8Array());
    if (bufferBytes === 0 || availableBytes > bufferBytes) return [];
    return [{ seconds: exchange.tDone / MS, value: 1 - availableBytes / bufferBytes }];
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

interface Write {
  readonly bytes: number;
  readonly fromMs: number;
  readonly toMs: number;
}

function speedOf(writes: readonly Write[], startMs: number, stopMs: number): Moment[] {
  const windowMs = Math.max(MS, (stopMs - startMs) / WINDOWS);
  const bytes: number[] = [];
  for (const write of writes) {
    const window = Math.floor((write.toMs - startMs) / windowMs);
    bytes[window] = (bytes[window] ?? 0) + write.bytes;
  }
  // The last window is not whole.
  return Array.from({ length: Math.max(0, bytes.length - 1) }, (_, index) => ({
    seconds: (startMs + (index + 0.5) * windowMs) / MS,
    value: ((bytes[index] ?? 0) * MS) / windowMs,
  }));
}

/** At most as many as a graph shows, and of each group the lowest and the highest. */
function thinned(points: readonly Moment[]): Moment[] {
  const groupLength = Math.ceil(points.length / WINDOWS);
  if (groupLength <= 2) return [...points];
  const groups = Array.from({ length: Math.ceil(points.length / groupLength) }, (_, index) =>
    points.slice(index * groupLength, (index + 1) * groupLength),
  );
  return groups.flatMap((group) => {
    const sorted = group.toSorted((a, b) => a.value - b.value);
    const ends = [sorted[0], sorted.at(-1)].filter((each): each is Moment => each !== undefined);
    return ends.toSorted((a, b) => a.seconds - b.seconds);
  });
}

function usesOf(exchanges: readonly TracedExchange[]): CommandUse[] {
  const uses = new Map<string, { name: string; count: number; notGood: number; totalMs: number; longestMs: number }>();
  for (const exchange of exchanges.filter(({ outcome }) => outcome !== 'skipped')) {
    const cdb = fromHex(exchange.cdb);
    const name = commandFor(cdb)?.spec.name ?? commandName(cdb);
    const use = uses.get(name) ?? { name, count: 0, notGood: 0, totalMs: 0, longestMs: 0 };
    use.count++;
    if (!isGood(exchange)) use.notGood++;
    use.totalMs += tookMs(exchange);
    use.longestMs = Math.max(use.longestMs, tookMs(exchange));
    uses.set(name, use);
  }
  return [...uses.values()].toSorted((a, b) => b.totalMs - a.totalMs);
}
