import { write10 } from '../../mmc/commands/write-10.ts';
import { dataPhaseError } from '../check-condition.ts';
import { handle } from './handler.ts';

export const write10Handler = handle(write10, 'medium', async ({ burner, initiator, args, data }) => {
  const { lba, lengthBlocks } = args;
  const writeType = burner.writeType;
  if (data.length !== lengthBlocks * writeType.blockBytes(burner, lba)) throw dataPhaseError();
  burner.stream.writtenBy(initiator);
  if (lengthBlocks > 0) await writeType.write(burner, { lba, lengthBlocks, bytes: data });
});
