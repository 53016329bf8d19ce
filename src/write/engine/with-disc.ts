import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { reasonOf } from '../../error-words.ts';
import { IncompleteTransferError } from '../../scsi/incomplete-transfer.ts';
import { ReplyError } from '../../scsi/reply-error.ts';
import { TransportError } from '../../transport/transport-error.ts';
import { BurnError, type BurnErrorDetails, messageOf } from './burn-error.ts';

/** The current step, and what to do if it fails, by what the disc is then; undefined where it could not be examined. */
export interface Place extends Pick<BurnErrorDetails, 'phase' | 'track'> {
  readonly remedy: (disc: DiscState | undefined) => string;
}

/**
 * Runs steps that change the disc. Once it may have been changed, every failure is a BurnError that says where it happened
 * and what state the disc is in.
 * @param place undefined while nothing on the disc has changed: the failure is passed on as it is
 */
export async function* withDisc<P, R>(
  drive: Drive,
  steps: AsyncGenerator<P, R>,
  place: () => Place | undefined,
): AsyncGenerator<P, R> {
  try {
    return yield* steps;
  } catch (error) {
    const at = place();
    if (at === undefined) throw error;
    if (error instanceof BurnError) throw error.disc === undefined ? await withState(drive, error) : error;
    const disc = await discAfter(drive, error);
    throw new BurnError({ ...at, reason: messageOf(error), disc, remedy: at.remedy(disc), cause: error });
  }
}

/**
 * A failure before anything was written. One that is about the bytes of a reply, and says nothing of what it was asked for,
 * becomes a BurnError that says in which phase it came.
 */
export function beforeWriting(error: unknown, { phase, track }: Pick<Place, 'phase' | 'track'>): unknown {
  if (!(error instanceof ReplyError || error instanceof IncompleteTransferError)) return error;
  return new BurnError({
    phase,
    ...(track === undefined ? {} : { track }),
    reason: reasonOf(error),
    remedy: `Nothing was written. ${error.remedy}`,
    cause: error,
  });
}

/** How the remedy of a failure begins that came before anything was written. */
export const NOTHING_WRITTEN = /^Nothing was written\. /;

/** Whether a failure came before anything was written, by its kind, its phase or its remedy. */
export const wroteNothing = (error: unknown): boolean =>
  !(error instanceof BurnError) || error.phase === 'planning' || NOTHING_WRITTEN.test(error.remedy);

const withState = async (drive: Drive, error: BurnError): Promise<BurnError> =>
  error.with({ disc: await discAfter(drive, error.cause) });

/** The disc as it is after this failure; undefined if the drive reports nothing about it. */
export async function discAfter(drive: Drive, cause: unknown): Promise<DiscState | undefined> {
  if (cause instanceof TransportError && (cause.kind === 'gone' || cause.kind === 'closed')) return undefined;
  return readDiscState(drive, { everyTrack: true }).catch(() => undefined);
}
