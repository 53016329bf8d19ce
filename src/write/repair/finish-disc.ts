import type { DiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import type { CloseSessionOptions } from '../engine/close-session.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';
import { withDisc } from '../engine/with-disc.ts';
import { closeStubbornSession } from './close-stubborn-session.ts';
import { endTracks, repairedTracks } from './repair-tracks.ts';

type Finishing<R = void> = AsyncGenerator<StepProgress | RepairProgress, R>;

export interface FinishOptions {
  readonly ending: CloseSessionOptions['ending'];
  /** A track that cannot be ended is a warning: it must not keep the others from playing. */
  readonly leavesTracks?: boolean;
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
    const disc = yield* closeStubbornSession(drive, ending, before);
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

async function* unlessLost(steps: Finishing): Finishing {
  try {
    yield* steps;
  } catch (error) {
    if (!(error instanceof SenseError || error instanceof StatusError || error instanceof BurnError)) throw error;
    yield { phase: 'closing the track', warning: messageOf(error) };
  }
}
