import type { DiscState } from '../../drive/disc-state.ts';
import { reasonOf } from '../../error-words.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { BurnError, messageOf } from './burn-error.ts';
import { withCutOff } from './cut-off.ts';
import { DiscFullError } from './disc-full-error.ts';
import type { SentTrack } from './send-extent.ts';
import { BUSY_REMEDY, isBusy } from './stays-busy.ts';

const LOST_SENSE =
  "The connection loses the drive's sense data, so a full buffer looks like a failure: connect the drive another way " +
  '(directly, or through another adapter)';

/** What the failure itself calls for; nothing where its message says that. */
function remedyOfCause(failure: unknown): string[] {
  if (!isBusy(failure)) return [];
  return failure instanceof SenseError && failure.senseWasLost ? [LOST_SENSE] : [BUSY_REMEDY];
}

function remedyOfDisc(disc: DiscState | undefined): string {
  if (disc === undefined) {
    return 'The disc could not be examined. When the drive answers again, run `discwright recover`, which makes playable whatever is on it';
  }
  if (disc.status === 'complete') return 'The disc is closed with what is on it; for a complete copy, use another disc';
  if (disc.status === 'appendable' && disc.lastSession === 'empty')
    return 'The disc has no track of this session, and plays as before: fix the cause and burn again';
  return disc.status === 'blank'
    ? 'Nothing is on the disc: fix the cause and burn again'
    : 'What is on the disc can be made playable with `discwright close`; for a complete copy, use another disc';
}

/** Without what the sense code advises for a busy drive: to wait, which the transport has done. */
const reasonFor = (failure: unknown): string => (isBusy(failure) ? reasonOf(failure) : messageOf(failure));

/** What was found afterwards. */
interface Finding {
  /** The first block that is not safe. */
  readonly lba: number;
  readonly disc: DiscState | undefined;
  /** What to do, where the way of writing decides it. */
  readonly remedy?: string | undefined;
}

/** The error for a track that was sent, and then not flushed or closed. */
export const closingFailure = (cause: unknown, { number }: SentTrack, { lba, disc }: Finding): BurnError =>
  new BurnError({
    lba,
    disc,
    phase: 'closing the track',
    track: number,
    reason: messageOf(cause),
    remedy: `The data were sent, but may not be safe. Check the disc with \`discwright info\`${disc?.status === 'complete' ? ': it is closed' : ', finish it with `discwright close`'}`,
    cause,
  });

/** The error for a track, or a part of a session, that was not written to its end. */
export const writeFailure = (
  { number, startLba, failure, part }: SentTrack,
  { lba, disc, remedy = remedyOfDisc(disc) }: Finding,
): BurnError =>
  new BurnError({
    phase: 'writing',
    ...(part === undefined ? {} : { part }),
    ...(part === undefined || part === 'pregap' ? { track: number } : {}),
    lba,
    ...(failure instanceof DiscFullError ? { code: 'NO_ROOM' as const } : {}),
    ...(isBusy(failure) && remedyOfCause(failure)[0] === BUSY_REMEDY ? { code: 'STILL_BUSY' as const } : {}),
    reason: reasonFor(failure),
    disc:
      disc === undefined || part !== undefined
        ? disc
        : withCutOff(disc, new Map([[number, Math.max(0, lba - startLba)]])),
    remedy: [...remedyOfCause(failure), remedy].join('. '),
    cause: failure,
  });
