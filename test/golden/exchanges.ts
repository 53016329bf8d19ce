import { readFileSync } from 'node:fs';
import { fromHex } from '../../src/codec/index.ts';

/** One line of fixtures/golden/exchanges.jsonl. */
export interface Exchange {
  /** The trace in which it was first seen, and its program. */
  readonly run: string;
  readonly program: string;
  readonly cdb: Uint8Array;
  readonly direction: 'none' | 'to' | 'from';
  /** Bytes that the program sent, or would accept. */
  readonly len: number;
  readonly out?: Uint8Array;
  readonly in?: Uint8Array;
  readonly status: number;
  readonly sense?: Uint8Array;
  /** The beginning of data that the fixture does not have. */
  readonly outHead?: Uint8Array;
}

const fixture = (path: string): string => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');

export const fixtureJson = (path: string): unknown => JSON.parse(fixture(path));

export const fixtureLines = <T>(path: string): T[] =>
  fixture(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const inBytes = <K extends string>(name: K, hex: string | undefined) =>
  (hex === undefined ? {} : { [name]: fromHex(hex) }) as { [key in K]?: Uint8Array };

interface Line {
  readonly run: string;
  readonly program: string;
  readonly cdb: string;
  readonly dir: Exchange['direction'];
  readonly len: number;
  readonly out?: string;
  readonly in?: string;
  readonly status: number;
  readonly sense?: string;
  readonly outHead?: string;
}

/** The data of READ CD and of WRITE is left out: the fixture has only its CRC. */
export const exchanges: readonly Exchange[] = fixtureLines<Line>('golden/exchanges.jsonl').map((line) => ({
  run: line.run,
  program: line.program,
  cdb: fromHex(line.cdb),
  direction: line.dir,
  len: line.len,
  ...inBytes('out', line.out),
  ...inBytes('in', line.in),
  status: line.status,
  ...inBytes('sense', line.sense),
  ...inBytes('outHead', line.outHead),
}));
