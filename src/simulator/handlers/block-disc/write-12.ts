import { write12 } from '../../../mmc/commands/write-12.ts';
import { handle } from '../handler.ts';
import { transferredBytes } from '../write-data.ts';

/** As WRITE(10). With the streaming bit blocks are not verified, so that a disc with spare areas is written at its full speed. */
export const write12Handler = handle(write12, 'medium', async ({ drive, initiator, args, data }) => {
  const { lba, lengthBlocks } = args;
  const streaming = args.streaming || args.verifyNotRequired;
  const { recorder } = drive;
  const bytes = transferredBytes(data, lengthBlocks * recorder.blockBytes(lba));
  await recorder.write({ lba, lengthBlocks, bytes, streaming }, initiator);
});
