import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Damage, type ReadOnly, ReadOnlyDiscError } from './errors.ts';
import { writeAll } from './file-bytes.ts';
import { encodeFileHeader, encodeRecordHeader, HEADER_BYTES, type RecordHeader, type RecordKind } from './format.ts';
import { type StoredRecord, scan } from './scan.ts';

type NewRecord = Omit<RecordHeader, 'sequence' | 'payloadBytes' | 'payloadCrc'>;

/** A saved disc's file as it was found. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly records: readonly StoredRecord[];
  readonly damage: Damage | undefined;
}

/** Appends records to a saved disc's file and reads back what is there. */
export class Journal {
  readonly #path: string;
  #file: FileHandle;
  /** Where the next record begins; 0 if the file header is still to be written. */
  #end: number;
  #sequence: number;
  /** Bytes may follow the end: they are cut off before the first record is written, since reading changes nothing. */
  #torn: boolean;
  #readOnly: ReadOnly | undefined;

  private constructor(path: string, file: FileHandle, { end = 0, sequence = 0, torn = true } = {}) {
    this.#path = path;
    this.#file = file;
    this.#end = end;
    this.#sequence = sequence;
    this.#torn = torn;
  }

  /** An empty journal in a new file. */
  static async create(path: string, file: FileHandle): Promise<Journal> {
    const journal = new Journal(path, file);
    await journal.#prepare();
    return journal;
  }

  /**
   * Reads all records, without the payloads of blocks. The file is not changed before something is written.
   * @throws NotASavedDiscError
   */
  static async open(path: string, file: FileHandle): Promise<OpenedJournal> {
    const { records, end, torn, damage } = scan(file, (await file.stat()).size);
    return { journal: new Journal(path, file, { end, sequence: records.length, torn }), records, damage };
  }

  /** From now on nothing can be written. */
  protect(readOnly: ReadOnly): void {
    this.#readOnly = readOnly;
  }

  /**
   * Replaces this file atomically by one with a single checked record.
   * @returns false, with nothing changed, on a system that does not let an open file be replaced (Windows)
   * @throws ReadOnlyDiscError
   */
  async replaceFile(kind: RecordKind, payload: Uint8Array): Promise<boolean> {
    this.#requireWritable();
    const path = replacementOf(this.#path);
    // `wx`: a file or a symbolic link that somebody else put there is not ours to overwrite.
    const file = await open(path, 'wx+');
    let replacement: Journal;
    try {
      replacement = await Journal.create(path, file);
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
    this.#torn = false;
    await old.close();
    return true;
  }

  /**
   * Writes one record after the others. Resolves with the byte offset of its payload.
   * @throws ReadOnlyDiscError
   */
  async append(record: NewRecord, payload: Uint8Array = new Uint8Array(), payloadCrc = 0): Promise<number> {
    this.#requireWritable();
    await this.#prepare();
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

  #requireWritable(): void {
    if (this.#readOnly !== undefined) throw new ReadOnlyDiscError(this.#readOnly);
  }

  async #prepare(): Promise<void> {
    if (!this.#torn) return;
    await this.#file.truncate(this.#end);
    if (this.#end === 0) {
      await writeAll(this.#file, [encodeFileHeader()], 0);
      this.#end = HEADER_BYTES;
    }
    this.#torn = false;
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
