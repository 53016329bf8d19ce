import { RAW_PQ_BLOCK_BYTES, SECTOR_BYTES } from '../../cd/geometry.ts';
import { lbaIfMsf } from '../../cd/msf.ts';
import { hasNoQCrc, isQIntact } from '../../cd/q-channel.ts';
import { decodePosition } from '../../cd/q-position.ts';
import { qOfFormatted } from '../../cd/sub-channel.ts';
import { untilBelieved } from '../../drive/ask.ts';
import type { Drive } from '../../drive/drive.ts';
import { WHILE_WORKING } from '../../drive/while-working.ts';
import { readCd, SectorType, SubChannelSelection, WHOLE_MAIN_CHANNEL } from '../../mmc/commands/read-cd.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';

/** As many blocks as one command carries with Q. */
export const WINDOW_BLOCKS = 26;
/** Enough that not all of them hold a catalogue number or an ISRC instead, or are damaged. */
export const PROBE_BLOCKS = 4;
const MOST_PROBES = 4;
/** How far {@link positionFrom} looks. */
export const PROBED_BLOCKS = MOST_PROBES * PROBE_BLOCKS;

/** How many commands look for the readable blocks of a window that has others, since a command fails as a whole. */
const MOST_SPLITS = 16;

/** What Q says about a block. */
export interface Position {
  /** As the frame has it: drives return frames of neighbouring blocks. */
  readonly lba: number;
  readonly track: number;
  readonly index: number;
  readonly control: number;
}

/**
 * The positions that Q of some blocks holds, in order; frames that are damaged or hold something else are left out. None where
 * the disc cannot be read: unreadable blocks among others are left out.
 * @throws SenseError 5/24/00 from a drive that does not read Q; StatusError, TransportError
 */
export async function readPositions(
  drive: Drive,
  startLba: number,
  lengthBlocks: number,
  splits = { left: MOST_SPLITS },
): Promise<readonly Position[]> {
  const command = readCd({
    ...WHOLE_MAIN_CHANNEL,
    subChannel: SubChannelSelection.Q,
    sectorType: SectorType.Any,
    startLba,
    lengthBlocks,
  });
  // Reading damaged blocks again takes long, and halves of the piece are tried.
  const isFinal = (error: unknown) => error instanceof SenseError && error.sense.key === SenseKey.MediumError;
  let bytes: Uint8Array;
  try {
    bytes = await untilBelieved(drive.clock, () => drive.execute(command, { resend: WHILE_WORKING }), { isFinal });
  } catch (error) {
    if (!(error instanceof SenseError) || isFieldRefused(error)) throw error;
    if (error.sense.key !== SenseKey.MediumError || lengthBlocks === 1 || splits.left < 2) return [];
    splits.left -= 2;
    const half = Math.ceil(lengthBlocks / 2);
    return [
      ...(await readPositions(drive, startLba, half, splits)),
      ...(await readPositions(drive, startLba + half, lengthBlocks - half, splits)),
    ].toSorted((a, b) => a.lba - b.lba);
  }
  return Array.from({ length: lengthBlocks }, (_, index) => {
    const at = index * RAW_PQ_BLOCK_BYTES;
    return positionIn(qOfFormatted(bytes.subarray(at + SECTOR_BYTES, at + RAW_PQ_BLOCK_BYTES)));
  })
    .filter((position) => position !== undefined)
    .toSorted((a, b) => a.lba - b.lba);
}

/** The first position at or after a block, before another. */
export async function positionFrom(drive: Drive, lba: number, endLba: number): Promise<Position | undefined> {
  for (let probe = 0, at = lba; probe < MOST_PROBES && at < endLba; probe++, at += PROBE_BLOCKS) {
    const length = Math.min(PROBE_BLOCKS, endLba - at);
    const found = (await readPositions(drive, at, length)).find((each) => each.lba >= lba && each.lba < endLba);
    if (found !== undefined) return found;
  }
  return undefined;
}

function positionIn(frame: Uint8Array): Position | undefined {
  const position = decodePosition(frame);
  if (position === undefined || !(hasNoQCrc(frame) || isQIntact(frame))) return undefined;
  const lba = lbaIfMsf(position.absolute);
  return lba === undefined ? undefined : { ...position, lba };
}

const INVALID_FIELD_IN_CDB = 0x24;

export const isFieldRefused = (error: unknown): boolean =>
  error instanceof SenseError && error.sense.key === 0x05 && error.sense.asc === INVALID_FIELD_IN_CDB;
