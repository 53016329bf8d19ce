import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';

export const BLOCK_BYTES = 2352;
const PIECE_BYTES = 1 << 20;

/** The header of a WAV with 44.1 kHz, 16 bits and two channels, and nothing but that header's 44 bytes before the sound. */
export function wavHeader(soundBytes) {
  const header = Buffer.from(
    '524946460000000057415645666d7420100000000100020044ac000010b10200040010006461746100000000',
    'hex',
  );
  header.writeUInt32LE(soundBytes + 36, 4);
  header.writeUInt32LE(soundBytes, 40);
  return header;
}

/** A WAV of noise. */
export async function makeWav(path, blocks) {
  const noise = randomBytes(PIECE_BYTES);
  const file = await open(path, 'w');
  try {
    await file.write(wavHeader(blocks * BLOCK_BYTES));
    for (let left = blocks * BLOCK_BYTES; left > 0; left -= PIECE_BYTES) {
      await file.write(noise, 0, Math.min(left, PIECE_BYTES));
    }
  } finally {
    await file.close();
  }
}
