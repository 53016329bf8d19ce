import type { DiscState } from '../../drive/disc-state.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { BurnError, messageOf } from './burn-error.ts';
import { withCutOff } from './cut-off.ts';
import type { SentTrack } from './send-extent.ts';

/** The transport waits out LONG WRITE IN PROGRESS; it arrives here only when the sense data came too late for that. */
const isBufferFull = (failure: unknown): boolean =>
  failure instanceof SenseError && isSense(failure.sense, SenseKey.NotReady, 0x04, 0x08);

function remedyFor(failure: unknown, disc: DiscState | undefined): string {
  if (isBufferFull(failure)) {
    return (
      "The connection loses the drive's sense data, so a full buffer looks like a failure: connect the drive another way " +
      '(directly, or through another adapter). What is on the disc can be made playable with `discwright close`'
    );
  }
  if (disc === undefined) {
    return 'The disc could not be examined. When the drive answers again, run `discwright recover`, which makes playable whatever is on it';
  }
  return disc.status === 'blank'
    ? 'Nothing is on the disc: fix the cause and burn again'
    : 'What is on the disc can be made playable with `discwright close`; for a complete copy, use another disc';
}

/** What was found afterwards. */
interface Finding {
  /** The first block that is not safe. */
  readonly lba: number;
  readonly disc: DiscState | undefined;
}

/** The error for a track that was sent, and then not flushed or closed. */
export const closingFailure = (cause: unknown, { number }: SentTrack, finding: Finding): BurnError =>
  new BurnError({
    ...finding,
    phase: 'closing the track',
    track: number,
    reason: messageOf(cause),
    remedy:
      'The data were sent, but may not be safe. Check the disc with `discwright info`, finish it with `discwright close`',
    cause,
  });

/** The error for a track that was not written to its end. */
export const writeFailure = ({ number, startLba, failure }: SentTrack, { lba, disc }: Finding): BurnError =>
  new BurnError({
    phase: 'writing',
    track: number,
    lba,
    reason: messageOf(failure),
    disc: disc === undefined ? undefined : withCutOff(disc, new Map([[number, lba - startLba]])),
    remedy: remedyFor(failure, disc),
    cause: failure,
  });
