import { hasAtipTimes } from '../../cd/atip.ts';
import { LEAD_IN_BLOCKS, PREGAP_BLOCKS, sessionGapBlocks } from '../../cd/geometry.ts';
import { HIGHEST_MSF_LBA, lbaIfMsf } from '../../cd/msf.ts';
import { sessionsOf } from '../../cd/toc.ts';
import { ask, askUntilPlausible } from '../../drive/ask.ts';
import { isRefusal } from '../../drive/bad-answer.ts';
import { incompleteTrack } from '../../drive/disc-state.ts';
import { isPlausibleAtip } from '../../drive/plausible.ts';
import { readAtip } from '../../mmc/commands/read-atip.ts';
import { readFullToc } from '../../mmc/commands/read-toc.ts';
import { BurnError } from '../engine/burn-error.ts';
import type { TrackPlan, Unit, WriteJob } from '../recipe.ts';
import { layOut, type SessionLayout } from './layout.ts';

const ATIP_BYTES = 28;
const FULL_TOC_BYTES = 4_096;

type Job = Pick<WriteJob, 'drive' | 'discBefore'>;

/**
 * Where the first pregap of the next session begins: LBA -150 on a blank disc, whatever the drive reports; after other
 * sessions where the drive says, which may be the end of the pregap instead.
 * @throws BurnError when the drive has no place for a session
 */
async function sessionStart({ drive, discBefore }: Job): Promise<number> {
  if (discBefore.sessions === 0) return -PREGAP_BLOCKS;
  const sessions = sessionsOf((await ask(drive, readFullToc({ allocationLength: FULL_TOC_BYTES }))).entries);
  const last = sessions.at(-1);
  const expected = last === undefined ? undefined : last.leadOutLba + sessionGapBlocks(last.number);
  const place = await incompleteTrack(drive, discBefore.tracks.at(-1)?.number);
  const reported = place?.nextWritableValid ? place.nextWritableLba : undefined;
  const start = expected !== undefined && reported === expected + PREGAP_BLOCKS ? expected : (reported ?? expected);
  if (start === undefined) throw noPlace('the drive reports no address at which another session could begin');
  if (last !== undefined && start < last.leadOutLba)
    throw noPlace(
      `the drive would begin another session at LBA ${start}, inside the one that ends at LBA ${last.leadOutLba}`,
    );
  return start;
}

const noPlace = (reason: string): BurnError =>
  new BurnError({
    phase: 'preparing',
    code: 'NO_NEXT_ADDRESS',
    reason,
    remedy: 'Write Track-At-Once, or use a blank disc',
  });

/**
 * Puts the tracks where the drive will begin the session.
 * @throws BurnError of phase `preparing` when there is no such place
 */
export async function placeSession(job: Job, unit: Unit<TrackPlan>): Promise<SessionLayout> {
  const layout = layOut(await sessionStart(job), unit);
  const { startLba, leadOutLba } = layout;
  if (leadOutLba <= HIGHEST_MSF_LBA) return layout;
  throw noPlace(`the drive would begin the session at LBA ${startLba}, and it would end beyond every address of a CD`);
}

/**
 * Where the lead-in of the next session begins: on a blank disc where its ATIP says, after other sessions a minute before
 * the session.
 * @param startLba of the session's first pregap
 */
export async function leadInStart({ drive, discBefore }: Job, startLba: number): Promise<number> {
  if (discBefore.sessions > 0) return startLba - LEAD_IN_BLOCKS;
  const command = readAtip({ allocationLength: ATIP_BYTES });
  const atip = await askUntilPlausible(drive, command, isPlausibleAtip).catch((error: unknown) => {
    if (isRefusal(error)) return undefined;
    throw error;
  });
  const lba =
    atip === undefined || !hasAtipTimes(atip)
      ? undefined
      : lbaIfMsf({ minute: atip.leadInStartMinute, second: atip.leadInStartSecond, frame: atip.leadInStartFrame });
  return lba === undefined || lba >= startLba ? startLba - LEAD_IN_BLOCKS : lba;
}
