import { noise } from './sources.ts';

const BLOCK = 2_048;

/** What looks like an image of an ISO 9660 file system made for a track at this address, as far as its addresses are looked at. */
export function isoImage(blocks: number, startLba: number, seed = 1): Buffer {
  const image = Buffer.from(noise(blocks * BLOCK, seed));
  image.fill(0, 0, 18 * BLOCK);
  image.write('\x01CD001\x01', 16 * BLOCK, 'latin1');
  image.writeUInt32LE(blocks, 16 * BLOCK + 80);
  image.writeUInt32LE(startLba + 23, 16 * BLOCK + 158);
  return image;
}

/** The same with the beginning of its root folder: the record for itself. */
export function withRootFolder(image: Buffer, startLba: number): Buffer {
  const root = image.subarray(23 * BLOCK, 24 * BLOCK).fill(0);
  root.writeUInt8(34, 0);
  root.writeUInt32LE(startLba + 23, 2);
  root.writeUInt8(1, 32);
  return image;
}
