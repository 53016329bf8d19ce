import { blank } from '../../mmc/commands/blank.ts';
import { illegalRequest } from '../check-condition.ts';
import { handle } from './handler.ts';

export const blankHandler = handle(blank, 'medium', () => {
  // 5/30/05 cannot write medium, incompatible format: what is on a CD-R stays there.
  throw illegalRequest(0x30, 0x05);
});
