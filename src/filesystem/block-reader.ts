import { damaged } from './filesystem-error.ts';

/** Anything that has blocks of 2,048 bytes: an image file, a drive. */
export interface BlockReader {
  /** Whole blocks from an absolute address; fewer only where the medium ends. */
  readBlocks(lba: number, count: number): Promise<Uint8Array>;
  /** The address of its first block. Default 0. */
  readonly firstBlock?: number | undefined;
  /** The address after its last block, where that is known. */
  readonly endBlock?: number | undefined;
}

/** The blocks of every disc that is read here. */
export const READ_BLOCK_BYTES = 2_048;

/** Exactly these blocks. @throws FileSystemError of kind `damaged` if they are not all there; what the reader throws */
export async function readExactly(reader: BlockReader, lba: number, count: number, what: string): Promise<Uint8Array> {
  const { firstBlock = 0, endBlock } = reader;
  if (!Number.isSafeInteger(lba) || lba < firstBlock || (endBlock !== undefined && lba + count > endBlock)) {
    const extent = endBlock === undefined ? '' : `, which has blocks ${firstBlock} to ${endBlock - 1}`;
    throw damaged(`${what} should be at block ${lba}, outside the image${extent}`, lba);
  }
  const bytes = await reader.readBlocks(lba, count);
  if (bytes.length >= count * READ_BLOCK_BYTES) return bytes.subarray(0, count * READ_BLOCK_BYTES);
  const missing = lba + Math.floor(bytes.length / READ_BLOCK_BYTES);
  throw damaged(`${what} goes on at block ${missing}, where the image ends`, missing);
}
