import type { DiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { areBlocksEmpty } from '../../read/empty-blocks.ts';

/** 2 MB: what the documentation of get_MediaHeuristicallyBlank has checked at either end of the disc. */
export const CHECKED_BLOCKS = 1_024;
const AT_A_TIME = 32;

/**
 * Whether a disc seems to hold nothing: it is blank or not formatted, or it can be overwritten and both its ends are zeros, where
 * file systems have what they are found by (IDiscFormat2::get_MediaHeuristicallyBlank).
 */
export async function seemsBlank(drive: Drive, { status, medium }: DiscState): Promise<boolean> {
  if (status === 'blank') return true;
  if (medium?.writeModel !== 'overwrite') return false;
  if (!medium.formatted) return true;
  const end = medium.capacityBlocks ?? CHECKED_BLOCKS;
  return (
    (await isRangeEmpty(drive, 0, Math.min(CHECKED_BLOCKS, end))) &&
    (await isRangeEmpty(drive, Math.max(0, end - CHECKED_BLOCKS), end))
  );
}

/** Whether blocks are zeros, or cannot be read. */
export async function isRangeEmpty(drive: Drive, startLba: number, endLba: number): Promise<boolean> {
  for (let lba = startLba; lba < endLba; lba += AT_A_TIME) {
    if (!(await areBlocksEmpty(drive, lba, Math.min(AT_A_TIME, endLba - lba)))) return false;
  }
  return true;
}
