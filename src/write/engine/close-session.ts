import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { holdDrive, spinUp } from '../../drive/hold-drive.ts';
import { release } from '../../drive/release.ts';
import { type TellFinding, watchForReset } from '../../drive/reset-watch.ts';
import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { DataBlockType, MultiSession, TrackMode } from '../../mmc/mode-pages/write-parameters.ts';
import { endTracks, mendedTracks, removeObstacle } from '../repair/repair-tracks.ts';
import { BurnError, messageOf } from './burn-error.ts';
import { runLong } from './close-track.ts';
import type { RepairProgress, StepProgress } from './progress.ts';
import { untilSettled } from './until-settled.ts';
import { setTrackParameters } from './write-parameters.ts';

/** Lead-in and lead-out at 1x take four minutes; nothing healthy takes this long. */
const CLOSE_LIMIT_MS = 1_800_000;

const AFTER_RESET = 'then finish the disc with `discwright close`';

/**
 * Writes lead-in and lead-out of the open session: page 05h with the multi-session bits, which are in force when the
 * session is closed, then CLOSE SESSION, polled to its end, then the disc read back.
 * @throws BurnError
 */
export async function* closeSession(
  drive: Drive,
  multiSession: MultiSession,
  { testWrite = false, bufferUnderrunFree = true } = {},
): AsyncGenerator<StepProgress, DiscState> {
  const step = { phase: 'closing the session' } as const;
  let tell = watchForReset(drive, AFTER_RESET);
  try {
    await setTrackParameters(drive, {
      multiSession,
      trackMode: TrackMode.Audio,
      dataBlockType: DataBlockType.Raw,
      testWrite,
      bufferUnderrunFree,
    });
    tell = watchForReset(drive, AFTER_RESET);
    const make = (immediate: boolean) => closeTrackSession({ immediate, closeFunction: CloseFunction.Session });
    yield* runLong(drive, make, step, CLOSE_LIMIT_MS);
  } catch (error) {
    if (error instanceof BurnError) throw error;
    throw new BurnError({
      ...step,
      reason: messageOf(error),
      disc: await readDiscState(drive).catch(() => undefined),
      remedy: 'The tracks are written. Try `discwright close` again, in another drive if this one keeps failing',
      cause: error,
    });
  }
  return untilSettled(drive, async () => {
    const disc = await readDiscState(drive);
    if (!testWrite) checkClosed(disc, multiSession, tell);
    return disc;
  });
}

function checkClosed(disc: DiscState, multiSession: MultiSession, tell: TellFinding): void {
  const closed =
    multiSession === MultiSession.NextSessionAllowed
      ? disc.status === 'appendable' && disc.lastSession === 'empty'
      : disc.status === 'complete';
  if (closed) return;
  const found = `the disc is ${disc.status} with its last session ${disc.lastSession}`;
  throw new BurnError({
    phase: 'closing the session',
    ...tell(found, 'Look at it with `discwright info` in another drive; `discwright close` may finish it'),
    disc,
  });
}

/**
 * Closes what an earlier burn left open or broken off: unfinished tracks are ended, then the session is closed; what makes
 * the drive refuse that is put right, if it can be, and the session closed then. `discwright close` does this by hand.
 * @param multiSession NoNextSession makes the disc complete; NextSessionAllowed leaves room for, say, a data session
 * @param owner this program's name, shown to others that want the drive meanwhile
 * @throws BurnError of phase `planning` when there is nothing to close; TransportError of kind `busy` when somebody else has
 * the drive or its disc is mounted
 */
export async function* closeDisc(
  drive: Drive,
  multiSession: MultiSession,
  owner = 'discwright',
): AsyncGenerator<StepProgress | RepairProgress, DiscState> {
  const held = await holdDrive(drive, owner);
  let failed = true;
  try {
    await spinUp(drive);
    const before = await readDiscState(drive);
    requireSomethingToClose(before);
    yield* endTracks(drive, before);
    const disc = yield* closeStubbornSession(drive, multiSession, before);
    yield* mendedTracks(before, disc);
    failed = false;
    return disc;
  } finally {
    await release(held, failed);
  }
}

function requireSomethingToClose(disc: DiscState): void {
  const refuse = (reason: string, remedy: string) => new BurnError({ phase: 'planning', reason, remedy, disc });
  if (disc.status === 'complete') throw refuse('the disc is already closed', 'There is nothing to do');
  if (disc.tracks.length === 0 && disc.lastSession === 'damaged' && disc.erasable) {
    throw refuse('an erasing of the disc was broken off', 'Erase it again: `discwright blank`');
  }
  if (disc.tracks.length === 0) throw refuse('there is no track on the disc', 'Burn something first');
  if (disc.lastSession === 'empty') {
    throw refuse('its last session is already closed', 'It plays as it is; a further session can be burned onto it');
  }
}

/** Obstacles may lie behind one another: an open track, then an empty one that is reserved. */
const MOST_OBSTACLES = 3;

async function* closeStubbornSession(
  drive: Drive,
  multiSession: MultiSession,
  before: DiscState,
): AsyncGenerator<StepProgress | RepairProgress, DiscState> {
  for (let obstacles = 0; ; obstacles++) {
    try {
      return yield* closeSession(drive, multiSession);
    } catch (error) {
      if (obstacles === MOST_OBSTACLES || !(yield* removeObstacle(drive, error, before))) throw error;
    }
  }
}
