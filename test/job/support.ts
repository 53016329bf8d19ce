import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobTrack } from '../../src/job/model.ts';
import { chunk, format, riff } from '../audio/wav-builder.ts';

export const BLOCK = 2_352;
export const SECOND = 75 * BLOCK;

export const wav = (audio: Uint8Array): Buffer => riff([format(), chunk('data', audio)]);

/** Writes the files of a test into its folder. */
export async function put(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

/** All bytes of a track, read in pieces of an odd size. */
export async function contentsOf(track: JobTrack | undefined, pieceBytes = 100_003): Promise<Buffer> {
  if (track === undefined) throw new Error('there is no such track');
  const reader = await track.openReader();
  const pieces: Uint8Array[] = [];
  try {
    for (;;) {
      const piece = new Uint8Array(pieceBytes);
      const count = await reader.read(piece);
      pieces.push(piece.subarray(0, count));
      if (count < pieceBytes) break;
    }
  } finally {
    await reader.close();
  }
  return Buffer.concat(pieces);
}
