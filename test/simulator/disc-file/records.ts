import {
  BLOCK_CHECK_BYTES,
  decodeRecordHeader,
  encodeFileHeader,
  encodeRecordHeader,
  HEADER_BYTES,
  type RecordHeader,
  RecordKind,
} from '../../../src/simulator/disc-file/format.ts';

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

/** Where the first block of a record is in its file. */
export const firstBlockIn = ({ kind, start, lengthBlocks }: FoundRecord): number =>
  start + HEADER_BYTES + (kind === RecordKind.Blocks ? lengthBlocks * BLOCK_CHECK_BYTES : 0);

/** The file as a killed process leaves it: without the index at its end. */
export function withoutIndex(bytes: Buffer): Buffer {
  const last = recordsIn(bytes).at(-1);
  return last?.kind === RecordKind.Index ? bytes.subarray(0, last.start) : bytes;
}

/** The same disc as format 2 has it: no checksums of blocks, no index. */
export function asFormat2(bytes: Buffer): Buffer {
  const kept = recordsIn(bytes).filter(({ kind }) => kind !== RecordKind.Index);
  const records = kept.flatMap((record, sequence) => {
    const ofBlocks = record.kind === RecordKind.Blocks;
    const payload = bytes.subarray(ofBlocks ? firstBlockIn(record) : record.start + HEADER_BYTES, record.end);
    const kind = ofBlocks ? RecordKind.UncheckedBlocks : record.kind;
    return [encodeRecordHeader({ ...record, kind, payloadBytes: payload.length, sequence }), payload];
  });
  return Buffer.concat([encodeFileHeader(2), ...records]);
}
