import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import { trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { IncompleteTransferError } from '../../scsi/incomplete-transfer.ts';
import { BurnError, messageOf, SourceError } from '../engine/burn-error.ts';
import type { VerifyProgress } from '../engine/progress.ts';
import { type SentTrack, trackLengthOf, trackStartOf } from '../engine/send-extent.ts';
import type { TrackPlan, Unit } from '../recipe.ts';
import { compareTrack } from './compare-track.ts';

/**
 * Looks at the disc after a WRITE that failed: a drive may have carried out the last one in spite of its answer. Where the
 * track is closed at its whole length and reads back as its source, it counts as sent whole, with a warning.
 * @param sent as far as it was sent
 * @param generation the medium's, before the first WRITE
 * @returns the same, or with the last track whole
 */
export async function* wholeDespiteFailure(
  drive: Drive,
  sent: Unit<SentTrack>,
  plans: Unit<TrackPlan>,
  generation: number,
): AsyncGenerator<VerifyProgress, Unit<SentTrack>> {
  const [last, plan] = [sent.at(-1), plans[sent.length - 1]];
  if (last?.format.overwrites && last.failure === undefined && drive.mediumGeneration !== generation)
    yield* keptThroughReset(drive, last, plan);
  if (last?.failure === undefined || last.part !== undefined || plan === undefined || sent.length < plans.length)
    return sent;
  const whole = yield* compared(drive, last, plan);
  return whole === undefined ? sent : ([...sent.slice(0, -1), whole] as unknown as Unit<SentTrack>);
}

/**
 * What a drive had in its buffer is lost in a reset, and on a disc that is overwritten nothing shows it: the blocks are there, with
 * what they held before.
 * @throws BurnError unless all of the track reads back as its source
 */
async function* keptThroughReset(
  drive: Drive,
  sent: SentTrack,
  plan: TrackPlan | undefined,
): AsyncGenerator<VerifyProgress, void> {
  try {
    if (plan?.source.repeatable) return void (yield* compareTrack(drive, sent, plan.source));
  } catch {
    // It is lost: what differs does not matter.
  }
  throw new BurnError({
    phase: 'flushing',
    code: 'RESET',
    track: sent.number,
    lba: sent.startLba,
    reason: 'the drive was reset, or its disc changed, before what was in its buffer was on the disc',
    remedy:
      'Check the power and the cable of the drive, then write it again (`overwrite`, or `discwright data --overwrite`)',
  });
}

async function* compared(
  drive: Drive,
  sent: SentTrack,
  { number, source, format, lengthBlocks }: TrackPlan,
): AsyncGenerator<VerifyProgress, SentTrack | undefined> {
  const { failure, startLba } = sent;
  const whole: SentTrack = { ...sent, sourceBlocks: lengthBlocks, lengthBlocks, failure: undefined };
  // What was not read cannot be on the disc; false residues have an error of their own.
  if (failure instanceof SourceError || failure instanceof IncompleteTransferError) return undefined;
  if (!source.repeatable || !format.readsBack || !(await isClosedWhole(drive, whole))) {
    return undefined;
  }
  try {
    yield* compareTrack(drive, whole, source);
  } catch {
    return undefined;
  }
  const progress = { phase: 'verifying', track: number, startLba, verifiedBlocks: lengthBlocks, lengthBlocks } as const;
  yield {
    ...progress,
    warning: `a WRITE of track ${number} failed, but all of the track is on the disc: ${messageOf(failure)}`,
  };
  return whole;
}

async function isClosedWhole(drive: Drive, whole: SentTrack): Promise<boolean> {
  try {
    const track = await trackInformation(drive, whole.number);
    // Some drives count the pregap in.
    const before = trackStartOf(whole) - track.startLba;
    const placed = before === 0 || before === PREGAP_BLOCKS || before === whole.pregapBlocks;
    return (
      placed && !track.blank && !track.damage && !track.nextWritableValid && track.lengthBlocks >= trackLengthOf(whole)
    );
  } catch {
    return false;
  }
}
