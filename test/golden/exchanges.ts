import { readFileSync } from 'node:fs';
import { fromHex } from '../../src/codec/index.ts';

/** One line of fixtures/golden/exchanges.jsonl. */
export interface Exchange {
  readonly program: string;
  readonly cdb: Uint8Array;
  readonly len: number;
  readonly out?: Uint8Array;
  readonly in?: Uint8Array;
}

const fixture = (path: string): string => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');

export const fixtureJson = (path: string): unknown => JSON.parse(fixture(path));

export const exchanges: readonly Exchange[] = fixture('golden/exchanges.jsonl')
  .trim()
  .split('\n')
  .map((line) => {
    const raw = JSON.parse(line);
    return {
      program: raw.program,
      cdb: fromHex(raw.cdb),
      len: raw.len,
      ...(raw.out === undefined ? {} : { out: fromHex(raw.out) }),
      ...(raw.in === undefined ? {} : { in: fromHex(raw.in) }),
    };
  });
