import { sleep } from './burn.ts';
import { disc } from './disc.ts';
import { drive } from './drive.ts';
import { oneOf, result, text, warnings } from './kinds.ts';

export const format = result('format', 'A disc that was formatted: `format`.', {
  drive,
  disc,
  sleep,
  type: oneOf(['quick', 'full'], 'whether every block was written or certified'),
  format: text('the format that was chosen, and why, in words'),
  warnings,
});
