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

/** How long the drive takes for a lead-in and a lead-out that it makes itself. */
export const leadInMs = ({ disc, speeds }: WritePath): number =>
  speeds.writeMs(programAreaOf(disc) - LEAD_IN_BLOCKS, LEAD_IN_BLOCKS);

export const leadOutMs = ({ disc, speeds }: WritePath, leadOutLba: number): number =>
  speeds.writeMs(leadOutLba, leadOutBlocks(disc.sessions.length + 1));

/**
 * Writing the rest of the buffer, and what the host has not sent of lead-in and lead-out.
 * @param ownMs how long the drive takes for what it makes itself
 */
export function closingOf(path: WritePath, ownMs: number, effect: () => Promise<void>): TimedEffect {
  const { disc } = path;
  return {
    durationMs: path.buffer.msUntilEmpty + ownMs,
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
