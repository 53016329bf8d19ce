import { LOWEST_MSF_LBA } from '../../cd/msf.ts';
import { type BlockStore, DamagedBlockError, type ReadOnly } from '../media/block-store.ts';
import { type Extent, ExtentIndex } from '../media/extents.ts';
import type { AnyStructure } from '../media/saved-structure.ts';
import { unfilledBytes } from '../unfilled-bytes.ts';
import { checksOf, soundBlocks } from './block-checks.ts';
import type { Damage } from './errors.ts';
import { BLOCK_CHECK_BYTES, HEADER_BYTES, RecordKind } from './format.ts';
import type { Journal } from './journal.ts';
import type { StoredRecord } from './scan.ts';
import { joinStretches, type Place, recordOf, type Stretch } from './stretch.ts';

interface FileStoreContents {
  readonly records?: readonly StoredRecord[];
  /** Instead of the records: what they come to. */
  readonly extents?: readonly Extent<Place>[] | undefined;
  /** Some records are lost. */
  readonly damaged?: boolean;
  /** Called when blocks turn out not to be as they were written. */
  readonly onDamage?: (damage: Damage) => void;
}

/** Keeps a disc in its file. Only the positions of its blocks are kept in memory. */
export class FileStore implements BlockStore {
  readonly damaged: boolean;
  readonly #journal: Journal;
  readonly #extents: ExtentIndex<Place>;
  readonly #onDamage: (damage: Damage) => void;
  /**
   * The payload of the record that was read last: the next read is often about its other blocks. The next record is read into
   * the same memory, since thousands of new ones would be collected as garbage.
   */
  #lastRead: { readonly position: number; readonly payload: Uint8Array } | undefined;

  constructor(journal: Journal, { records = [], extents, damaged = false, onDamage }: FileStoreContents = {}) {
    this.#journal = journal;
    this.damaged = damaged;
    this.#onDamage = onDamage ?? (() => {});
    this.#extents = new ExtentIndex(joinStretches, extents);
    for (const record of records) this.#take(record);
  }

  get readOnly(): ReadOnly | undefined {
    return this.#journal.readOnly;
  }

  async write(lba: number, blockBytes: number, bytes: Uint8Array): Promise<void> {
    const lengthBlocks = bytes.length / blockBytes;
    const record = { kind: RecordKind.Blocks, lba, lengthBlocks, blockBytes };
    const position = await this.#journal.append(record, [checksOf(bytes, blockBytes), bytes]);
    this.#extents.add({ lba, lengthBlocks, blockBytes, place: newStretch(position, lengthBlocks, true) });
  }

  async fill(lba: number, blockBytes: number, lengthBlocks: number): Promise<void> {
    await this.#journal.append({ kind: RecordKind.Zeros, lba, lengthBlocks, blockBytes });
    this.#extents.add({ lba, lengthBlocks, blockBytes, place: undefined });
  }

  async read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined> {
    const run = this.#extents.find(lba, maxBlocks);
    if (run === undefined) return undefined;
    const { place, firstBlock, lengthBlocks, blockBytes } = run;
    if (place === undefined) return new Uint8Array(run.lengthBytes);
    const record = recordOf(place, firstBlock, blockBytes);
    const from = record.skippedBlocks;
    const wanted = { from, to: Math.min(from + lengthBlocks, record.lengthBlocks) };
    const checksBytes = place.checked ? record.lengthBlocks * BLOCK_CHECK_BYTES : 0;
    const payload = this.#payloadAt(record.position, checksBytes + record.lengthBlocks * blockBytes);
    const sound = place.checked ? soundBlocks(payload, record.lengthBlocks, blockBytes, wanted) : wanted.to - from;
    if (sound === 0) {
      const reason = `LBA ${lba} is not as it was written`;
      this.#onDamage({ position: record.position + checksBytes + from * blockBytes, reason });
      throw new DamagedBlockError(reason);
    }
    return payload.subarray(checksBytes + from * blockBytes, checksBytes + (from + sound) * blockBytes);
  }

  async erase(lba: number, lengthBlocks: number): Promise<void> {
    await this.#journal.append({ kind: RecordKind.Erased, lba, lengthBlocks, blockBytes: 0 });
    this.#extents.remove(lba, lengthBlocks);
  }

  async eraseAll(structure: AnyStructure): Promise<void> {
    if (!(await this.#journal.replaceFile(RecordKind.Structure, encodeStructure(structure)))) {
      // The old blocks stay in the file, but no structure refers to them.
      await this.saveStructure(structure);
      await this.erase(LOWEST_MSF_LBA, this.#journal.highestLba - LOWEST_MSF_LBA + 1);
    }
    this.#extents.clear();
    this.#lastRead = undefined;
  }

  async saveStructure(structure: AnyStructure): Promise<void> {
    await this.#journal.appendChecked(RecordKind.Structure, encodeStructure(structure));
  }

  close(structure: AnyStructure): Promise<void> {
    return this.#journal.close(() => ({ structure, extents: this.#extents.extents }));
  }

  #take({ kind, lba, lengthBlocks, blockBytes, position }: StoredRecord): void {
    if (kind === RecordKind.Erased) this.#extents.remove(lba, lengthBlocks);
    if (kind === RecordKind.Zeros) this.#extents.add({ lba, lengthBlocks, blockBytes, place: undefined });
    if (kind !== RecordKind.Blocks && kind !== RecordKind.UncheckedBlocks) return;
    const place = newStretch(position - HEADER_BYTES, lengthBlocks, kind === RecordKind.Blocks);
    this.#extents.add({ lba, lengthBlocks, blockBytes, place });
  }

  /** All of it, or throws. */
  #payloadAt(position: number, lengthBytes: number): Uint8Array {
    if (this.#lastRead?.position === position) return this.#lastRead.payload;
    const memory = this.#lastRead?.payload.length === lengthBytes ? this.#lastRead.payload : unfilledBytes(lengthBytes);
    this.#lastRead = undefined;
    const payload = this.#journal.read(position, memory);
    if (payload.length < lengthBytes) {
      const reason = 'the file ends within blocks';
      this.#onDamage({ position, reason });
      throw new DamagedBlockError(reason);
    }
    this.#lastRead = { position, payload };
    return payload;
  }
}

const newStretch = (position: number, lengthBlocks: number, checked: boolean): Stretch => ({
  position,
  recordBlocks: lengthBlocks,
  lengthBlocks,
  checked,
});

const encodeStructure = (structure: AnyStructure): Uint8Array => new TextEncoder().encode(JSON.stringify(structure));
