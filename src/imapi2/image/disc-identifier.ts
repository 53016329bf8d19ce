import { createHash } from 'node:crypto';
import { readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { driveBlocks } from '../../read/drive-blocks.ts';
import { areBlocksEmpty } from '../../read/empty-blocks.ts';

/** ECMA-119 6.2.1, ECMA-167 2/8.4: volume descriptors. */
const DESCRIPTORS_LBA = 16;
const DESCRIPTOR_BLOCKS = 16;

/**
 * What tells a disc and its sessions from others: its kind, its tracks, and the volume descriptors of its last data track, or at the start
 * of a disc that is overwritten, whose track is always the same.
 */
export async function discIdentifier(drive: Drive): Promise<string> {
  const { tracks, medium, status } = await readDiscState(drive);
  const hash = createHash('sha256');
  const places = tracks.map(({ number, session, startLba, lengthBlocks }) => [number, session, startLba, lengthBlocks]);
  hash.update(JSON.stringify([medium?.profile ?? 'CD', status === 'blank', places]));
  const start = tracks.findLast(({ kind }) => kind === 'data')?.startLba;
  if (start !== undefined) {
    const lba = start + DESCRIPTORS_LBA;
    if (!(await areBlocksEmpty(drive, lba, DESCRIPTOR_BLOCKS)))
      hash.update(await driveBlocks(drive).readBlocks(lba, DESCRIPTOR_BLOCKS));
  }
  return hash.digest('hex').slice(0, 32);
}
