import { write10 } from '../../mmc/commands/write-10.ts';
import { handle } from './handler.ts';
import { transferredBytes } from './write-data.ts';

export const write10Handler = handle(write10, 'medium', async ({ drive, initiator, args, data }) => {
  const { lba, lengthBlocks } = args;
  const { recorder } = drive;
  const bytes = transferredBytes(data, lengthBlocks * recorder.blockBytes(lba));
  await recorder.write({ lba, lengthBlocks, bytes }, initiator);
});
