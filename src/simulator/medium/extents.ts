interface NewExtent<Place> {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly blockBytes: number;
  readonly place: Place;
}

/** Part of an extent: bytes of its place. */
export interface Run<Place> {
  readonly place: Place;
  readonly firstByte: number;
  readonly lengthBytes: number;
}

/** Finds where blocks are that were written together. Extents do not overlap: a CD-R is written once. */
export class ExtentIndex<Place> {
  /** Ascending by LBA. */
  readonly #extents: NewExtent<Place>[] = [];

  add(extent: NewExtent<Place>): void {
    const index = this.#firstBehind(extent.lba);
    if (index === this.#extents.length) this.#extents.push(extent);
    else this.#extents.splice(index, 0, extent);
  }

  /** The block and those behind it in the same extent, `maxBlocks` at most. */
  find(lba: number, maxBlocks: number): Run<Place> | undefined {
    const extent = this.#extents[this.#firstBehind(lba) - 1];
    if (extent === undefined || lba >= extent.lba + extent.lengthBlocks) return undefined;
    const firstBlock = lba - extent.lba;
    return {
      place: extent.place,
      firstByte: firstBlock * extent.blockBytes,
      lengthBytes: Math.min(maxBlocks, extent.lengthBlocks - firstBlock) * extent.blockBytes,
    };
  }

  #firstBehind(lba: number): number {
    let low = 0;
    let high = this.#extents.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#extents[middle]?.lba ?? 0) <= lba) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
