import { LEAD_IN_BLOCKS, leadOutBlocks } from '../../cd/geometry.ts';
import { lbaOfMsf } from '../../cd/msf.ts';
import { illegalRequest } from '../check-condition.ts';
import type { TimedEffect, WritePath } from '../core.ts';
import type { Disc } from '../media/disc.ts';
import { programAreaAfter } from '../media/program-area.ts';

/*
 * Shared by the write types that write a session from its pregap, or from its lead-in, to its end.
 */

/** Where the next session's program area begins, including its first pregap. */
export const programAreaOf = (disc: Disc): number => programAreaAfter(disc.sessions);

/** Where its lead-in begins: where the ATIP says, or a minute before the program area. */
export function leadInStartOf(disc: Disc): number {
  return disc.sessions.length === 0 ? lbaOfMsf(disc.medium.leadInStart) : programAreaOf(disc) - LEAD_IN_BLOCKS;
}

/** 5/30/05 cannot write medium, incompatible format: as Track-At-Once refuses a disc to which nothing can be added. */
export function requireWritable(disc: Disc): void {
  if (disc.complete || disc.unfinished !== undefined) throw illegalRequest(0x30, 0x05);
}

/** Writing the rest of the buffer, lead-out and lead-in, each taking its time. */
export function closingOf(path: WritePath, leadOutLba: number, effect: () => Promise<void>): TimedEffect {
  const { disc } = path;
  const leadOut = leadOutBlocks(disc.sessions.length + 1);
  return {
    durationMs:
      path.buffer.msUntilEmpty +
      path.speeds.writeMs(leadOutLba, leadOut) +
      path.speeds.writeMs(programAreaOf(disc) - LEAD_IN_BLOCKS, LEAD_IN_BLOCKS),
    async effect() {
      await effect();
      path.endTestWrite();
    },
    async interrupted() {
      if (disc.openTrack !== undefined) await disc.closeTrack();
      await disc.interruptClosing();
    },
  };
}
