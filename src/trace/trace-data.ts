import { crc32 as zlibCrc32 } from 'node:zlib';
import { fromHex, toHex } from '../codec/index.ts';
import { commandFacts } from '../mmc/commands/index.ts';
import type { TraceData } from './trace.ts';

/** Blocks read from the disc are kept in full up to this many bytes per command, unless the recorder has another limit. */
export const READ_DATA_LIMIT_BYTES = 4_096;
/** Everything but blocks is kept in full up to this many bytes. */
export const PARAMETER_LIMIT_BYTES = 65_536;
const HEAD_BYTES = 16;

const carriesBlocks = (opcode: number): boolean => commandFacts(opcode)?.payload === 'blocks';

export const crc32 = (bytes: Uint8Array): string => zlibCrc32(bytes).toString(16).padStart(8, '0');

const digest = (bytes: Uint8Array): TraceData => ({
  bytes: bytes.length,
  crc32: crc32(bytes),
  head: toHex(bytes.subarray(0, HEAD_BYTES)),
});

/** Data as the trace keeps it: written blocks as a digest, everything else in full. */
export function traceOut(opcode: number, bytes: Uint8Array): TraceData {
  return carriesBlocks(opcode) || bytes.length > PARAMETER_LIMIT_BYTES ? digest(bytes) : toHex(bytes);
}

/** Data as the trace keeps it: in full without trailing zeros, or as a digest if that is more than the limit. */
export function traceIn(opcode: number, bytes: Uint8Array, readLimitBytes: number): TraceData {
  let used = bytes.length;
  while (used > 0 && bytes[used - 1] === 0) used--;
  if (used > (carriesBlocks(opcode) ? readLimitBytes : PARAMETER_LIMIT_BYTES)) return digest(bytes);
  const hex = toHex(bytes.subarray(0, used));
  return bytes.length - used < HEAD_BYTES ? toHex(bytes) : { bytes: bytes.length, hex };
}

export const lengthOfData = (data: TraceData): number => (typeof data === 'string' ? data.length / 2 : data.bytes);

/** The bytes, or undefined where the trace holds only their digest. */
export function bytesOfData(data: TraceData): Uint8Array<ArrayBuffer> | undefined {
  if (typeof data === 'string') return Uint8Array.from(fromHex(data));
  if (!('hex' in data)) return undefined;
  const bytes = new Uint8Array(data.bytes);
  bytes.set(fromHex(data.hex).subarray(0, data.bytes));
  return bytes;
}

/** Whether these bytes are the ones that the trace holds, or whose digest it holds. */
export function sameData(data: TraceData, bytes: Uint8Array): boolean {
  if (lengthOfData(data) !== bytes.length) return false;
  const kept = bytesOfData(data);
  if (kept !== undefined) return kept.every((byte, index) => byte === bytes[index]);
  return typeof data === 'object' && 'crc32' in data && data.crc32 === crc32(bytes);
}
