import { crc32 } from 'node:zlib';
import { BLOCK_CHECK_BYTES } from './format.ts';

/** The checksums of blocks, as they come before them in a record. */
export function checksOf(blocks: Uint8Array, blockBytes: number): Uint8Array {
  const checks = new DataView(new ArrayBuffer((blocks.length / blockBytes) * BLOCK_CHECK_BYTES));
  for (let start = 0, at = 0; start < blocks.length; start += blockBytes, at += BLOCK_CHECK_BYTES) {
    checks.setUint32(at, crc32(blocks.subarray(start, start + blockBytes)));
  }
  return new Uint8Array(checks.buffer);
}

/**
 * How many blocks of a record, from one onward, are as they were written.
 * @param payload the checksums of all blocks of the record, then the blocks
 */
export function soundBlocks(
  payload: Uint8Array,
  lengthBlocks: number,
  blockBytes: number,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const checks = new DataView(payload.buffer, payload.byteOffset, lengthBlocks * BLOCK_CHECK_BYTES);
  const blocks = payload.subarray(lengthBlocks * BLOCK_CHECK_BYTES);
  let block = from;
  while (block < to) {
    const bytes = blocks.subarray(block * blockBytes, (block + 1) * blockBytes);
    if (crc32(bytes) !== checks.getUint32(block * BLOCK_CHECK_BYTES)) break;
    block++;
  }
  return block - from;
}
