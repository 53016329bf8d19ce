import { concatBytes } from '../../../codec/index.ts';
import { BLOCK_BYTES } from '../constants.ts';
import { continuationArea, type UseEntry } from '../system-use.ts';

/** A record's length has one byte, and is even (ECMA-119, 9.1.1 and 9.1.13). */
const LONGEST_RECORD_BYTES = 254;

/** A continuation area in the blocks that a folder has for them. */
interface Area {
  readonly entries: readonly UseEntry[];
  /** From the first of these blocks. */
  readonly offsetBytes: number;
  /** With the entry that says where the next one is. */
  readonly lengthBytes: number;
}

export interface PlacedUse {
  /** In the record itself, padded to an even length. */
  readonly lengthBytes: number;
  readonly inline: readonly UseEntry[];
  readonly areas: readonly Area[];
}

/** The length of entries that are all in their record, padded; undefined if they do not fit. */
export function inlineBytes(entriesBytes: number | undefined, recordBytes: number): number | undefined {
  if (entriesBytes === undefined || recordBytes + entriesBytes > LONGEST_RECORD_BYTES) return undefined;
  return even(entriesBytes);
}

const lengthOf = (entries: readonly UseEntry[]): number => entries.reduce((sum, each) => sum + each.lengthBytes, 0);
const even = (bytes: number): number => bytes + (bytes % 2);

/** The continuation areas of one folder: each is within a block, as all readers need it. */
export class ContinuationBlocks {
  #end = 0;

  get blocks(): number {
    return Math.ceil(this.#end / BLOCK_BYTES);
  }

  place(lengthBytes: number): number {
    if ((this.#end % BLOCK_BYTES) + lengthBytes > BLOCK_BYTES) this.#end = this.blocks * BLOCK_BYTES;
    const offset = this.#end;
    this.#end += lengthBytes;
    return offset;
  }
}

/** How many entries from the start fit, leaving room to say where the others are. */
function fitting(entries: readonly UseEntry[], room: number): number {
  if (lengthOf(entries) <= room) return entries.length;
  let used = continuationArea.lengthBytes;
  let count = 0;
  for (const { lengthBytes } of entries) {
    if (used + lengthBytes > room) break;
    used += lengthBytes;
    count++;
  }
  return count;
}

/**
 * Puts entries into a record as far as they fit, and the others into continuation areas (SUSP 5.1).
 * @param recordBytes of the record so far
 * @param always entries for a continuation area even if they would fit
 */
export function placeSystemUse(
  entries: readonly UseEntry[],
  recordBytes: number,
  blocks: ContinuationBlocks,
  always: readonly UseEntry[] = [],
): PlacedUse {
  const room = LONGEST_RECORD_BYTES - recordBytes;
  const all = [...entries, ...always];
  const count =
    always.length === 0
      ? fitting(all, room)
      : Math.min(fitting(all, room - continuationArea.lengthBytes), entries.length);
  const inline = all.slice(0, count);
  const areas: Area[] = [];
  for (let rest = all.slice(count); rest.length > 0; ) {
    const inArea = fitting(rest, BLOCK_BYTES);
    const last = inArea === rest.length;
    const lengthBytes = lengthOf(rest.slice(0, inArea)) + (last ? 0 : continuationArea.lengthBytes);
    areas.push({ entries: rest.slice(0, inArea), lengthBytes, offsetBytes: blocks.place(lengthBytes) });
    rest = rest.slice(inArea);
  }
  const own = lengthOf(inline) + (areas.length === 0 ? 0 : continuationArea.lengthBytes);
  return { lengthBytes: even(own), inline, areas };
}

/** Where an area is, as an entry. */
const pointerTo = ({ offsetBytes, lengthBytes }: Area, startBlock: number): Uint8Array =>
  continuationArea.encode({
    block: startBlock + Math.floor(offsetBytes / BLOCK_BYTES),
    offsetBytes: offsetBytes % BLOCK_BYTES,
    lengthBytesThere: lengthBytes,
  });

/** The bytes in the record. @param startBlock of the folder's continuation areas */
export function encodeInline({ inline, areas: [first] }: PlacedUse, startBlock: number): Uint8Array {
  const parts = inline.map((each) => each.encode());
  if (first !== undefined) parts.push(pointerTo(first, startBlock));
  return concatBytes(parts);
}

/** Writes the continuation areas. @param target the blocks of all continuation areas of the folder */
export function writeAreas({ areas }: PlacedUse, startBlock: number, target: Uint8Array): void {
  for (const [index, { entries, offsetBytes }] of areas.entries()) {
    const next = areas[index + 1];
    const parts = entries.map((each) => each.encode());
    if (next !== undefined) parts.push(pointerTo(next, startBlock));
    target.set(concatBytes(parts), offsetBytes);
  }
}
