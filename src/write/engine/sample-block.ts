/** Drives write and read audio up to three blocks away from its address. */
const NEIGHBOURS = 4;

export const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/**
 * The block in the middle of these, if it cannot be mistaken for an empty one whatever the drive's sample offset:
 * neither it nor any block around it is empty. Undefined otherwise.
 * @param userDataOf the part of a block that is read back, unless that is all of it
 */
export function sampleBlockOf(
  blocks: Uint8Array,
  blockBytes: number,
  userDataOf: (block: Uint8Array) => Uint8Array = (block) => block,
): number | undefined {
  const middle = Math.floor(blocks.length / blockBytes / 2);
  for (let block = middle - NEIGHBOURS; block <= middle + NEIGHBOURS; block++) {
    if (block < 0 || isEmpty(userDataOf(blocks.subarray(block * blockBytes, (block + 1) * blockBytes))))
      return undefined;
  }
  return middle;
}
