import * as z from 'zod';
import { ScsiStatus } from '../../../transport/sam.ts';
import type { Answer } from '../../core.ts';
import { defineHabit } from './define-habit.ts';

const BUSY: Answer = { status: ScsiStatus.Busy, sense: new Uint8Array(), data: new Uint8Array() };

/** Status BUSY for every command until `forMs` milliseconds after the first one. */
export const busyAtFirst = defineHabit({
  schema: z.strictObject({ habit: z.literal('busy-at-first'), forMs: z.int().positive() }),
  answerer: ({ forMs }) => {
    let awakeAt: number | undefined;
    return async ({ drive }, next) => {
      const now = drive.clock.now();
      awakeAt ??= now + forMs;
      return now < awakeAt ? BUSY : next();
    };
  },
});
