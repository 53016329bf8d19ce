import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { holdDrive, spinUp } from '../../drive/hold-drive.ts';
import { release } from '../../drive/release.ts';
import type { Ending } from '../ending.ts';
import { BurnError } from '../engine/burn-error.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';
import { closeStubbornSession } from './close-stubborn-session.ts';
import { endTracks, repairedTracks } from './repair-tracks.ts';

export interface CloseDiscOptions {
  /** Whether another session may follow. Default `finalize`. */
  readonly ending?: Exclude<Ending, 'leave-open'>;
  /** This program's name, shown to other programs that want the drive: at most 63 of `[A-Za-z0-9 .,:;_-]`. */
  readonly owner?: string;
}

/**
 * Closes what an earlier burn left open or interrupted: unfinished tracks are ended, then the session is closed. If the
 * drive refuses that for a reason that can be removed, it is removed and the session is closed then. `discwright close`
 * does this from the command line.
 * @throws BurnError of phase `planning` when there is nothing to close; TransportError of kind `busy` when another
 * program has the drive or its disc is mounted
 */
export async function* closeDisc(
  drive: Drive,
  { ending = 'finalize', owner = 'discwright' }: CloseDiscOptions = {},
): AsyncGenerator<StepProgress | RepairProgress, DiscState> {
  const held = await holdDrive(drive, owner);
  let failed = true;
  try {
    await spinUp(drive);
    const before = await readDiscState(drive);
    requireSomethingToClose(before);
    yield* endTracks(drive, before);
    const disc = yield* closeStubbornSession(drive, ending, before);
    yield* repairedTracks(before, disc);
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
    throw refuse('an erase of this disc was interrupted', 'Erase it again: `discwright blank`');
  }
  if (disc.tracks.length === 0) throw refuse('there is no track on the disc', 'Burn something first');
  if (disc.lastSession === 'empty') {
    throw refuse('its last session is already closed', 'It is playable as it is, and another session can be added');
  }
}
