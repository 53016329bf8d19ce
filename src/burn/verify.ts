import { LEAD_OUT_TRACK, readToc } from '../mmc/commands/read-toc.ts';
import { trackInformation } from '../mmc/disc-state.ts';
import type { Drive } from '../mmc/drive.ts';
import { BurnError } from './burn-error.ts';
import { lookAgain } from './look-again.ts';
import { RUN_OUT_BLOCKS } from './plan.ts';
import type { SentTrack } from './write-track.ts';

/** A quarter more than the fastest CD recorders ever sold (56x): what is faster was not written. */
export const IMPOSSIBLE_SPEED_TIMES = 70;

/** Blocks that a drive may count on top of what was sent: the two run-out blocks, and link blocks around them. */
const TOLERATED_BLOCKS = RUN_OUT_BLOCKS + 5;

export const DISTRUST = 'Do not trust this disc, nor what this drive reports: try another drive, or other firmware';

/**
 * Believes the disc, not the drive's GOOD: a closed track must stand where and as long as it was sent, and cannot have been
 * written faster than discs turn.
 * @throws BurnError
 */
export async function checkTrack(drive: Drive, sent: SentTrack): Promise<void> {
  await lookAgain(drive, () => lookAtTrack(drive, sent));
  const { number, startLba, lengthBlocks, elapsedMs } = sent;
  const times = lengthBlocks / 75 / (elapsedMs / 1000);
  if (times <= IMPOSSIBLE_SPEED_TIMES) return;
  throw refusal(number, startLba)(`${lengthBlocks} blocks were "written" at ${Math.round(times)}x, which no drive can`);
}

const DAMAGED =
  'Under-runs and failing power do that. What is on the disc can be made playable with `discwright close`; ' +
  'for a whole copy take another disc, and write slower';

const refusal =
  (track: number, lba: number) =>
  (reason: string, remedy = DISTRUST) =>
    new BurnError({ phase: 'verifying', track, lba, reason, remedy });

async function lookAtTrack(drive: Drive, { number, startLba, lengthBlocks }: SentTrack): Promise<void> {
  const refuse = refusal(number, startLba);
  const onDisc = await trackInformation(drive, number).catch((error: unknown) => {
    throw refuse(`the drive reported success, but does not know the track now: ${(error as Error).message}`);
  });
  if (onDisc.blank) throw refuse('the drive reported success for every WRITE, but the track is blank');
  if (onDisc.nextWritableValid) throw refuse('the track is still open after it was closed', 'Try `discwright close`');
  if (onDisc.damage) throw refuse('the drive reports the track as damaged', DAMAGED);
  const excess = onDisc.lengthBlocks - lengthBlocks;
  if (onDisc.startLba !== startLba || excess < 0 || excess > TOLERATED_BLOCKS) {
    throw refuse(
      `the track is on the disc at LBA ${onDisc.startLba} with ${onDisc.lengthBlocks} blocks, ` +
        `but ${lengthBlocks} blocks were written at LBA ${startLba}`,
    );
  }
}

/** The tracks that the table of contents lists and where they and the lead-out begin, by READ TOC. */
export async function readTableOfContents(drive: Drive) {
  const { entries } = await drive.execute(readToc({ allocationLength: 4 + 100 * 8 }));
  return {
    tracks: entries.filter((entry) => entry.track !== LEAD_OUT_TRACK),
    leadOutLba: entries.find((entry) => entry.track === LEAD_OUT_TRACK)?.startLba,
  };
}

/** A closed session's table of contents must list every track where it was written. Throws BurnError. */
export function checkTableOfContents(drive: Drive, sent: readonly SentTrack[]): Promise<void> {
  return lookAgain(drive, () => lookAtTableOfContents(drive, sent));
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
