import { readDiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { type DriveBlocks, driveBlocks } from './drive-blocks.ts';
import { overwritableBlocks } from './growth.ts';

/** The blocks of a disc whose end is known. */
export interface DiscBlocks extends DriveBlocks {
  /** The address after its last block that can be read; undefined for a disc that is overwritten, or has no tracks. */
  readonly endBlock: number | undefined;
}

/** Two run-out blocks of a CD cannot be read. */
const MOST_RUN_OUT = 3;

/**
 * The same as {@link driveBlocks}, with where the disc ends: UDF has what leads to the files of a write-once disc in its last block. Of an
 * overwritable disc, blocks that were never written are zeros.
 * @throws SenseError 2/3A/xx without a disc; TransportError
 */
export async function discBlocks(drive: Drive): Promise<DiscBlocks> {
  requireDrive('discBlocks()', drive);
  const { medium, tracks } = await readDiscState(drive);
  if (medium?.writeModel === 'overwrite') return { ...overwritableBlocks(drive), endBlock: undefined };
  const blocks = driveBlocks(drive);
  const last = tracks.at(-1);
  if (last === undefined || last.kind !== 'data') return { ...blocks, endBlock: undefined };
  const end = last.startLba + last.lengthBlocks;
  for (let endBlock = end; endBlock > Math.max(last.startLba, end - MOST_RUN_OUT); endBlock--)
    if (await isReadable(blocks, endBlock - 1)) return { ...blocks, endBlock };
  return { ...blocks, endBlock: undefined };
}

async function isReadable(blocks: DriveBlocks, lba: number): Promise<boolean> {
  try {
    await blocks.readBlocks(lba, 1);
    return true;
  } catch (error) {
    if (error instanceof SenseError) return false;
    throw error;
  }
}
