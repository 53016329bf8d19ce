import { sleep } from './burn.ts';
import { disc } from './disc.ts';
import { drive } from './drive.ts';
import { oneOf, result, warnings } from './kinds.ts';

export const blank = result('blank', 'A disc that was erased: `blank`.', {
  drive,
  disc,
  sleep,
  type: oneOf(['minimal', 'full'], 'whether only the table of contents was erased, or all'),
  warnings,
});
