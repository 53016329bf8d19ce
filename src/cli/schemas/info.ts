import * as z from 'zod';
import { disc } from './disc.ts';
import { drive } from './drive.ts';
import { flag, orNull, result, text } from './kinds.ts';

export const trayOpen = orNull(flag('whether the tray is open; asked for only without a disc'));

export const info = result('info', 'The drive and the disc in it: `info` and `load`.', {
  drive,
  disc,
  trayOpen,
  readOnly: orNull(
    z
      .object({ reason: text('why'), remedy: text('what to do') })
      .describe('why the disc of a simulated drive can only be read'),
  ),
});
