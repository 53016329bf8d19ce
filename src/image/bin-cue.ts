import { basename, dirname, extname, join } from 'node:path';
import { AUDIO_BLOCK_BYTES } from '../burn/index.ts';
import { readDiscState, type TrackState } from '../mmc/disc-state.ts';
import type { Drive } from '../mmc/drive.ts';
import { audioTracksOf, type ExportProgress, type Extent, readExtent } from './audio-extents.ts';
import { cueSheet } from './cue-sheet.ts';
import { ImageError } from './image-error.ts';
import { requireFree, WholeFile } from './whole-file.ts';

export interface BinCueOptions {
  /** The sheet, `NAME.cue`; the audio goes into `NAME.bin` beside it. */
  readonly cuePath: string;
  /** Replace files that are there. Default false. */
  readonly overwrite?: boolean;
}

export interface BinCueResult {
  readonly cuePath: string;
  readonly binPath: string;
  readonly tracks: readonly TrackState[];
  readonly lengthBlocks: number;
}

/**
 * Writes an audio disc, closed or still open, to a BIN/CUE image. The BIN file begins with LBA 0: the pregap of the first
 * track is not in it, the pauses and run-outs between tracks are, as the drive reads them or else as silence. Neither file
 * appears before the BIN file is whole.
 * @throws ImageError, SenseError, TransportError
 */
export async function* exportBinCue(
  drive: Drive,
  { cuePath, overwrite = false }: BinCueOptions,
): AsyncGenerator<ExportProgress, BinCueResult> {
  const binPath = binPathOf(cuePath);
  await requireFree(cuePath, overwrite);
  await requireFree(binPath, overwrite);
  const tracks = await tracksOfOneSession(drive);
  const extents = layOut(tracks);
  const lengthBlocks = extents.reduce((sum, extent) => sum + extent.lengthBlocks, 0);

  await using bin = await WholeFile.create(binPath);
  await using cue = await WholeFile.create(cuePath);
  let doneBlocks = 0;
  for (const extent of extents) {
    for await (const piece of readExtent(drive, extent)) {
      await bin.write(piece);
      doneBlocks += piece.length / AUDIO_BLOCK_BYTES;
      yield { phase: 'exporting', track: extent.track, doneBlocks, lengthBlocks };
    }
  }
  await cue.write(Buffer.from(cueSheet(basename(binPath), withPreviousEnds(tracks))));
  await bin.commit();
  await cue.commit();
  return { cuePath, binPath, tracks, lengthBlocks };
}

function binPathOf(cuePath: string): string {
  const extension = extname(cuePath);
  const name = basename(cuePath, extension);
  if (extension.toLowerCase() !== '.cue' || name.includes('"')) {
    throw new ImageError({
      kind: 'bad-name',
      reason: `${cuePath} is no name for a CUE sheet`,
      remedy: 'Name it NAME.cue, without quotation marks; the audio goes into NAME.bin beside it',
    });
  }
  return join(dirname(cuePath), `${name}.bin`);
}

async function tracksOfOneSession(drive: Drive): Promise<readonly TrackState[]> {
  const disc = await readDiscState(drive);
  const tracks = audioTracksOf(disc.tracks);
  const sessions = new Set(tracks.map((track) => track.session)).size;
  if (sessions > 1) {
    throw new ImageError({
      kind: 'unsuitable-disc',
      reason: `the disc has ${sessions} sessions, which a CUE sheet cannot tell`,
      remedy: 'Export one WAV file a track instead (--wav DIR)',
    });
  }
  return tracks;
}

const withPreviousEnds = (tracks: readonly TrackState[]) =>
  tracks.map((track, index) => {
    const previous = tracks[index - 1];
    return { ...track, previousEndLba: previous === undefined ? 0 : previous.startLba + previous.lengthBlocks };
  });

/** Tracks and the gaps before them, from LBA 0 on. */
const layOut = (tracks: readonly TrackState[]): Extent[] =>
  withPreviousEnds(tracks).flatMap(({ number, startLba, lengthBlocks, previousEndLba }, index) => {
    // A drive may count a track's pause as its predecessor's: its length then reaches into the next track's start.
    const nextStart = tracks[index + 1]?.startLba ?? Number.POSITIVE_INFINITY;
    const gapBlocks = Math.max(0, startLba - previousEndLba);
    const gap = { track: number, startLba: startLba - gapBlocks, lengthBlocks: gapBlocks, gap: true };
    const audioBlocks = Math.min(lengthBlocks, nextStart - startLba);
    const audio = { track: number, startLba, lengthBlocks: audioBlocks, gap: false };
    return gapBlocks === 0 ? [audio] : [gap, audio];
  });
