import { HIGHEST_MSF_LBA, LOWEST_MSF_LBA } from '../../cd/msf.ts';
import type { BlockStore } from '../media/block-store.ts';
import { ExtentIndex } from '../media/extents.ts';
import type { DiscStructure } from '../media/structure.ts';
import { RecordKind } from './format.ts';
import type { Journal } from './journal.ts';
import type { StoredRecord } from './scan.ts';

interface FileStoreContents {
  readonly records?: readonly StoredRecord[];
  readonly damaged?: boolean;
}

/** Keeps a disc in its file. Only the positions of its blocks are kept in memory. */
export class FileStore implements BlockStore {
  readonly damaged: boolean;
  readonly #journal: Journal;
  /** Positions in the file; undefined for zeros that need none. */
  readonly #extents = new ExtentIndex<number | undefined>();

  /** @param damaged some records are lost */
  constructor(journal: Journal, { records = [], damaged = false }: FileStoreContents = {}) {
    this.#journal = journal;
    this.damaged = damaged;
    for (const { kind, lba, lengthBlocks, blockBytes, position } of records) {
      if (kind === RecordKind.Blocks) this.#extents.add({ lba, lengthBlocks, blockBytes, place: position });
      if (kind === RecordKind.Zeros) this.#extents.add({ lba, lengthBlocks, blockBytes, place: undefined });
      if (kind === RecordKind.Erased) this.#extents.remove(lba, lengthBlocks);
    }
  }

  async write(lba: number, blockBytes: number, bytes: Uint8Array): Promise<void> {
    const lengthBlocks = bytes.length / blockBytes;
    const place = await this.#journal.append({ kind: RecordKind.Blocks, lba, lengthBlocks, blockBytes }, bytes);
    this.#extents.add({ lba, lengthBlocks, blockBytes, place });
  }

  async fill(lba: number, blockBytes: number, lengthBlocks: number): Promise<void> {
    await this.#journal.append({ kind: RecordKind.Zeros, lba, lengthBlocks, blockBytes });
    this.#extents.add({ lba, lengthBlocks, blockBytes, place: undefined });
  }

  async read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined> {
    const run = this.#extents.find(lba, maxBlocks);
    if (run === undefined) return undefined;
    if (run.place === undefined) return new Uint8Array(run.lengthBytes);
    return this.#journal.read(run.place + run.firstByte, run.lengthBytes);
  }

  async erase(lba: number, lengthBlocks: number): Promise<void> {
    await this.#journal.append({ kind: RecordKind.Erased, lba, lengthBlocks, blockBytes: 0 });
    this.#extents.remove(lba, lengthBlocks);
  }

  async eraseAll(structure: DiscStructure): Promise<void> {
    if (!(await this.#journal.replaceFile(RecordKind.Structure, encodeStructure(structure)))) {
      // The old blocks stay in the file, but no structure refers to them.
      await this.saveStructure(structure);
      await this.erase(LOWEST_MSF_LBA, HIGHEST_MSF_LBA - LOWEST_MSF_LBA + 1);
    }
    this.#extents.clear();
  }

  async saveStructure(structure: DiscStructure): Promise<void> {
    await this.#journal.appendChecked(RecordKind.Structure, encodeStructure(structure));
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}

const encodeStructure = (structure: DiscStructure): Uint8Array => new TextEncoder().encode(JSON.stringify(structure));
