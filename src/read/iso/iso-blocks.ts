import { untilBelieved } from '../../drive/ask.ts';
import type { Drive } from '../../drive/drive.ts';
import { ImageError } from '../../image/image-error.ts';
import { READ_BLOCK_BYTES } from '../../mmc/commands/read-10.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { driveBlocks } from '../drive-blocks.ts';
import { driveFailure } from '../drive-failed.ts';
import { isNeverWritten } from '../empty-blocks.ts';
import { isUnreadable } from '../extents.ts';
import { inOrder } from '../in-order.ts';
import { blocksPerRead } from '../read-blocks.ts';
import type { DataExtent, IsoContents } from './iso-contents.ts';

/** Consecutive blocks of an image. */
export interface IsoPiece {
  readonly track: number;
  readonly lba: number;
  readonly lengthBlocks: number;
  /** Absent where there is nothing to read, or it cannot be read: then, why. */
  readonly blocks?: Uint8Array;
  readonly empty?: 'between tracks' | 'never written' | 'unreadable';
}

interface Reading {
  readonly drive: Drive;
  readonly contents: IsoContents;
  /** From here on, a block that cannot be read is only missing: nothing is known to be there. */
  readonly tailLba: number;
  /** Whether any other is, too; if not, it ends the reading. */
  readonly mayMiss: boolean;
}

/** @throws ImageError of kind `unreadable` for a block that must not be missing, `unsuitable-disc`, `drive-failed` */
export async function* isoPieces(reading: Reading): AsyncGenerator<IsoPiece> {
  let lba = reading.contents.startLba;
  for (const extent of reading.contents.extents) {
    const { track, startLba, endLba } = extent;
    if (startLba > lba) yield { track, lba, lengthBlocks: startLba - lba, empty: 'between tracks' };
    for await (const pieces of inOrder(readsOf(reading, extent))) yield* pieces;
    lba = endLba;
  }
}

function* readsOf(reading: Reading, extent: DataExtent): Generator<() => Promise<IsoPiece[]>> {
  const most = blocksPerRead(reading.drive, READ_BLOCK_BYTES);
  for (let lba = extent.startLba; lba < extent.endLba; lba += most) {
    const lengthBlocks = Math.min(most, extent.endLba - lba);
    yield () => readPieces(reading, extent.track, lba, lengthBlocks);
  }
}

async function readPieces(reading: Reading, track: number, lba: number, lengthBlocks: number): Promise<IsoPiece[]> {
  const { drive, contents, tailLba, mayMiss } = reading;
  const { medium } = contents;
  const place = { track, lba, lengthBlocks };
  // Of several blocks, those that can be read are found one by one.
  const isFinal = (error: unknown): boolean => isUnreadable(error) && lengthBlocks > 1;
  try {
    const blocks = await untilBelieved(drive.clock, () => driveBlocks(drive).readBlocks(lba, lengthBlocks), {
      isFinal,
    });
    return [{ ...place, blocks }];
  } catch (error) {
    if (!isUnreadable(error)) throw failed(error, track, lba);
    const eccBlocks = medium?.eccBlocks ?? 1;
    const cut = Math.floor(lba / eccBlocks + 1) * eccBlocks - lba;
    if (cut < lengthBlocks)
      return [
        ...(await readPieces(reading, track, lba, cut)),
        ...(await readPieces(reading, track, lba + cut, lengthBlocks - cut)),
      ];
    // What is written together was never written together.
    if (medium?.writeModel === 'overwrite' && isNeverWritten(error.sense))
      return [{ ...place, empty: 'never written' }];
    if (lengthBlocks > 1) return readSingly(reading, track, lba, lengthBlocks);
    if (lba < tailLba && isOtherKind(error)) throw otherKind(track, lba);
    if (lba < tailLba && !mayMiss) throw unreadable(track, lba, error);
    return [{ ...place, empty: 'unreadable' }];
  }
}

async function readSingly(reading: Reading, track: number, lba: number, count: number): Promise<IsoPiece[]> {
  const pieces: IsoPiece[] = [];
  for (let index = 0; index < count; index++) pieces.push(...(await readPieces(reading, track, lba + index, 1)));
  return pieces;
}

const ILLEGAL_MODE_FOR_THIS_TRACK = 0x64;
const COPY_PROTECTION = 0x6f;

const isOtherKind = ({ sense }: SenseError): boolean =>
  isSense(sense, SenseKey.IllegalRequest, ILLEGAL_MODE_FOR_THIS_TRACK);

const otherKind = (track: number, lba: number): ImageError =>
  new ImageError({
    kind: 'unsuitable-disc',
    reason: `the block at LBA ${lba} of track ${track} does not have 2,048 bytes of data: it is audio, or of Mode 2 form 2, as on a Video CD`,
    remedy: 'Export a BIN/CUE image instead (--cue NAME.cue), which holds blocks of any kind',
    track,
    lba,
  });

/** A block that must not be missing cannot be read. */
export const unreadable = (track: number, lba: number, cause?: Error): ImageError => {
  const remedy =
    'Clean the disc, try another drive, or export it all the same, with zeros for what cannot be read (--on-error zeros)';
  const details = { kind: 'unreadable', track, lba } as const;
  const step = `track ${track} cannot be read at LBA ${lba}`;
  return driveFailure(cause, { ...details, step, remedy }) ?? new ImageError({ ...details, reason: step, remedy });
};

function failed(error: unknown, track: number, lba: number): unknown {
  if (error instanceof SenseError && isSense(error.sense, SenseKey.IllegalRequest, COPY_PROTECTION)) {
    return driveFailure(error, {
      kind: 'unsuitable-disc',
      step: `the disc is protected against copying, and the drive does not read it at LBA ${lba}`,
      remedy: 'discwright does not circumvent copy protection; such a disc is neither exported nor copied',
      track,
      lba,
    });
  }
  const step = `track ${track} could not be read from LBA ${lba} onward`;
  return driveFailure(error, { kind: 'drive-failed', step, track, lba }) ?? error;
}
