/** Drives write and read audio up to three blocks beside its address. */
const NEIGHBOURS = 4;

export const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/**
 * Of these blocks one that cannot be mistaken for an empty one, whatever the drive's sample offset is: it and those around
 * it hold something. Undefined when the one in the middle does not.
 */
export function sampleBlockOf(blocks: Uint8Array, blockBytes: number): number | undefined {
  const middle = Math.floor(blocks.length / blockBytes / 2);
  for (let block = middle - NEIGHBOURS; block <= middle + NEIGHBOURS; block++) {
    if (block < 0 || isEmpty(blocks.subarray(block * blockBytes, (block + 1) * blockBytes))) return undefined;
  }
  return middle;
}
