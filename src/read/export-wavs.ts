import { join } from 'node:path';
import { AUDIO_BLOCK_BYTES, FRAMES_PER_SECOND } from '../cd/geometry.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { fileSystemError, ImageError } from '../image/image-error.ts';
import { wavHeader } from '../image/wav-header.ts';
import { requireFree, WholeFile } from '../image/whole-file.ts';
import { type OptionNames, requireKnownOptions, requirePathOption } from '../known-options.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { makeFolders } from '../transport/make-folders.ts';
import { driveFailure } from './drive-failed.ts';
import { audioTracksOf, type ExportProgress, readExtent, unfinishedInWords } from './extents.ts';
import { layOut, type PlacedTrack } from './layout.ts';
import { RUN_OUT_TOLERANCE_BLOCKS } from './run-out.ts';
import { tracksOnDisc } from './tracks-on-disc.ts';
import { watchDisc } from './watch-disc.ts';

/** The options of {@link exportWavs}. */
export interface WavFilesOptions {
  /** Where `track01.wav` and so on are written; created if it does not exist. */
  readonly directory: string;
  /** Replace existing files. Default false. */
  readonly overwrite?: boolean | undefined;
  /** Ends it before the next blocks are read, with the signal's reason; files of whole tracks stay. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link exportWavs} wrote. */
export interface WavFilesResult {
  /** The files, in the order of the tracks. */
  readonly paths: readonly string[];
  /** What the files do not have as the disc does: blocks that cannot be read, and sound that is in none of them. */
  readonly warnings: readonly string[];
}

const OPTIONS: OptionNames<WavFilesOptions> = { directory: 'main', overwrite: 'switch', signal: true };

/**
 * Writes every audio track of the disc, closed or still open, to its own WAV file. A file appears when it is complete.
 * What is between the tracks, and before the first one, is not in them: if there is sound, the result says so. A track that
 * cannot be read gets no file; the others are exported before the error says so. Every warning is also yielded before the
 * file that it is about appears.
 * @throws ImageError, once reading has begun with the track, the LBA and what was exported nevertheless; before that, and
 * while the drive is asked where the tracks are, SenseError, StatusError, IncompleteTransferError, TransportError
 * @example
 * ```ts
 * const { paths } = await exportWavs(drive, { directory: 'wavs' });
 * ```
 */
export function exportWavs(drive: Drive, options: WavFilesOptions): Operation<ExportProgress, WavFilesResult> {
  return operationOf('exportWavs()', options, (given) => exportWavsSteps(drive, given));
}

async function* exportWavsSteps(
  drive: Drive,
  options: WavFilesOptions,
): AsyncGenerator<ExportProgress, WavFilesResult> {
  requireDrive('exportWavs()', drive);
  requireKnownOptions('exportWavs()', options, OPTIONS);
  const { directory, overwrite = false, signal } = options;
  requirePathOption('exportWavs()', 'directory', directory);
  const warnings: string[] = [];
  const unchanged = watchDisc(drive);
  const tracks = audioTracksOf(await tracksOnDisc(drive, warnings, { onlyCd: true }));
  warnings.push(...unfinishedInWords(tracks));
  const pathOf = (track: number) => join(directory, `track${String(track).padStart(2, '0')}.wav`);
  for (const { number } of tracks) await requireFree(pathOf(number), overwrite);
  await makeFolders(directory).catch((error: unknown) => {
    throw fileSystemError(directory, error);
  });

  const paths: string[] = [];
  const failures: ImageError[] = [];
  try {
    yield* copyTracks(drive, tracks, { pathOf, overwrite, signal, unchanged, paths, warnings, failures });
  } catch (error) {
    const failure = error instanceof ImageError ? error : whileLooking(error);
    if (failure === undefined) throw error;
    failures.push(failure);
  }
  const [first] = failures;
  if (first === undefined) return { paths, warnings };
  const reasons = failures.map(({ reason }) => reason).join('; ');
  const done = paths.length === 1 ? '1 track was exported' : `${paths.length} tracks were exported`;
  throw failures.at(-1)?.with({
    reason: `${reasons}. ${paths.length === 0 ? 'No track was exported' : `${done}, to ${directory}`}`,
    track: first.track,
    lba: first.lba,
    exported: paths,
    warnings,
  });
}

const whileLooking = (error: unknown): ImageError | undefined =>
  driveFailure(error, { kind: 'drive-failed', step: 'the disc could not be looked at after a track' });

interface Copying {
  readonly pathOf: (track: number) => string;
  readonly overwrite: boolean;
  readonly signal: AbortSignal | undefined;
  readonly unchanged: (tracks: readonly TrackState[]) => Promise<void>;
  /** Get what was exported, what is to be said of it, and why tracks cannot be read. */
  readonly paths: string[];
  readonly warnings: string[];
  readonly failures: ImageError[];
}

async function* copyTracks(
  drive: Drive,
  tracks: readonly TrackState[],
  { pathOf, overwrite, signal, unchanged, paths, warnings, failures }: Copying,
): AsyncGenerator<ExportProgress, void> {
  const totalBlocks = tracks.reduce((sum, track) => sum + track.lengthBlocks, 0);
  let before = 0;
  let said = 0;
  for (const placed of layOut(tracks)) {
    const { number, lengthBlocks } = placed.track;
    warnings.push(...(await soundInGap(drive, placed)));
    await using file = await WholeFile.create(pathOf(number), { overwrite });
    await file.write(wavHeader(lengthBlocks));
    const failure = yield* copyTrack(drive, placed.track, file, {
      before,
      lengthBlocks: totalBlocks,
      warnings,
      signal,
    });
    await unchanged(tracks);
    before += lengthBlocks;
    // A file outlives an export that fails at a later track: what it lacks is said before it appears.
    for (const warning of warnings.slice(said)) {
      yield { phase: 'exporting', track: number, doneBlocks: before, lengthBlocks: totalBlocks, warning };
    }
    said = warnings.length;
    if (failure === undefined) {
      await file.commit();
      paths.push(pathOf(number));
    } else failures.push(failure);
  }
}

/** @returns why the track cannot be read, if it cannot */
async function* copyTrack(
  drive: Drive,
  { number, startLba, lengthBlocks }: TrackState,
  file: WholeFile,
  all: {
    readonly before: number;
    readonly lengthBlocks: number;
    readonly warnings: string[];
    readonly signal: AbortSignal | undefined;
  },
): AsyncGenerator<ExportProgress, ImageError | undefined> {
  let doneBlocks = all.before;
  const blocks = readExtent(drive, { track: number, startLba, lengthBlocks, gap: false }, all.warnings);
  for (;;) {
    all.signal?.throwIfAborted();
    const piece = await blocks.next().catch((error: unknown) => {
      if (error instanceof ImageError && error.kind === 'unreadable') return error;
      throw error;
    });
    if (piece instanceof ImageError) return piece;
    if (piece.done) return undefined;
    await file.write(piece.value);
    doneBlocks += piece.value.length / AUDIO_BLOCK_BYTES;
    yield { phase: 'exporting', track: number, doneBlocks, lengthBlocks: all.lengthBlocks };
  }
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
