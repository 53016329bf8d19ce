import { FRAMES_PER_SECOND, LINK_BLOCKS, RUN_OUT_BLOCKS } from '../../cd/geometry.ts';
import { trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { type TellFinding, watchForReset } from '../../drive/reset-watch.ts';
import { readTableOfContents } from '../../read/table-of-contents.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import { untilSettled } from '../engine/until-settled.ts';
import type { SentTrack } from '../engine/write-track.ts';

/** A quarter more than the fastest CD recorders ever sold (56x): what is faster was not written. */
export const IMPOSSIBLE_SPEED_TIMES = 70;

/** Blocks that a drive may count on top of what was sent: the two run-out blocks, and link blocks around them. */
const TOLERATED_BLOCKS = RUN_OUT_BLOCKS + LINK_BLOCKS;

export const DISTRUST = 'Do not trust this disc, nor what this drive reports: try another drive, or other firmware';

/**
 * Believes the disc, not the drive's GOOD: a closed track must stand where and as long as it was sent, and cannot have been
 * written faster than discs turn.
 * @param tell watches since before the track was flushed
 * @throws BurnError
 */
export async function checkTrack(
  drive: Drive,
  sent: SentTrack,
  tell: TellFinding = watchForReset(drive, AFTER_RESET),
): Promise<void> {
  await untilSettled(drive, () => lookAtTrack(drive, sent, tell));
  const { number, startLba, lengthBlocks, elapsedMs } = sent;
  const times = lengthBlocks / FRAMES_PER_SECOND / (elapsedMs / 1000);
  if (times <= IMPOSSIBLE_SPEED_TIMES) return;
  throw new BurnError({
    phase: 'verifying',
    track: number,
    lba: startLba,
    reason: `${lengthBlocks} blocks were "written" at ${Math.round(times)}x, which no drive can`,
    remedy: DISTRUST,
  });
}

const MAKE_PLAYABLE =
  'What is on the disc can be made playable with `discwright close`; for a whole copy take another disc';

export const AFTER_RESET = `then look at the disc with \`discwright info\`. ${MAKE_PLAYABLE}`;

const DAMAGED = `Under-runs and failing power do that. ${MAKE_PLAYABLE}, and write slower`;

async function lookAtTrack(
  drive: Drive,
  { number, startLba, lengthBlocks }: SentTrack,
  tell: TellFinding,
): Promise<void> {
  const refuse = (found: string, remedy = DISTRUST) =>
    new BurnError({ phase: 'verifying', track: number, lba: startLba, ...tell(found, remedy) });
  const onDisc = await trackInformation(drive, number).catch((error: unknown) => {
    throw refuse(`it does not know the track now: ${messageOf(error)}`);
  });
  if (onDisc.blank) throw refuse('the track is blank');
  if (onDisc.nextWritableValid) throw refuse('the track is still open', 'Try `discwright close`');
  if (onDisc.damage) throw refuse('the track is damaged', DAMAGED);
  const excess = onDisc.lengthBlocks - lengthBlocks;
  if (onDisc.startLba !== startLba || excess < 0 || excess > TOLERATED_BLOCKS) {
    throw refuse(
      `the track is on the disc at LBA ${onDisc.startLba} with ${onDisc.lengthBlocks} blocks, ` +
        `but ${lengthBlocks} blocks were written at LBA ${startLba}`,
    );
  }
}

/** A closed session's table of contents must list every track where it was written. Throws BurnError. */
export function checkTableOfContents(drive: Drive, sent: readonly SentTrack[]): Promise<void> {
  return untilSettled(drive, () => lookAtTableOfContents(drive, sent));
}

async function lookAtTableOfContents(drive: Drive, sent: readonly SentTrack[]): Promise<void> {
  const refuse = (reason: string) => new BurnError({ phase: 'verifying', reason, remedy: DISTRUST });
  const { tracks, leadOutLba } = await readTableOfContents(drive);
  for (const { number, startLba } of sent) {
    const entry = tracks.find((each) => each.track === number);
    if (entry === undefined) throw refuse(`the table of contents does not list track ${number}`);
    if (entry.startLba !== startLba) {
      throw refuse(`the table of contents has track ${number} at LBA ${entry.startLba}, it was written at ${startLba}`);
    }
  }
  const last = sent.at(-1);
  if (last !== undefined && (leadOutLba === undefined || leadOutLba < last.startLba + last.lengthBlocks)) {
    throw refuse(`the lead-out begins at LBA ${leadOutLba}, inside track ${last.number}`);
  }
}
