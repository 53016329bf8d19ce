import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { type BlockContents, contentsOf } from '../read/empty-blocks.ts';
import { planRefusal } from './engine/plan-checks.ts';

/**
 * Where file systems have what they are found by: boot blocks, descriptors of ISO 9660 and UDF, and UDF's anchor. Each is read by
 * itself, in ECC blocks of DVD: one that is scratched says nothing of the others.
 */
const PLACES = [
  { lba: 0, count: 16 },
  { lba: 16, count: 16 },
  { lba: 256, count: 16 },
] as const;

/**
 * Makes sure that nothing is overwritten unasked: of a formatted disc, the blocks are read that every file system needs.
 * @throws BurnError of phase `planning` for a disc that holds data
 */
export async function requireNothingToLose(drive: Drive, disc: DiscState): Promise<void> {
  if (disc.medium?.writeModel !== 'overwrite' || !disc.medium.formatted) return;
  const found: BlockContents[] = [];
  for (const { lba, count } of PLACES) found.push(await contentsOf(drive, lba, count));
  if (found.includes('data')) throw occupied(disc, 'there is data on the disc, which would be overwritten');
  // Drives read no block of a disc that was never written: one that they read otherwise is damaged.
  const damaged = PLACES[found.indexOf('unknown')];
  if (damaged === undefined || found.every((contents) => contents !== 'zeros')) return;
  throw occupied(
    disc,
    `blocks ${damaged.lba} to ${damaged.lba + damaged.count - 1} cannot be read, and may hold what leads to data on the disc, which would be overwritten`,
  );
}

const occupied = (disc: DiscState, reason: string) =>
  planRefusal(
    disc,
    'INVALID_REQUEST',
    reason,
    'Allow that (`overwrite`, or `discwright data --overwrite`), or use another disc',
  );
