import { write10 } from '../../mmc/commands/write-10.ts';
import { dataPhaseError } from '../check-condition.ts';
import { handle } from './handler.ts';

export const write10Handler = handle(write10, 'medium', async ({ burner, args, data }) => {
  const { lba, lengthBlocks } = args;
  const writeType = burner.writeType;
  if (data.length !== lengthBlocks * writeType.blockBytes(burner.writeParameters)) throw dataPhaseError();
  if (lengthBlocks > 0) await writeType.write(burner, { lba, lengthBlocks, bytes: data });
});
