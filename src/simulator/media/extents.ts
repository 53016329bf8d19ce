interface Extent<Place> {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly blockBytes: number;
  readonly place: Place;
  /** Blocks of the place that come before this extent, because the extent was cut. */
  readonly firstBlock: number;
}

type NewExtent<Place> = Omit<Extent<Place>, 'firstBlock'>;

/** Part of an extent: bytes of its place. */
export interface Run<Place> {
  readonly place: Place;
  readonly firstByte: number;
  readonly lengthBytes: number;
}

/** Finds where blocks that were written together are. If an address was written twice, the later write counts. */
export class ExtentIndex<Place> {
  /** Ascending by LBA; none overlaps another. */
  #extents: Extent<Place>[] = [];

  add(extent: NewExtent<Place>): void {
    this.remove(extent.lba, extent.lengthBlocks);
    const index = this.#firstAfter(extent.lba);
    const whole = { ...extent, firstBlock: 0 };
    if (index === this.#extents.length) this.#extents.push(whole);
    else this.#extents.splice(index, 0, whole);
  }

  /** Forgets blocks; the rest of the extents that they were in stays. */
  remove(lba: number, lengthBlocks: number): void {
    const end = lba + lengthBlocks;
    const before = this.#firstAfter(lba - 1);
    const first = before > 0 && endOf(this.#extents[before - 1]) > lba ? before - 1 : before;
    const after = this.#firstAfter(end - 1);
    if (first >= after) return;
    const rest = this.#extents
      .slice(first, after)
      .flatMap((extent) => [part(extent, extent.lba, lba), part(extent, end, endOf(extent))])
      .filter(({ lengthBlocks: left }) => left > 0);
    this.#extents.splice(first, after - first, ...rest);
  }

  clear(): void {
    this.#extents = [];
  }

  /** The block and those after it in the same extent, at most `maxBlocks`. */
  find(lba: number, maxBlocks: number): Run<Place> | undefined {
    const extent = this.#extents[this.#firstAfter(lba) - 1];
    if (extent === undefined || lba >= endOf(extent)) return undefined;
    const skipped = lba - extent.lba;
    return {
      place: extent.place,
      firstByte: (extent.firstBlock + skipped) * extent.blockBytes,
      lengthBytes: Math.min(maxBlocks, extent.lengthBlocks - skipped) * extent.blockBytes,
    };
  }

  #firstAfter(lba: number): number {
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

const endOf = (extent: { readonly lba: number; readonly lengthBlocks: number } | undefined): number =>
  extent === undefined ? Number.NEGATIVE_INFINITY : extent.lba + extent.lengthBlocks;

/** The part of an extent from one address to another. */
function part<Place>(extent: Extent<Place>, from: number, to: number): Extent<Place> {
  const lba = Math.max(extent.lba, from);
  return {
    ...extent,
    lba,
    lengthBlocks: Math.min(endOf(extent), to) - lba,
    firstBlock: extent.firstBlock + lba - extent.lba,
  };
}
