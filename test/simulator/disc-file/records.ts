import { decodeRecordHeader, HEADER_BYTES, type RecordHeader } from '../../../src/simulator/disc-file/format.ts';

export interface FoundRecord extends RecordHeader {
  /** Byte offset of its header, and of the byte after its payload. */
  readonly start: number;
  readonly end: number;
}

/** Every record in the file of a saved disc. */
export function recordsIn(bytes: Uint8Array): FoundRecord[] {
  const records: FoundRecord[] = [];
  for (let start = HEADER_BYTES; start < bytes.length; ) {
    const header = decodeRecordHeader(bytes.subarray(start, start + HEADER_BYTES));
    if (header === undefined) throw new Error(`no record at byte ${start}`);
    const end = start + HEADER_BYTES + header.payloadBytes;
    records.push({ ...header, start, end });
    start = end;
  }
  return records;
}
