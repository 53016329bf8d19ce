import type { BlockMedium } from '../../drive/block-medium.ts';
import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import { closeBlockDisc, closeOverwritable } from '../engine/close-block-disc.ts';
import type { CloseSessionOptions } from '../engine/close-session.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';
import { withDisc } from '../engine/with-disc.ts';
import { closeStubbornSession } from './close-stubborn-session.ts';
import { endTracks, repairedTracks } from './repair-tracks.ts';

type Finishing<R = void> = AsyncGenerator<StepProgress | RepairProgress, R>;

export interface FinishOptions {
  readonly ending: CloseSessionOptions['ending'];
  /** A track that cannot be ended is a warning: it must not keep the others from playing. */
  readonly leavesTracks?: boolean | undefined;
}

/** Ends the open tracks and closes their session. Every failure says where it happened and what state the disc is in. */
export async function* finishDisc(
  drive: Drive,
  before: DiscState,
  { ending, leavesTracks = false }: FinishOptions,
): Finishing<DiscState> {
  let at: Pick<StepProgress, 'phase' | 'track'> = { phase: 'closing the session' };
  const steps = async function* (): Finishing<DiscState> {
    const ended = leavesTracks ? unlessLost(endTracks(drive, before)) : endTracks(drive, before);
    for await (const step of ended) {
      if (step.phase !== 'repairing') at = step;
      yield step;
    }
    at = { phase: 'closing the session' };
    if (before.medium !== undefined) return yield* finishBlockDisc(drive, before.medium, ending);
    const closed = await closedByFlush(drive, before);
    if (closed !== undefined) yield* endingWarning(closed, ending);
    const disc = closed ?? (yield* closeStubbornSession(drive, ending, before));
    yield* repairedTracks(before, disc);
    return disc;
  };
  return yield* withDisc(drive, steps(), () => ({
    phase: at.phase,
    ...(at.track === undefined ? {} : { track: at.track }),
    remedy: (disc) =>
      disc?.status === 'complete'
        ? 'The disc is closed: look at it with `discwright info`'
        : 'What was written stays on the disc. Try `discwright close` again, in another drive if this one keeps failing',
  }));
}

/** A DVD or BD; of one that is overwritten, what its format left open. */
async function* finishBlockDisc(
  drive: Drive,
  medium: BlockMedium,
  ending: FinishOptions['ending'],
): Finishing<DiscState> {
  if (medium.writeModel === 'sequential') return yield* closeBlockDisc(drive, { medium, ending });
  yield* closeOverwritable(drive, { medium });
  return await readDiscState(drive, { everyTrack: true });
}

/**
 * The disc, if to flush an open track has closed its session: that of a session in one go of which all blocks had been sent.
 */
async function closedByFlush(drive: Drive, { tracks }: DiscState): Promise<DiscState | undefined> {
  if (!tracks.some(({ open }) => open)) return undefined;
  const disc = await readDiscState(drive, { everyTrack: true });
  const isClosed = disc.status === 'complete' || (disc.status === 'appendable' && disc.lastSession === 'empty');
  return isClosed && disc.tracks.length > 0 ? disc : undefined;
}

function* endingWarning({ status }: DiscState, ending: FinishOptions['ending']): Generator<StepProgress> {
  if ((status === 'complete') === (ending === 'finalize')) return;
  const result = status === 'complete' ? 'nothing can be added to the disc' : 'another session can follow';
  yield {
    phase: 'closing the session',
    warning: `the drive ended the session as its burn had asked for: ${result}`,
  };
}

async function* unlessLost(steps: Finishing): Finishing {
  try {
    yield* steps;
  } catch (error) {
    if (!(error instanceof SenseError || error instanceof StatusError || error instanceof BurnError)) throw error;
    yield { phase: 'closing the track', warning: messageOf(error) };
  }
}
