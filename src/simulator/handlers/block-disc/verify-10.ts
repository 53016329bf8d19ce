import { verify10 } from '../../../mmc/commands/verify-10.ts';
import { invalidCdbField } from '../../check-condition.ts';
import { requireCd } from '../../kind-of-disc.ts';
import { BlockDisc } from '../../media/block-disc/block-disc.ts';
import { handle } from '../handler.ts';
import { readRuns } from '../readable.ts';
import { blocksFrom } from './read-blocks.ts';

/** Reads blocks and answers as READ would, without them. */
export const verify10Handler = handle(verify10, 'medium', async ({ drive, args: { lba, lengthBlocks, byteCheck } }) => {
  if (byteCheck) throw invalidCdbField(verify10, 'byteCheck');
  if (drive.disc instanceof BlockDisc) {
    await blocksFrom(drive, lba, lengthBlocks);
    return;
  }
  for await (const _run of readRuns(requireCd(drive.disc), lba, lengthBlocks));
  drive.delay(drive.speeds.readMs(lba, lengthBlocks));
});
