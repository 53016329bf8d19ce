import { USER_DATA_BYTES } from '../../../cd/geometry.ts';
import { readCapacity } from '../../../mmc/commands/read-capacity.ts';
import { handle } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

export const readBlockDiscCapacityHandler = handle(readCapacity, 'medium', ({ drive }) => {
  const { family, path } = familyIn(drive);
  return { lastLba: Math.max(0, family.readableBlocks(path.disc) - 1), blockBytes: USER_DATA_BYTES };
});
