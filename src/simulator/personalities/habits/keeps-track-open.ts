import * as z from 'zod';
import { synchronizeCache } from '../../../mmc/commands/synchronize-cache.ts';
import { GOOD_ANSWER } from './answers.ts';
import { defineHabit } from './define-habit.ts';
import { isBusy } from './occasion.ts';

/** SYNCHRONIZE CACHE empties the buffer and leaves the track open: only CLOSE TRACK ends it. */
export const keepsTrackOpen = defineHabit({
  schema: z.strictObject({ habit: z.literal('keeps-track-open') }),
  answerer: () => async (call, next) => {
    const { drive, cdb } = call;
    if (cdb[0] !== synchronizeCache.spec.opcode || isBusy(call) || !drive.tray.disc?.writing) {
      return next();
    }
    const { immediate } = synchronizeCache.spec.cdb.decode(cdb);
    await drive.perform({ durationMs: drive.recorder.buffer.msUntilEmpty, effect: async () => {} }, immediate);
    return GOOD_ANSWER;
  },
});
