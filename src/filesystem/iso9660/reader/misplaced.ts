import { type BlockReader, READ_BLOCK_BYTES } from '../../block-reader.ts';
import { misplaced } from '../../filesystem-error.ts';
import { SYSTEM_AREA_BLOCKS } from '../constants.ts';

/** The root folder comes after the path tables, which are a few blocks in all but the largest images. */
const SEARCHED_BLOCKS = 2_048;
const PIECE_BLOCKS = 64;
/** Of a directory record, from 0: the location of its extent, the length of its name, and that (ECMA-119 9.1). */
const RECORD = { extentAt: 2, nameLengthAt: 32, nameAt: 33, leastBytes: 34 } as const;

/** Whether a block begins with a folder's record for itself, which says that it is at this address (ECMA-119 6.8.2.2). */
function isFolderAt(block: Uint8Array, lba: number): boolean {
  if (block.length < READ_BLOCK_BYTES) return false;
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  return (
    view.getUint8(0) >= RECORD.leastBytes &&
    view.getUint32(RECORD.extentAt, true) === lba &&
    view.getUint8(RECORD.nameLengthAt) === 1 &&
    view.getUint8(RECORD.nameAt) === 0
  );
}

/**
 * Makes sure that a volume is where it was made for, since all its addresses are those of the disc: read from elsewhere, it would have other
 * folders and files, or none. Only a root folder that is found somewhere else shows that it is not.
 * @throws FileSystemError of kind `misplaced`
 */
export async function requireInPlace(reader: BlockReader, sessionStart: number, rootBlock: number): Promise<void> {
  if (isFolderAt(await blocksIfThere(reader, rootBlock, 1), rootBlock)) return;
  const first = sessionStart + SYSTEM_AREA_BLOCKS + 1;
  const end = Math.min(first + SEARCHED_BLOCKS, reader.endBlock ?? Number.POSITIVE_INFINITY);
  for (let lba = first; lba < end; lba += PIECE_BLOCKS) {
    const piece = await blocksIfThere(reader, lba, Math.min(PIECE_BLOCKS, end - lba));
    for (let at = 0; at < piece.length; at += READ_BLOCK_BYTES) {
      const found = lba + at / READ_BLOCK_BYTES;
      if (found !== rootBlock && isFolderAt(piece.subarray(at, at + READ_BLOCK_BYTES), rootBlock))
        throw misplaced('ISO 9660', sessionStart, rootBlock - found);
    }
  }
}

/** Nothing where they are not all there: what reads them says what is wrong. */
async function blocksIfThere(reader: BlockReader, lba: number, count: number): Promise<Uint8Array> {
  const { firstBlock = 0, endBlock } = reader;
  if (lba < firstBlock || (endBlock !== undefined && lba + count > endBlock)) return new Uint8Array(0);
  return reader.readBlocks(lba, count);
}
