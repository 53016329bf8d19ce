import { readFileSync } from 'node:fs';
import type { Trace, TraceData, TraceEntry } from '../../src/trace/index.ts';

/** One line of fixtures/traces, as its README says. */
interface Recorded {
  readonly seq: number;
  readonly t: number;
  readonly cdb: string;
  readonly dir: 'none' | 'to' | 'from';
  readonly len: number;
  readonly timeout_ms: number;
  readonly out?: string;
  readonly out_crc32?: string;
  readonly in?: string;
  readonly in_crc32?: string;
  readonly status: number;
  readonly sense_raw?: string;
  readonly ms: number;
}

const partly = (hex: string, bytes: number, crc32: string | undefined): TraceData =>
  crc32 !== undefined && hex.length / 2 < bytes ? { bytes, crc32, head: hex } : hex;

function entryOf(recorded: Recorded): TraceEntry {
  const { seq, cdb, dir, len, status, out = '', sense_raw: sense } = recorded;
  const received = partly(recorded.in ?? '', len, recorded.in_crc32 === '00000000' ? undefined : recorded.in_crc32);
  return {
    type: 'exchange',
    seq,
    t: recorded.t * 1000,
    tDone: recorded.t * 1000 + recorded.ms,
    cdb,
    timeoutMs: recorded.timeout_ms,
    ...(dir === 'to' ? { out: partly(out, len, recorded.out_crc32) } : {}),
    ...(dir === 'from' ? { inBytes: len, in: received } : {}),
    outcome: 'answered',
    status,
    ...(sense === undefined ? {} : { sense }),
    durationMs: recorded.ms,
  };
}

/** What one of the programs in fixtures/traces did, as a trace in our own format. */
export function recordedProgram(name: string): Trace {
  const text = readFileSync(new URL(`../../fixtures/traces/${name}.jsonl`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return {
    header: {
      type: 'header',
      format: 'discwright trace',
      version: 1,
      path: '/dev/sr0',
      simulated: false,
      maxTransferBytes: 65_536,
    },
    entries: lines.map((line) => entryOf(JSON.parse(line))),
    errors: [],
    cutOff: false,
  };
}
