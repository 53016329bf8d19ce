import type { CueIndex, CueSheet, CueSheetTrack } from './cue-sheet-model.ts';
import { CUE_TRACK_MODES, isAudioMode } from './cue-track-modes.ts';
import { notAnImage } from './image-error.ts';

/** A track of a BIN/CUE image, and the location of its blocks. */
export interface ImageTrack extends CueSheetTrack {
  /** Block of INDEX 01, counted from the start of its file. */
  readonly startBlock: number;
  /** From INDEX 01 to the next track or its pause, or to the end of the file. */
  readonly lengthBlocks: number;
  /** Blocks of the pause (INDEX 00) that are in the files. The pause of the first track may have a hidden track. */
  readonly pauseBlocks: number;
  /** Bytes per block in the file. */
  readonly blockBytes: number;
  /** Byte position of INDEX 01 in the file; in a WAV from the start of its audio. */
  readonly startByte: number;
}

/** Consecutive blocks of a track, or of its pause, in one file. */
export interface ImagePart {
  readonly file: string;
  readonly startByte: number;
  /** Counted from INDEX 01. */
  readonly firstBlock: number;
  readonly lengthBlocks: number;
}

export interface PlacedImageTrack {
  readonly track: ImageTrack;
  readonly parts: readonly ImagePart[];
}

/** What there is of a file. */
export interface BlocksOfFile {
  readonly lengthBytes: number;
  /** Whether its last block may be incomplete without a warning. */
  readonly endsAnywhere: boolean;
}

interface Segment {
  readonly track: CueSheetTrack;
  readonly index: CueIndex;
  readonly startByte: number;
  readonly lengthBlocks: number;
}

/**
 * Where the tracks of a sheet are. Positions in a sheet are in blocks; in a file with several block sizes, each track is
 * counted in blocks of its own size. An incomplete last block of audio counts, filled with silence; one of data does not.
 * @param warnings gets what is in the files and not in a track
 * @throws ImageError of kind `not-an-image` when the files are too short
 */
export function placeTracks(
  { tracks }: CueSheet,
  files: ReadonlyMap<string, BlocksOfFile>,
  warnings: string[],
): PlacedImageTrack[] {
  const segments = segmentsOf(tracks, files, warnings);
  return tracks.map((track) =>
    placed(
      track,
      segments.filter((segment) => segment.track === track),
    ),
  );
}

function segmentsOf(
  tracks: readonly CueSheetTrack[],
  files: ReadonlyMap<string, BlocksOfFile>,
  warnings: string[],
): Segment[] {
  const marks = tracks.flatMap((track) => track.indexes.map((index) => ({ track, index })));
  const segments: Segment[] = [];
  let byte = 0;
  for (const [at, { track, index }] of marks.entries()) {
    const blockBytes = CUE_TRACK_MODES[track.mode];
    const { file, positionBlocks } = index;
    if (marks[at - 1]?.index.file !== file || index.again) {
      byte = positionBlocks * blockBytes;
      if (byte > 0 && !index.again)
        warnings.push(`the first ${positionBlocks} blocks of "${file}" are before its first INDEX, in no track`);
    }
    const { lengthBytes = 0, endsAnywhere = false } = files.get(file) ?? {};
    const left = lengthBytes - byte;
    const isAudio = isAudioMode(track.mode);
    const inFile = isAudio ? Math.ceil(left / blockBytes) : Math.floor(left / blockBytes);
    const next = marks[at + 1];
    const isLast = next?.index.file !== file || next.index.again;
    const lengthBlocks = isLast ? inFile : next.index.positionBlocks - positionBlocks;
    if (lengthBlocks < 0 || lengthBlocks > inFile) {
      throw notAnImage(`track ${track.number} is not where the sheet says: ${file} has only ${lengthBytes} bytes`);
    }
    const rest = left % blockBytes;
    if (isLast && rest !== 0 && !endsAnywhere) {
      warnings.push(
        isAudio
          ? `the last block of "${file}" is incomplete (${rest} bytes), and is filled with silence`
          : `the last ${rest} bytes of "${file}" are not a whole block, and are left out`,
      );
    }
    segments.push({ track, index, startByte: byte, lengthBlocks });
    byte += lengthBlocks * blockBytes;
  }
  return segments;
}

const sum = (segments: readonly Segment[]): number => segments.reduce((total, each) => total + each.lengthBlocks, 0);

function placed(track: CueSheetTrack, segments: readonly Segment[]): PlacedImageTrack {
  const pauseBlocks = sum(segments.filter(({ index }) => index.number === 0));
  const lengthBlocks = sum(segments) - pauseBlocks;
  const start = segments.find(({ index }) => index.number === 1);
  if (start === undefined || lengthBlocks === 0) {
    throw notAnImage(
      `track ${track.number} has no blocks: ${track.file} ends before it, or the next track begins there`,
    );
  }
  let firstBlock = -pauseBlocks;
  const parts: ImagePart[] = [];
  for (const { index, startByte, lengthBlocks: blocks } of segments) {
    parts.push({ file: index.file, startByte, firstBlock, lengthBlocks: blocks });
    firstBlock += blocks;
  }
  const place = { startBlock: start.index.positionBlocks, startByte: start.startByte, lengthBlocks, pauseBlocks };
  return { track: { ...track, ...place, blockBytes: CUE_TRACK_MODES[track.mode] }, parts };
}
