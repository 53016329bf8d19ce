/** More than any drive's buffer holds. */
const KEPT_BLOCKS = 8_192;

export interface RecentWrite {
  readonly lba: number;
  readonly lengthBlocks: number;
  /** What these blocks held before, from the first onward; undefined where they had not been written. */
  readonly before: readonly (Uint8Array | undefined)[];
}

/** What was written last, as much as may still be in a drive's buffer: a power failure undoes it. */
export class RecentWrites {
  #writes: RecentWrite[] = [];
  #blocks = 0;

  add(write: RecentWrite): void {
    this.#writes.push(write);
    this.#blocks += write.lengthBlocks;
    while (this.#blocks - (this.#writes[0]?.lengthBlocks ?? 0) >= KEPT_BLOCKS) {
      this.#blocks -= this.#writes.shift()?.lengthBlocks ?? 0;
    }
  }

  /** The last blocks, those written last first, and forgets them all. */
  takeLast(lengthBlocks: number): { readonly lba: number; readonly before: Uint8Array | undefined }[] {
    const lost: { lba: number; before: Uint8Array | undefined }[] = [];
    for (const { lba, lengthBlocks: length, before } of this.#writes.toReversed()) {
      for (let index = length - 1; index >= 0 && lost.length < lengthBlocks; index--) {
        lost.push({ lba: lba + index, before: before[index] });
      }
    }
    this.clear();
    return lost;
  }

  clear(): void {
    this.#writes = [];
    this.#blocks = 0;
  }
}
