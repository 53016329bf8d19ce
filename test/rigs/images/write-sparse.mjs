import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Writes an image without its zeros, so that 4 GiB cost nothing. */
export async function writeSparse(image, path) {
  const file = openSync(path, 'w');
  const reader = await image.openReader();
  const piece = Buffer.alloc(4 * 1_048_576);
  const zeros = Buffer.alloc(piece.length);
  for (let at = 0; ; ) {
    const length = await reader.read(piece);
    if (length === 0) break;
    if (!piece.subarray(0, length).equals(zeros.subarray(0, length))) writeSync(file, piece, 0, length, at);
    at += length;
  }
  await reader.close();
  ftruncateSync(file, image.lengthBytes);
  closeSync(file);
}
