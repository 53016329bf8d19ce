import type { Drive } from '../drive/drive.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { driveBlocks } from './drive-blocks.ts';

/** A place that was never written, or that cannot be read: nothing begins there. */
const NOTHING_THERE: readonly number[] = [SenseKey.MediumError, SenseKey.IllegalRequest, SenseKey.BlankCheck];

/** Whether blocks hold zeros alone, or cannot be read. @throws SenseError 2/xx, TransportError */
export async function areBlocksEmpty(drive: Drive, lba: number, count: number): Promise<boolean> {
  try {
    return (await driveBlocks(drive).readBlocks(lba, count)).every((byte) => byte === 0);
  } catch (error) {
    if (error instanceof SenseError && NOTHING_THERE.includes(error.sense.key)) return true;
    throw error;
  }
}
