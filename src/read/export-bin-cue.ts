import { basename, dirname, extname, join } from 'node:path';
import { SECTOR_BYTES } from '../cd/geometry.ts';
import { modeInHeader } from '../cd/sector.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { alteredTexts, type CueDisc, type CueTrack, cueSheet } from '../image/cue-sheet.ts';
import { ImageError } from '../image/image-error.ts';
import { requireFree, WholeFile } from '../image/whole-file.ts';
import { type OptionNames, requireKnownOptions, requirePathOption } from '../known-options.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { wholeBlocks } from './block-source.ts';
import { isMoreThanTexts, packFile } from './cd-text-packs.ts';
import { sampleTracks } from './disc-sample.ts';
import { readDiscTexts } from './disc-texts.ts';
import { driveFailure } from './drive-failed.ts';
import { type ExportProgress, readExtent, recordedTracksOf, unfinishedInWords } from './extents.ts';
import { indexesOf, layOut } from './layout.ts';
import { SubcodeNotes } from './subcode-notes.ts';
import { tracksOnDisc } from './tracks-on-disc.ts';
import { watchDisc } from './watch-disc.ts';

/** The options of {@link exportBinCue}. */
export interface BinCueOptions {
  /** The sheet, `NAME.cue`; the blocks go into `NAME.bin` next to it, and CD-TEXT that a sheet cannot hold into `NAME.cdt`. */
  readonly cuePath: string;
  /** Replace existing files. Default false. */
  readonly overwrite?: boolean | undefined;
  /** Ends it before the next blocks are read, with the signal's reason; no file is left. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link exportBinCue} wrote. */
export interface BinCueResult {
  readonly cuePath: string;
  readonly binPath: string;
  /** The packs of the CD-TEXT, if it has more than a sheet can say: other languages than English, codes for the genre. */
  readonly cdTextPath?: string;
  readonly tracks: readonly TrackState[];
  readonly lengthBlocks: number;
  /** What the files do not have as the disc does. */
  readonly warnings: readonly string[];
}

const OPTIONS: OptionNames<BinCueOptions> = { cuePath: 'main', overwrite: 'switch', signal: true };

/**
 * Writes a disc, closed or still open, to a BIN/CUE image: audio and data tracks, 2,352 bytes a block, with the indexes
 * in the Q sub-channel, CD-TEXT, catalogue number and ISRCs. The BIN file begins with LBA 0. It does not contain the
 * two seconds before that; it does contain the pauses and run-outs between tracks, as the drive reads them or else as
 * silence. If a disc has several sessions, their program areas follow one another, each from the start of its first
 * track or its pause, and the sheet marks them with `REM SESSION nn`. Neither file appears before the BIN file is
 * complete, and both appear or none. A third one, of CD-TEXT packs, appears with them if the sheet cannot hold all texts.
 * @throws ImageError, once reading has begun with the track and the LBA; before that SenseError, StatusError,
 * IncompleteTransferError, TransportError
 * @example
 * ```ts
 * await exportBinCue(drive, { cuePath: 'disc.cue' }); // and disc.bin
 * ```
 */
export function exportBinCue(drive: Drive, options: BinCueOptions): Operation<ExportProgress, BinCueResult> {
  return operationOf('exportBinCue()', options, (given) => exportBinCueSteps(drive, given));
}

async function* exportBinCueSteps(drive: Drive, options: BinCueOptions): AsyncGenerator<ExportProgress, BinCueResult> {
  requireDrive('exportBinCue()', drive);
  requireKnownOptions('exportBinCue()', options, OPTIONS);
  const { cuePath, overwrite = false, signal } = options;
  requirePathOption('exportBinCue()', 'cuePath', cuePath);
  const binPath = binPathOf(cuePath);
  await requireFree(cuePath, overwrite);
  await requireFree(binPath, overwrite);
  const warnings: string[] = [];
  const unchanged = watchDisc(drive);
  const tracks = recordedTracksOf(await tracksOnDisc(drive, warnings, { onlyCd: true }));
  warnings.push(...unfinishedInWords(tracks));
  const isSame = await sampleTracks(drive, tracks);
  const texts = await readDiscTexts(drive, tracks, warnings);
  const cdTextPath = isMoreThanTexts(texts.packs) ? nextTo(cuePath, 'cdt') : undefined;
  if (cdTextPath !== undefined) await requireFree(cdTextPath, overwrite);
  const notes = new SubcodeNotes();
  const source = wholeBlocks(notes, warnings);
  const placed = layOut(tracks);
  const lengthBlocks = placed.reduce((sum, { gap, blocks }) => sum + gap.lengthBlocks + blocks.lengthBlocks, 0);

  await using bin = await WholeFile.create(binPath, { overwrite });
  await using cue = await WholeFile.create(cuePath, { overwrite });
  const modes = new Map<number, CueTrack['mode']>();
  let doneBlocks = 0;
  try {
    for (const { track, gap, blocks } of placed) {
      for (const extent of [gap, blocks]) {
        for await (const piece of readExtent(drive, extent, warnings, source)) {
          if (track.kind === 'data' && !extent.gap && !modes.has(track.number))
            modes.set(track.number, dataModeOf(piece));
          signal?.throwIfAborted();
          await bin.write(piece);
          doneBlocks += piece.length / SECTOR_BYTES;
          yield { phase: 'exporting', track: extent.track, doneBlocks, lengthBlocks };
        }
      }
    }
    await unchanged(tracks, isSame);
  } catch (error) {
    throw withoutFiles(error, cuePath, binPath);
  }
  const disc: CueDisc = {
    binName: basename(binPath),
    cdTextFile: cdTextPath === undefined ? undefined : basename(cdTextPath),
    catalogNumber: texts.catalogNumber,
    album: texts.album,
    tracks: placed.map((each, index) => ({
      number: each.track.number,
      session: each.track.session,
      mode: modes.get(each.track.number) ?? 'AUDIO',
      indexes: indexesOf(each, placed[index - 1], notes),
      control: notes.control(each.track.number),
      serialCopy: notes.serialCopy(each.track.number),
      isrc: texts.isrcs.get(each.track.number),
      texts: texts.tracks.get(each.track.number),
    })),
  };
  if (cdTextPath === undefined) warnings.push(...alteredTexts(disc));
  await cue.write(Buffer.from(cueSheet(disc)));
  const cdText = cdTextPath === undefined ? undefined : await WholeFile.create(cdTextPath, { overwrite });
  await using _cdText = cdText;
  await cdText?.write(packFile(texts.packs));
  await bin.commit();
  try {
    await cdText?.commit();
    await cue.commit();
  } catch (error) {
    await bin.withdraw();
    await cdText?.withdraw();
    if (!overwrite || !(error instanceof ImageError)) throw error;
    const left = `${binPath} may have been replaced already, and then does not fit the sheet that is there`;
    throw error.with({ reason: `${error.reason}; ${left}` });
  }
  const named = cdTextPath === undefined ? {} : { cdTextPath };
  return { cuePath, binPath, ...named, tracks, lengthBlocks, warnings };
}

/** The same failure, saying that there is no file: both appear at the end. */
function withoutFiles(error: unknown, cuePath: string, binPath: string): unknown {
  const failure =
    error instanceof ImageError
      ? error
      : driveFailure(error, { kind: 'drive-failed', step: 'the disc could not be looked at after it was read' });
  return failure?.with({ reason: `${failure.reason}. Neither ${cuePath} nor ${binPath} was written` }) ?? error;
}

function binPathOf(cuePath: string): string {
  const extension = extname(cuePath);
  const name = basename(cuePath, extension);
  if (extension.toLowerCase() !== '.cue' || name.includes('"')) {
    throw new ImageError({
      kind: 'bad-name',
      reason: `${cuePath} is not a valid name for a CUE sheet`,
      remedy: 'Name it NAME.cue, without quotation marks; the audio goes into NAME.bin next to it',
    });
  }
  return nextTo(cuePath, 'bin');
}

const nextTo = (cuePath: string, extension: string): string =>
  join(dirname(cuePath), `${basename(cuePath, extname(cuePath))}.${extension}`);

/** From the header of the track's first block; a data track with an invalid header counts as Mode 1. */
const dataModeOf = (sector: Uint8Array): 'MODE1/2352' | 'MODE2/2352' =>
  modeInHeader(sector) === 2 ? 'MODE2/2352' : 'MODE1/2352';
