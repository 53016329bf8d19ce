import * as z from 'zod';
import { drive } from './drive.ts';
import { list, number, oneOf, orNull, result, warnings } from './kinds.ts';

const speed = z
  .object({
    writeKBps: number('in units of 1000 bytes a second'),
    times: number('as a multiple of 1x of this kind of disc'),
    rotation: oneOf(['CLV', 'CAV'], 'constant linear or constant angular velocity'),
  })
  .describe('a write speed');

export const speeds = result('speeds', 'The write speeds that the drive reports: `speeds`.', {
  drive,
  performance: list(speed, 'those of GET PERFORMANCE'),
  page: list(speed, 'those of mode page 2Ah'),
  maximum: orNull(speed.describe('the fastest, by mode page 2Ah')),
  current: orNull(speed.describe('the one in use')),
  warnings,
});
