/** Blocks that are next to each other, on the disc and where they are kept. */
export interface Extent<Place> {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly blockBytes: number;
  readonly place: Place;
  /** Blocks of the place that come before this extent, because the extent was cut. */
  readonly firstBlock: number;
}

export type NewExtent<Place> = Omit<Extent<Place>, 'firstBlock'>;

/**
 * What an extent becomes if the next one, which continues it on the disc, also continues it where it is kept: the place of
 * both. Undefined if it does not.
 */
export type Join<Place> = (last: Extent<Place>, next: NewExtent<Place>) => { readonly place: Place } | undefined;

/** Part of an extent: blocks, and so bytes, of its place. */
export interface Run<Place> {
  readonly place: Place;
  readonly firstBlock: number;
  readonly lengthBlocks: number;
  readonly blockBytes: number;
  readonly firstByte: number;
  readonly lengthBytes: number;
}

/** Finds where blocks that were written together are. If an address was written twice, the later write counts. */
export class ExtentIndex<Place> {
  /** Ascending by LBA; none overlaps another. */
  #extents: Extent<Place>[];
  readonly #join: Join<Place>;

  /** @param extents ascending by LBA, none overlapping another */
  constructor(join: Join<Place> = () => undefined, extents: readonly Extent<Place>[] = []) {
    this.#join = join;
    this.#extents = [...extents];
  }

  get extents(): readonly Extent<Place>[] {
    return this.#extents;
  }

  add(extent: NewExtent<Place>): void {
    this.remove(extent.lba, extent.lengthBlocks);
    const index = this.#firstAfter(extent.lba);
    const last = this.#extents[index - 1];
    const joined = last !== undefined && continues(last, extent) ? this.#join(last, extent) : undefined;
    if (last !== undefined && joined !== undefined) {
      this.#extents[index - 1] = { ...last, ...joined, lengthBlocks: last.lengthBlocks + extent.lengthBlocks };
    } else this.#extents.splice(index, 0, { ...extent, firstBlock: 0 });
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
    const { place, blockBytes } = extent;
    const firstBlock = extent.firstBlock + skipped;
    const lengthBlocks = Math.min(maxBlocks, extent.lengthBlocks - skipped);
    return {
      place,
      firstBlock,
      lengthBlocks,
      blockBytes,
      firstByte: firstBlock * blockBytes,
      lengthBytes: lengthBlocks * blockBytes,
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

const continues = (last: Extent<unknown>, next: NewExtent<unknown>): boolean =>
  endOf(last) === next.lba && last.blockBytes === next.blockBytes;

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
