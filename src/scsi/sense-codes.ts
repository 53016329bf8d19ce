import { hexNumber, toHex } from '../codec/index.ts';
import { HIGH_SENSE_CODES } from './sense-code-table-high.ts';
import { LOW_SENSE_CODES } from './sense-code-table-low.ts';

export { remedyFor } from './sense-remedies.ts';

const KEY_NAMES = [
  'NO SENSE',
  'RECOVERED ERROR',
  'NOT READY',
  'MEDIUM ERROR',
  'HARDWARE ERROR',
  'ILLEGAL REQUEST',
  'UNIT ATTENTION',
  'DATA PROTECT',
  'BLANK CHECK',
  'VENDOR SPECIFIC',
  'COPY ABORTED',
  'ABORTED COMMAND',
  'EQUAL',
  'VOLUME OVERFLOW',
  'MISCOMPARE',
  'COMPLETED',
] as const;

/** `ILLEGAL REQUEST` and the like (SPC-4 4.5.6). */
export const senseKeyName = (key: number): string => KEY_NAMES[key] ?? `KEY ${hexNumber(key)}`;

const ANY_QUALIFIER = 'NN';
const CODE_LENGTH = '04 NN'.length;

/** By ASC and ASCQ as the tables write them: `04 08`, `40 NN`. */
let table: ReadonlyMap<string, string> | undefined;

function parseTable(): ReadonlyMap<string, string> {
  const lines = `${LOW_SENSE_CODES}${HIGH_SENSE_CODES}`.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(0, CODE_LENGTH), line.slice(CODE_LENGTH + 1)]));
}

/**
 * An additional sense code and its qualifier in words, lower case: `long write in progress`. Codes that the standard leaves
 * to the maker of the drive are `vendor specific`, those that it has not assigned `unassigned` (SPC-4 annex D).
 */
export function ascDescription(asc: number, ascq: number): string {
  table ??= parseTable();
  const code = toHex(Uint8Array.of(asc, ascq), ' ').toUpperCase();
  const exact = table.get(code);
  if (exact !== undefined) return exact;
  const ranged = table.get(code.slice(0, -ANY_QUALIFIER.length) + ANY_QUALIFIER);
  if (ranged !== undefined) return `${ranged} ${hexNumber(ascq)}`;
  return asc >= 0x80 || ascq >= 0x80 ? 'vendor specific' : 'unassigned';
}
