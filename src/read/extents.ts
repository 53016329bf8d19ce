import { LINK_BLOCKS, RUN_OUT_BLOCKS, SECTOR_BYTES } from '../cd/geometry.ts';
import { untilBelieved } from '../drive/ask.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { ImageError } from '../image/image-error.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { AUDIO_BLOCKS, type BlockSource } from './block-source.ts';

/** A range of blocks to read. */
export interface Extent {
  readonly track: number;
  readonly startLba: number;
  readonly lengthBlocks: number;
  /** Whether it is between the audio of two tracks: unreadable blocks there count as silence. */
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

/**
 * Run-out blocks that a drive may count as the end of a Track-At-Once track although they cannot be read, with link blocks
 * around them (MMC-5 4.2.3.4).
 */
export const RUN_OUT_TOLERANCE_BLOCKS = RUN_OUT_BLOCKS + LINK_BLOCKS;

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

/** The audio tracks of the disc, in order. Throws ImageError when there are none or when there are others. */
export function audioTracksOf(tracks: readonly TrackState[]): readonly TrackState[] {
  const recorded = recordedTracksOf(tracks);
  const data = recorded.find((track) => track.kind === 'data');
  if (data !== undefined) {
    throw new ImageError({
      kind: 'unsuitable-disc',
      reason: `track ${data.number} is a data track, and only audio tracks can be exported to WAV files`,
      remedy: 'Export a BIN/CUE image instead (--cue NAME.cue)',
    });
  }
  return recorded;
}

/**
 * The blocks of an extent, 2,352 bytes each, as many at a time as one READ CD can transfer. Failures that may pass by
 * themselves are read over.
 * @param warnings gets a sentence about blocks that are silence because they could not be read
 * @throws ImageError of kind `unreadable` for a block of a track that the drive cannot read; IncompleteTransferError
 */
export async function* readExtent(
  drive: Drive,
  extent: Extent,
  warnings: string[],
  source: BlockSource = AUDIO_BLOCKS,
): AsyncGenerator<Uint8Array> {
  const { startLba, lengthBlocks } = extent;
  const silent: number[] = [];
  for (let done = 0; done < lengthBlocks; ) {
    const blocks = Math.min(source.blocksPerRead(drive), lengthBlocks - done);
    yield await readPiece({ drive, extent, source, silent }, startLba + done, blocks);
    done += blocks;
  }
  warnings.push(...silenceInWords(extent, silent));
}

interface Reading {
  readonly drive: Drive;
  readonly extent: Extent;
  readonly source: BlockSource;
  /** Addresses of the blocks that are silence because they could not be read. */
  readonly silent: number[];
}

/** Where a Track-At-Once disc has run-out and link blocks, nothing is lost: they cannot be read on any disc. */
function silenceInWords({ track, gap }: Extent, silent: readonly number[]): string[] {
  const [first] = silent;
  if (first === undefined || (gap && silent.length <= RUN_OUT_TOLERANCE_BLOCKS)) return [];
  const blocks = silent.length === 1 ? '1 block' : `${silent.length} blocks`;
  return gap
    ? [`${blocks} of the gap before track ${track} could not be read, and are silence`]
    : [
        `${blocks} at the end of track ${track}, from LBA ${first}, could not be read, and are silence: the run-out that a recorder leaves there, or damage`,
      ];
}

async function readPiece(reading: Reading, lba: number, blocks: number): Promise<Uint8Array> {
  const { drive, extent, source, silent } = reading;
  // Of several blocks, those that can be read are found one by one; between tracks, some never can.
  const isFinal = (error: unknown): boolean => isUnreadable(error) && (blocks > 1 || extent.gap);
  try {
    return await untilBelieved(drive.clock, () => source.read(drive, lba, blocks), isFinal);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (blocks > 1) return readSingly(reading, lba, blocks);
    const blocksToEnd = extent.startLba + extent.lengthBlocks - lba;
    if (extent.gap || blocksToEnd <= RUN_OUT_TOLERANCE_BLOCKS) {
      source.missing?.(lba);
      silent.push(lba);
      return new Uint8Array(SECTOR_BYTES);
    }
    throw new ImageError({
      kind: 'unreadable',
      reason: `track ${extent.track} cannot be read at LBA ${lba}: ${error.message.replace(/\.$/, '')}`,
      remedy: 'Clean the disc, or try another drive',
      cause: error,
    });
  }
}

/** Reads block by block when one of them cannot be read, to keep those that can. */
async function readSingly(reading: Reading, lba: number, blocks: number): Promise<Uint8Array> {
  const whole = new Uint8Array(blocks * SECTOR_BYTES);
  for (let index = 0; index < blocks; index++) {
    whole.set(await readPiece(reading, lba + index, 1), index * SECTOR_BYTES);
  }
  return whole;
}

const ILLEGAL_MODE_FOR_THIS_TRACK = 0x64;
const OUT_OF_RANGE = 0x21;

/** The drive found nothing readable there; any other failure is one of the drive or of the connection to it. */
function isUnreadable(error: unknown): error is SenseError {
  if (!(error instanceof SenseError) || error.sense.deferred) return false;
  const { key, asc } = error.sense;
  return (
    key === SenseKey.MediumError ||
    key === SenseKey.BlankCheck ||
    (key === SenseKey.IllegalRequest && (asc === ILLEGAL_MODE_FOR_THIS_TRACK || asc === OUT_OF_RANGE))
  );
}
