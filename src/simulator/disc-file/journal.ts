import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { ReadOnly } from '../media/block-store.ts';
import { type DiscIndex, encodeIndex, indexIn } from './disc-index.ts';
import { type Damage, ReadOnlyDiscError } from './errors.ts';
import { readInto, writeAll } from './file-bytes.ts';
import {
  CD_VERSION,
  encodeFileHeader,
  encodeRecordHeader,
  HEADER_BYTES,
  highestLba,
  type RecordHeader,
  type RecordKind,
} from './format.ts';
import { type StoredRecord, scan } from './scan.ts';

type NewRecord = Omit<RecordHeader, 'sequence' | 'payloadBytes' | 'payloadCrc'>;

/** A saved disc's file as it was found. */
export interface OpenedJournal {
  readonly journal: Journal;
  /** If the file ends in one, no records were read. */
  readonly index?: DiscIndex | undefined;
  readonly records: readonly StoredRecord[];
  readonly damage: Damage | undefined;
}

interface JournalState {
  readonly end: number;
  readonly sequence: number;
  readonly version: number;
  readonly torn: boolean;
  readonly indexed: boolean;
}

const NEW: JournalState = { end: 0, sequence: 0, version: CD_VERSION, torn: true, indexed: false };

/** Appends records to a saved disc's file and reads back what is there. */
export class Journal {
  readonly #path: string;
  #file: FileHandle;
  /** Where the next record begins; 0 if the file header is still to be written. */
  #end: number;
  #sequence: number;
  /** Bytes may follow the end: they are cut off before the first record is written, since reading changes nothing. */
  #torn: boolean;
  /** What the file header says. */
  #version: number;
  /** What it will say once something is written. */
  #wantedVersion: number;
  /** Whether an index would say nothing new: the file ends in one, or nothing has been written since it was opened. */
  #indexed: boolean;
  #readOnly: ReadOnly | undefined;

  private constructor(path: string, file: FileHandle, { end, sequence, version, torn, indexed }: JournalState = NEW) {
    this.#path = path;
    this.#file = file;
    this.#end = end;
    this.#sequence = sequence;
    this.#version = version;
    this.#wantedVersion = version;
    this.#torn = torn;
    this.#indexed = indexed;
  }

  /** An empty journal in a new file. */
  static async create(path: string, file: FileHandle, version: number): Promise<Journal> {
    const journal = new Journal(path, file, { ...NEW, version });
    await journal.#prepare();
    return journal;
  }

  /**
   * Reads the index, or else all records, without the payloads of blocks. The file is not changed before something is
   * written.
   * @throws NotASavedDiscError
   */
  static async open(path: string, file: FileHandle): Promise<OpenedJournal> {
    const { size } = await file.stat();
    const index = indexIn(file, size);
    if (index !== undefined) {
      const sequence = index.sequence + 1;
      const state = { end: size, sequence, version: index.version, torn: false, indexed: true };
      return { journal: new Journal(path, file, state), index, records: [], damage: undefined };
    }
    const { records, end, torn, version, damage } = scan(file, size);
    const state = { end, sequence: records.length, version, torn, indexed: true };
    return { journal: new Journal(path, file, state), records, damage };
  }

  get path(): string {
    return this.#path;
  }

  get readOnly(): ReadOnly | undefined {
    return this.#readOnly;
  }

  /** The last address that the file may have. */
  get highestLba(): number {
    return highestLba(this.#wantedVersion);
  }

  /** Makes the file one of this version with the next write. */
  writeAs(version: number): void {
    this.#wantedVersion = version;
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
      replacement = await Journal.create(path, file, this.#wantedVersion);
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
    this.#version = replacement.#version;
    this.#torn = false;
    this.#indexed = false;
    await old.close();
    return true;
  }

  /**
   * Writes one record after the others. Resolves with its byte offset.
   * @throws ReadOnlyDiscError
   */
  async append(record: NewRecord, payload: readonly Uint8Array[] = [], payloadCrc = 0): Promise<number> {
    this.#requireWritable();
    if (this.#torn || this.#version !== this.#wantedVersion) await this.#prepare();
    const payloadBytes = payload.reduce((total, part) => total + part.length, 0);
    const header = encodeRecordHeader({ ...record, payloadBytes, payloadCrc, sequence: this.#sequence });
    this.#indexed = false;
    return this.#appendWhole([header, ...payload], HEADER_BYTES + payloadBytes);
  }

  /** Appends a payload that is checked when it is read: a structure. */
  async appendChecked(kind: RecordKind, payload: Uint8Array): Promise<void> {
    await this.append({ kind, blockBytes: 0, lba: 0, lengthBlocks: 0 }, [payload], crc32(payload));
  }

  /** Fewer bytes if the file ends before. Not asynchronous, as {@link writeAll}. */
  read(position: number, target: Uint8Array): Uint8Array {
    return readInto(this.#file, position, target);
  }

  /**
   * Closes the file, which from now on ends in this index if anything was written since it was opened.
   * @param index asked for only if it is written
   */
  async close(index: () => DiscIndex): Promise<void> {
    try {
      if (!this.#indexed) await this.#appendIndex(index());
    } finally {
      await this.#file.close();
    }
  }

  /** Without an index the disc is whole too, and its next opening takes longer: no reason to fail on a full file system. */
  async #appendIndex(index: DiscIndex): Promise<void> {
    const record = encodeIndex(index, this.#end, this.#sequence);
    if (record !== undefined) await this.#appendWhole([record], record.length).catch(() => {});
  }

  async #appendWhole(parts: readonly Uint8Array[], lengthBytes: number): Promise<number> {
    const position = this.#end;
    try {
      writeAll(this.#file, parts, position);
    } catch (error) {
      // Half a record must not remain after a shorter one that is written here next.
      await this.#file.truncate(position).catch(() => {});
      throw error;
    }
    this.#end = position + lengthBytes;
    this.#sequence++;
    return position;
  }

  #requireWritable(): void {
    if (this.#readOnly !== undefined) throw new ReadOnlyDiscError(this.#readOnly);
  }

  async #prepare(): Promise<void> {
    if (this.#torn) await this.#file.truncate(this.#end);
    this.#torn = false;
    if (this.#end > 0 && this.#version === this.#wantedVersion) return;
    writeAll(this.#file, [encodeFileHeader(this.#wantedVersion)], 0);
    this.#version = this.#wantedVersion;
    this.#end = Math.max(this.#end, HEADER_BYTES);
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
