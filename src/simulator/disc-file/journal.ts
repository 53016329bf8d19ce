import { readSync } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import {
  decodeFileHeader,
  decodeRecordHeader,
  encodeFileHeader,
  encodeRecordHeader,
  FORMAT_VERSION,
  HEADER_BYTES,
  type RecordHeader,
  RecordKind,
} from './format.ts';

/** The file is not a saved disc, or not one that this version can read. */
export class NotASavedDiscError extends Error {
  override readonly name = 'NotASavedDiscError';
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(reason);
    this.remedy = remedy;
  }
}

/** A record as it is in the file. */
export interface StoredRecord extends RecordHeader {
  /** Byte offset of its payload. */
  readonly position: number;
  /** Of structure records only. */
  readonly payload?: Uint8Array;
}

type NewRecord = Omit<RecordHeader, 'sequence' | 'payloadBytes' | 'payloadCrc'>;

/** Appends records to a saved disc's file and reads back what is there. */
export class Journal {
  readonly #path: string;
  #file: FileHandle;
  #end: number;
  #sequence: number;

  private constructor(path: string, file: FileHandle, end: number, sequence: number) {
    this.#path = path;
    this.#file = file;
    this.#end = end;
    this.#sequence = sequence;
  }

  /** An empty journal, in a file that is empty or holds the incomplete beginning of one. */
  static async create(path: string, file: FileHandle): Promise<Journal> {
    await file.truncate(0);
    await file.write(encodeFileHeader(), 0, HEADER_BYTES, 0);
    return new Journal(path, file, HEADER_BYTES, 0);
  }

  /**
   * Reads all records, without the payloads of blocks, and drops an incomplete end.
   * @returns undefined for a file that has no complete header yet
   * @throws NotASavedDiscError
   */
  static async open(
    path: string,
    file: FileHandle,
  ): Promise<{ journal: Journal; records: StoredRecord[] } | undefined> {
    const { size } = await file.stat();
    if (!isSavedDisc(file, size)) return undefined;
    const records: StoredRecord[] = [];
    let end = HEADER_BYTES;
    for (;;) {
      const record = recordAt(file, end, size, records.length);
      if (record === undefined) break;
      records.push(record);
      end = record.position + record.payloadBytes;
    }
    if (end < size) await file.truncate(end);
    return { journal: new Journal(path, file, end, records.length), records };
  }

  /**
   * Replaces this file atomically by one with a single checked record.
   * @returns false, with nothing changed, on a system that does not let an open file be replaced (Windows)
   */
  async replaceFile(kind: RecordKind, payload: Uint8Array): Promise<boolean> {
    const path = replacementOf(this.#path);
    const file = await open(path, 'w+');
    const replacement = await Journal.create(path, file);
    try {
      await replacement.appendChecked(kind, payload);
      await file.datasync();
      await rename(path, this.#path);
    } catch (error) {
      await file.close();
      await removeFile(path);
      if (REPLACING_REFUSED.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
      throw error;
    }
    const old = this.#file;
    this.#file = file;
    this.#end = replacement.#end;
    this.#sequence = replacement.#sequence;
    await old.close();
    return true;
  }

  /** Writes one record after the others. Resolves with the byte offset of its payload. */
  async append(record: NewRecord, payload: Uint8Array = new Uint8Array(), payloadCrc = 0): Promise<number> {
    const header = encodeRecordHeader({
      ...record,
      payloadBytes: payload.length,
      payloadCrc,
      sequence: this.#sequence,
    });
    const position = this.#end + HEADER_BYTES;
    try {
      await writeAll(this.#file, [header, payload], this.#end);
    } catch (error) {
      // Half a record must not remain after a shorter one that is written here next.
      await this.#file.truncate(this.#end).catch(() => {});
      throw error;
    }
    this.#end = position + payload.length;
    this.#sequence++;
    return position;
  }

  /** Appends a payload that is checked when it is read: a structure. */
  async appendChecked(kind: RecordKind, payload: Uint8Array): Promise<void> {
    await this.append({ kind, blockBytes: 0, lba: 0, lengthBlocks: 0 }, payload, crc32(payload));
  }

  async read(position: number, lengthBytes: number): Promise<Uint8Array> {
    const target = new Uint8Array(lengthBytes);
    for (let done = 0; done < lengthBytes; ) {
      const { bytesRead } = await this.#file.read(target, done, lengthBytes - done, position + done);
      if (bytesRead === 0) throw new Error(`the file of the saved disc ends before byte ${position + lengthBytes}`);
      done += bytesRead;
    }
    return target;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

const REPLACING_REFUSED: readonly string[] = ['EPERM', 'EACCES', 'EBUSY'];

const replacementOf = (path: string): string => `${path}.discwright-new`;

/** Removes what a process left that died before the new file replaced the old one. */
export const removeAbandonedReplacement = (path: string): Promise<void> => removeFile(replacementOf(path));

async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** False for the incomplete beginning of a saved disc. */
function isSavedDisc(file: FileHandle, size: number): boolean {
  const header = readUpTo(file, 0, HEADER_BYTES);
  const version = decodeFileHeader(header);
  if (version === undefined) {
    const torn = size < HEADER_BYTES && startsAlike(header, encodeFileHeader());
    if (torn) return false;
    throw new NotASavedDiscError(
      'is a file, but not a saved disc',
      'Name another file: one that does not exist yet becomes a blank disc',
    );
  }
  if (version > FORMAT_VERSION) {
    throw new NotASavedDiscError(
      `is a saved disc of format ${version}; this version of discwright reads formats up to ${FORMAT_VERSION}`,
      'Update discwright, or name another file',
    );
  }
  return true;
}

/** Undefined at the end of the valid records. */
function recordAt(file: FileHandle, start: number, size: number, sequence: number): StoredRecord | undefined {
  const header = readUpTo(file, start, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.every((byte) => byte === 0)) return undefined;
  const values = decodeRecordHeader(header);
  if (values === undefined || values.sequence !== sequence) throw damagedAt(start);
  const record = { ...values, position: start + HEADER_BYTES };
  const end = record.position + record.payloadBytes;
  if (end > size) return undefined;
  if (record.kind !== RecordKind.Structure) return record;
  const payload = readUpTo(file, record.position, record.payloadBytes);
  if (crc32(payload) === record.payloadCrc) return { ...record, payload };
  if (end === size) return undefined;
  throw damagedAt(start);
}

export const damagedAt = (position: number): NotASavedDiscError =>
  new NotASavedDiscError(
    `is a saved disc that was changed by another program or damaged, at byte ${position}`,
    'Restore it from a copy, or name another file',
  );

function readUpTo(file: FileHandle, position: number, lengthBytes: number): Uint8Array {
  const target = new Uint8Array(lengthBytes);
  let done = 0;
  while (done < lengthBytes) {
    const count = readSync(file.fd, target, done, lengthBytes - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return target.subarray(0, done);
}

const startsAlike = (beginning: Uint8Array, whole: Uint8Array): boolean =>
  beginning.every((byte, index) => byte === whole[index]);

async function writeAll(file: FileHandle, parts: readonly Uint8Array[], position: number): Promise<void> {
  let rest = parts.filter((part) => part.length > 0);
  let at = position;
  while (rest.length > 0) {
    let { bytesWritten } = await file.writev(rest, at);
    at += bytesWritten;
    rest = rest.flatMap((part) => {
      const taken = Math.min(bytesWritten, part.length);
      bytesWritten -= taken;
      return taken < part.length ? [part.subarray(taken)] : [];
    });
  }
}
