import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { wavHeader } from '../../build/image/wav-header.js';

export const BLOCK_BYTES = 2352;
const PIECE_BYTES = 1 << 20;

/** A WAV of noise. */
export const makeWav = (path, blocks) => writeNoise(path, wavHeader(blocks), blocks * BLOCK_BYTES);

/** A file of noise. */
export const makeNoise = (path, bytes) => writeNoise(path, new Uint8Array(), bytes);

async function writeNoise(path, header, bytes) {
  const noise = randomBytes(PIECE_BYTES);
  const file = await open(path, 'w');
  try {
    await file.write(header);
    for (let left = bytes; left > 0; left -= PIECE_BYTES) await file.write(noise, 0, Math.min(left, PIECE_BYTES));
  } finally {
    await file.close();
  }
}
