import { blank } from '../../../mmc/commands/blank.ts';
import { handle } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

export const blankBlockDiscHandler = handle(blank, 'medium', ({ drive, args }) => {
  const { family, path } = familyIn(drive);
  const task = family.blank(path, args.blankingType);
  drive.recorder.buffer.clear();
  return drive.perform(task, args.immediate);
});
