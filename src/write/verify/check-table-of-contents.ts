import type { Drive } from '../../drive/drive.ts';
import { readTableOfContents } from '../../read/table-of-contents.ts';
import { BurnError } from '../engine/burn-error.ts';
import { type SentTrack, trackStartOf } from '../engine/send-extent.ts';
import { untilSettled } from '../engine/until-settled.ts';
import { DISTRUST } from './distrust.ts';

/**
 * Checks that a closed session's table of contents lists every track at the address where it was written. Throws
 * BurnError.
 */
export function checkTableOfContents(drive: Drive, sent: readonly SentTrack[]): Promise<void> {
  return untilSettled(drive, () => compareTableOfContents(drive, sent));
}

async function compareTableOfContents(drive: Drive, sent: readonly SentTrack[]): Promise<void> {
  const refuse = (reason: string) =>
    new BurnError({ phase: 'verifying', code: 'NOT_AS_REPORTED', reason, remedy: DISTRUST });
  const { tracks, leadOutLba } = await readTableOfContents(drive);
  for (const each of sent) {
    const { number } = each;
    const startLba = trackStartOf(each);
    const entry = tracks.find(({ track }) => track === number);
    if (entry === undefined) throw refuse(`the table of contents does not list track ${number}`);
    if (entry.startLba !== startLba) {
      throw refuse(
        `the table of contents has track ${number} at LBA ${entry.startLba}, but it was written at ${startLba}`,
      );
    }
  }
  const last = sent.at(-1);
  if (last !== undefined && (leadOutLba === undefined || leadOutLba < last.startLba + last.lengthBlocks)) {
    throw refuse(`the lead-out begins at LBA ${leadOutLba}, inside track ${last.number}`);
  }
}
