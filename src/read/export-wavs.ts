import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AUDIO_BLOCK_BYTES, FRAMES_PER_SECOND } from '../cd/geometry.ts';
import type { Drive } from '../drive/drive.ts';
import { fileSystemError } from '../image/image-error.ts';
import { wavHeader } from '../image/wav-header.ts';
import { requireFree, WholeFile } from '../image/whole-file.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { audioTracksOf, type ExportProgress, RUN_OUT_TOLERANCE_BLOCKS, readExtent } from './extents.ts';
import { layOut, type PlacedTrack } from './layout.ts';
import { tracksOnDisc } from './tracks-on-disc.ts';
import { watchDisc } from './watch-disc.ts';

export interface WavFilesOptions {
  /** Where `track01.wav` and so on are written; created if it does not exist. */
  readonly directory: string;
  /** Replace existing files. Default false. */
  readonly overwrite?: boolean;
}

export interface WavFilesResult {
  /** The files, in the order of the tracks. */
  readonly paths: readonly string[];
  /** What the files do not have as the disc does: blocks that cannot be read, and sound that is in none of them. */
  readonly warnings: readonly string[];
}

const OPTIONS: OptionNames<WavFilesOptions> = { directory: true, overwrite: true };

/**
 * Writes every audio track of the disc, closed or still open, to its own WAV file. A file appears when it is complete.
 * What is between the tracks, and before the first one, is not in them: if there is sound, the result says so.
 * @throws ImageError, SenseError, IncompleteTransferError, TransportError
 */
export async function* exportWavs(
  drive: Drive,
  options: WavFilesOptions,
): AsyncGenerator<ExportProgress, WavFilesResult> {
  requireKnownOptions('exportWavs()', options, OPTIONS);
  const { directory, overwrite = false } = options;
  const warnings: string[] = [];
  const unchanged = watchDisc(drive);
  const tracks = audioTracksOf(await tracksOnDisc(drive, warnings));
  const pathOf = (track: number) => join(directory, `track${String(track).padStart(2, '0')}.wav`);
  for (const { number } of tracks) await requireFree(pathOf(number), overwrite);
  await mkdir(directory, { recursive: true }).catch((error: unknown) => {
    throw fileSystemError(directory, error);
  });

  const totalBlocks = tracks.reduce((sum, track) => sum + track.lengthBlocks, 0);
  let doneBlocks = 0;
  for (const placed of layOut(tracks)) {
    const { number, startLba, lengthBlocks } = placed.track;
    warnings.push(...(await soundInGap(drive, placed)));
    await using file = await WholeFile.create(pathOf(number), { overwrite });
    await file.write(wavHeader(lengthBlocks));
    for await (const piece of readExtent(drive, { track: number, startLba, lengthBlocks, gap: false }, warnings)) {
      await file.write(piece);
      doneBlocks += piece.length / AUDIO_BLOCK_BYTES;
      yield { phase: 'exporting', track: number, doneBlocks, lengthBlocks: totalBlocks };
    }
    await unchanged(tracks);
    await file.commit();
  }
  return { paths: tracks.map(({ number }) => pathOf(number)), warnings };
}

/** Warnings if there is, or may be, sound before a track. What a drive leaves right after the track before is not counted. */
async function soundInGap(drive: Drive, { track, gap }: PlacedTrack): Promise<string[]> {
  const silence = new Uint8Array(AUDIO_BLOCK_BYTES);
  let blocks = 0;
  let last = -1;
  let done = 0;
  const unread: string[] = [];
  for await (const piece of readExtent(drive, gap, unread)) {
    for (let at = 0; at < piece.length; at += AUDIO_BLOCK_BYTES, done++) {
      if (Buffer.compare(piece.subarray(at, at + AUDIO_BLOCK_BYTES), silence) === 0) continue;
      blocks++;
      last = done;
    }
  }
  const where = `before track ${track.number}, from LBA ${gap.startLba} to ${track.startLba - 1},`;
  const seconds = (blocks / FRAMES_PER_SECOND).toFixed(1);
  return [
    ...(unread.length === 0 ? [] : [`${where} not all could be read: whether there is more sound is not known`]),
    ...(last < RUN_OUT_TOLERANCE_BLOCKS
      ? []
      : [`${where} are ${seconds} s of sound that no WAV file has; a BIN/CUE image (--cue NAME.cue) has them`]),
  ];
}
