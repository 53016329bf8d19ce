import { write10 } from '../../mmc/commands/write-10.ts';
import { dataPhaseError } from '../check-condition.ts';
import { handle } from './handler.ts';

export const write10Handler = handle(write10, 'medium', async ({ drive, initiator, args, data }) => {
  const { lba, lengthBlocks } = args;
  const { recorder } = drive;
  if (data.length !== lengthBlocks * recorder.blockBytes(lba)) throw dataPhaseError();
  await recorder.write({ lba, lengthBlocks, bytes: data }, initiator);
});
