import type { Drive } from '../drive/drive.ts';
import { isSense, SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { driveBlocks } from './drive-blocks.ts';

const OUT_OF_RANGE = 0x21;

/**
 * Whether a drive reads nothing because the blocks were never written (MMC-6 4.3.5, 4.3.9). Any other refusal says nothing about
 * what they hold.
 */
export const isNeverWritten = (sense: SenseError['sense']): boolean =>
  sense.key === SenseKey.BlankCheck || isSense(sense, SenseKey.IllegalRequest, OUT_OF_RANGE);

/** What blocks of a disc hold; `unknown` where the disc cannot be read. */
export type BlockContents = 'data' | 'zeros' | 'never written' | 'unknown';

/** @throws SenseError 2/xx, or of a drive that refuses to read; TransportError */
export async function contentsOf(drive: Drive, lba: number, count: number): Promise<BlockContents> {
  try {
    return (await driveBlocks(drive).readBlocks(lba, count)).every((byte) => byte === 0) ? 'zeros' : 'data';
  } catch (error) {
    if (!(error instanceof SenseError)) throw error;
    if (isNeverWritten(error.sense)) return 'never written';
    if (error.sense.key === SenseKey.MediumError) return 'unknown';
    throw error;
  }
}

/** Whether blocks hold zeros alone, or cannot be read. @throws SenseError 2/xx, 5/xx; TransportError */
export const areBlocksEmpty = async (drive: Drive, lba: number, count: number): Promise<boolean> =>
  (await contentsOf(drive, lba, count)) !== 'data';
