import { SECTOR_BYTES } from '../cd/geometry.ts';
import { untilBelieved } from '../drive/ask.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { ImageError } from '../image/image-error.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { AUDIO_BLOCKS, type BlockSource } from './block-source.ts';
import { driveFailure } from './drive-failed.ts';
import { inOrder } from './in-order.ts';
import { HeardGap, RUN_OUT_TOLERANCE_BLOCKS } from './run-out.ts';

/** A range of blocks to read. */
export interface Extent {
  readonly track: number;
  readonly startLba: number;
  readonly lengthBlocks: number;
  /** Whether it is what is before a track: blocks there that cannot be read become silence. */
  readonly gap: boolean;
}

/** Progress of an export. */
export interface ExportProgress {
  readonly phase: 'exporting';
  /** The track that is read, or the one after the gap. */
  readonly track: number;
  readonly doneBlocks: number;
  readonly lengthBlocks: number;
  /** What a file that is about to appear does not have as the disc does. */
  readonly warning?: string;
}

/** The tracks of the disc that are not empty, in order. Throws ImageError when there are none. */
export function recordedTracksOf(tracks: readonly TrackState[]): readonly TrackState[] {
  const recorded = tracks.filter((track) => track.lengthBlocks > 0);
  if (recorded.length === 0) {
    throw new ImageError({
      kind: 'unsuitable-disc',
      reason: 'there are no tracks on the disc',
      remedy: 'Insert a disc that has been written to',
    });
  }
  return recorded;
}

/** A sentence about each track that was never finished: what is exported of it may not be all that it was to hold. */
export const unfinishedInWords = (tracks: readonly TrackState[]): string[] =>
  tracks
    .filter(({ open, damaged }) => open || damaged)
    .map(
      ({ number, lengthBlocks }) =>
        `track ${number} was never finished: the ${lengthBlocks} blocks on the disc may not be all of it`,
    );

/** The audio tracks of the disc, in order. Throws ImageError when there are none or when there are others. */
export function audioTracksOf(tracks: readonly TrackState[]): readonly TrackState[] {
  const recorded = recordedTracksOf(tracks);
  const data = recorded.find((track) => track.kind === 'data');
  if (data !== undefined) {
    throw new ImageError({
      kind: 'unsuitable-disc',
      reason: `track ${data.number} is a data track, and only audio tracks can be exported to WAV files`,
      remedy: 'Read its audio with `discwright rip`, or export a BIN/CUE image instead (--cue NAME.cue)',
    });
  }
  return recorded;
}

/**
 * The blocks of an extent, 2,352 bytes each, as many at a time as one READ CD can transfer. Failures that may pass by
 * themselves are read over.
 * @param warnings gets a sentence about blocks that are silence because they could not be read
 * @throws ImageError with track and LBA: of kind `unreadable` for a block of a track that the drive cannot read, of kind
 * `drive-failed` when the drive or the connection to it fails
 */
export async function* readExtent(
  drive: Drive,
  extent: Extent,
  warnings: string[],
  source: BlockSource = AUDIO_BLOCKS,
): AsyncGenerator<Uint8Array> {
  const silent: number[] = [];
  const { startLba, lengthBlocks } = extent;
  const heard = extent.gap ? new HeardGap({ startLba, endLba: startLba + lengthBlocks }) : undefined;
  for await (const pieces of inOrder(readsOf({ drive, extent, source }))) {
    const blocks = pieces.map((piece) => {
      if (piece.sent !== undefined) {
        const taken = source.take(piece.sent, piece.lba, piece.lengthBlocks);
        heard?.hear(piece.lba, taken);
        return taken;
      }
      source.missing?.(piece.lba);
      silent.push(piece.lba);
      return new Uint8Array(SECTOR_BYTES);
    });
    yield blocks.length === 1 && blocks[0] !== undefined ? blocks[0] : Buffer.concat(blocks);
  }
  if (heard?.isRunOut(silent) !== true) warnings.push(...silenceInWords(extent, silent));
}

function* readsOf(reading: Reading): Generator<() => Promise<Piece[]>> {
  const { startLba, lengthBlocks } = reading.extent;
  const most = reading.source.blocksPerRead(reading.drive);
  for (let done = 0; done < lengthBlocks; done += most) {
    const lba = startLba + done;
    yield () => readPieces(reading, lba, Math.min(most, lengthBlocks - done));
  }
}

interface Reading {
  readonly drive: Drive;
  readonly extent: Extent;
  readonly source: BlockSource;
}

/** Blocks that were read with one command. */
interface Piece {
  readonly lba: number;
  readonly lengthBlocks: number;
  /** Undefined for a block that could not be read and may be silence. */
  readonly sent: Uint8Array | undefined;
}

function silenceInWords({ track, gap }: Extent, silent: readonly number[]): string[] {
  const [first] = silent;
  if (first === undefined) return [];
  const blocks = silent.length === 1 ? '1 block' : `${silent.length} blocks`;
  return gap
    ? [`${blocks} of the gap before track ${track} could not be read, and are silence`]
    : [
        `${blocks} at the end of track ${track}, from LBA ${first}, could not be read, and are silence: the run-out that a recorder leaves there, or damage`,
      ];
}

async function readPieces(reading: Reading, lba: number, blocks: number): Promise<Piece[]> {
  const { drive, extent, source } = reading;
  // Of several blocks, those that can be read are found one by one; between tracks, some never can.
  const isFinal = (error: unknown): boolean => isUnreadable(error) && (blocks > 1 || extent.gap);
  try {
    const sent = await untilBelieved(drive.clock, () => source.read(drive, lba, blocks), { isFinal });
    return [{ lba, lengthBlocks: blocks, sent }];
  } catch (error) {
    if (!isUnreadable(error)) throw failed(error, extent, lba);
    if (blocks > 1) return readSingly(reading, lba, blocks);
    const blocksToEnd = extent.startLba + extent.lengthBlocks - lba;
    if (extent.gap || blocksToEnd <= RUN_OUT_TOLERANCE_BLOCKS) return [{ lba, lengthBlocks: 1, sent: undefined }];
    const { track } = extent;
    throw driveFailure(error, {
      kind: 'unreadable',
      step: `track ${track} cannot be read at LBA ${lba}`,
      remedy: 'Clean the disc, or try another drive',
      track,
      lba,
    });
  }
}

function failed(error: unknown, { track, gap }: Extent, lba: number): unknown {
  const what = gap ? `what is before track ${track}` : `track ${track}`;
  const step = `${what} could not be read from LBA ${lba} onward`;
  return driveFailure(error, { kind: 'drive-failed', step, track, lba }) ?? error;
}

/** Reads block by block when one of them cannot be read, to keep those that can. */
async function readSingly(reading: Reading, lba: number, blocks: number): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (let index = 0; index < blocks; index++) pieces.push(...(await readPieces(reading, lba + index, 1)));
  return pieces;
}

const ILLEGAL_MODE_FOR_THIS_TRACK = 0x64;
const OUT_OF_RANGE = 0x21;

/** The drive found nothing readable there; any other failure is one of the drive or of the connection to it. */
export function isUnreadable(error: unknown): error is SenseError {
  if (!(error instanceof SenseError) || error.sense.deferred) return false;
  const { key, asc } = error.sense;
  return (
    key === SenseKey.MediumError ||
    key === SenseKey.BlankCheck ||
    (key === SenseKey.IllegalRequest && (asc === ILLEGAL_MODE_FOR_THIS_TRACK || asc === OUT_OF_RANGE))
  );
}
