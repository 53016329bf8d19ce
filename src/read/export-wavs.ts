import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AUDIO_BLOCK_BYTES } from '../cd/geometry.ts';
import { readDiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { fileSystemError } from '../image/image-error.ts';
import { wavHeader } from '../image/wav-header.ts';
import { requireFree, WholeFile } from '../image/whole-file.ts';
import { audioTracksOf, type ExportProgress, readExtent } from './extents.ts';

export interface WavFilesOptions {
  /** Where `track01.wav` and so on are written; created if it does not exist. */
  readonly directory: string;
  /** Replace existing files. Default false. */
  readonly overwrite?: boolean;
}

/**
 * Writes every audio track of the disc, closed or still open, to its own WAV file. A file appears when it is complete.
 * @returns the paths of the files, in the order of the tracks
 * @throws ImageError, SenseError, TransportError
 */
export async function* exportWavs(
  drive: Drive,
  { directory, overwrite = false }: WavFilesOptions,
): AsyncGenerator<ExportProgress, readonly string[]> {
  const tracks = audioTracksOf((await readDiscState(drive)).tracks);
  const pathOf = (track: number) => join(directory, `track${String(track).padStart(2, '0')}.wav`);
  for (const { number } of tracks) await requireFree(pathOf(number), overwrite);
  await mkdir(directory, { recursive: true }).catch((error: unknown) => {
    throw fileSystemError(directory, error);
  });

  const totalBlocks = tracks.reduce((sum, track) => sum + track.lengthBlocks, 0);
  let doneBlocks = 0;
  for (const { number, startLba, lengthBlocks } of tracks) {
    await using file = await WholeFile.create(pathOf(number), { overwrite });
    await file.write(wavHeader(lengthBlocks));
    for await (const piece of readExtent(drive, { track: number, startLba, lengthBlocks, gap: false })) {
      await file.write(piece);
      doneBlocks += piece.length / AUDIO_BLOCK_BYTES;
      yield { phase: 'exporting', track: number, doneBlocks, lengthBlocks: totalBlocks };
    }
    await file.commit();
  }
  return tracks.map(({ number }) => pathOf(number));
}
