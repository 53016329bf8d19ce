import type { SenseTriple } from './transport.ts';

/** Response codes of sense data for the command they came with (SPC-3 4.5.1); 71h and 73h are for an earlier one. */
const CURRENT_FIXED = 0x70;
const CURRENT_DESCRIPTOR = 0x72;
const RESPONSE_CODE_MASK = 0x7f;
const KEY_MASK = 0x0f;

/** Key, ASC and ASCQ of current sense data in fixed or descriptor format; undefined when it is deferred, cut off or missing. */
export function currentSenseTriple(sense: Uint8Array): SenseTriple | undefined {
  switch ((sense[0] ?? 0) & RESPONSE_CODE_MASK) {
    case CURRENT_FIXED:
      return tripleAt(sense, 2, 12);
    case CURRENT_DESCRIPTOR:
      return tripleAt(sense, 1, 2);
    default:
      return undefined;
  }
}

function tripleAt(sense: Uint8Array, keyByte: number, ascByte: number): SenseTriple | undefined {
  const key = sense[keyByte];
  if (key === undefined) return undefined;
  return { key: key & KEY_MASK, asc: sense[ascByte] ?? 0, ascq: sense[ascByte + 1] ?? 0 };
}
