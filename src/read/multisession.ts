import { PREGAP_BLOCKS, sessionGapBlocks } from '../cd/geometry.ts';
import { sessionsOf } from '../cd/toc.ts';
import { ask } from '../drive/ask.ts';
import { isRefusal } from '../drive/bad-answer.ts';
import { closedSessions, type DiscState, readDiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { requireKnownOptions, SIGNAL_OPTIONS, type SignalOptions } from '../known-options.ts';
import { readFullToc, readSessionInfo } from '../mmc/commands/read-toc.ts';
import { type Growth, growthOf } from './growth.ts';

/** What a program needs that makes a file system for the next session: the two numbers of `wodim -msinfo`. */
export interface Multisession {
  /**
   * Where the first track of the last closed session begins; null when no session is closed. Of a disc that is overwritten: 0 if it has a
   * file system, whose last state is found there.
   */
  readonly lastSessionStartLba: number | null;
  /** Where the first track of the next session will begin, or what is added to an overwritable disc; null when nothing can be added. */
  readonly nextWritableLba: number | null;
  /**
   * A session is open. `nextWritableLba` is then where the standard puts the session after it; the drive says once the
   * open one is closed.
   */
  readonly sessionOpen: boolean;
}

/** One descriptor, after a header of 4 bytes. */
const SESSION_INFO_BYTES = 12;
const FULL_TOC_BYTES = 4_096;

/**
 * Where the last closed session begins, and where the next one will: READ TOC format 1 (MMC-5 6.26) and READ TRACK
 * INFORMATION of the invisible track; of a disc that is overwritten, what its file system says.
 * @throws SenseError 2/3A/xx without a disc, 3/xx where an overwritable disc cannot be read; FileSystemError of kind `damaged`;
 * TransportError, OptionsError; the signal's reason
 */
export async function readMultisession(drive: Drive, options: SignalOptions = {}): Promise<Multisession> {
  requireDrive('readMultisession()', drive);
  requireKnownOptions('readMultisession()', options, SIGNAL_OPTIONS);
  const disc = await readDiscState(drive, options);
  const growth = await growthOf(drive, disc, options);
  return growth === undefined ? multisessionOf(drive, disc, options) : growthPlace(growth);
}

/** Where an image begins that is added to an overwritable disc. */
export const growthPlace = ({ startLba, volumes }: Growth): Multisession => ({
  lastSessionStartLba: 0,
  nextWritableLba: volumes.problem === undefined ? startLba : null,
  sessionOpen: false,
});

/** The same for a disc whose state has been read. */
export async function multisessionOf(
  drive: Drive,
  disc: DiscState,
  options: SignalOptions = {},
): Promise<Multisession> {
  const { nextWritableLba, sessionOpen } = nextSessionOf(disc);
  if (disc.medium !== undefined) return { ...nextSessionOf(disc), lastSessionStartLba: lastClosedStart(disc) };
  const next = sessionOpen ? nextWritableLba : await afterPregap(drive, disc, options);
  return { lastSessionStartLba: await lastSessionStart(drive, disc, options), nextWritableLba: next, sessionOpen };
}

/**
 * Drives report the start of the next session's pregap instead while page 05h says Session-At-Once, and some always do: the
 * table of contents shows which of the two it is.
 */
async function afterPregap(drive: Drive, disc: DiscState, options: SignalOptions): Promise<number | null> {
  const { nextWritableLba: reported } = nextSessionOf(disc);
  if (reported === null || disc.status === 'blank') return reported;
  const pregapLba = await orNull(async () => {
    const { entries } = await ask(drive, readFullToc({ allocationLength: FULL_TOC_BYTES }), options);
    const last = sessionsOf(entries).at(-1);
    return last === undefined ? null : last.leadOutLba + sessionGapBlocks(last.number);
  });
  return reported === pregapLba ? reported + PREGAP_BLOCKS : reported;
}

/** Null where the drive does not have it. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Where the session after those on the disc, the open one included, begins. */
export function nextSessionOf(disc: DiscState): Omit<Multisession, 'lastSessionStartLba'> {
  const { nextWritableLba, sessions, tracks } = disc;
  const sessionOpen = disc.status === 'appendable' && disc.lastSession !== 'empty' && tracks.length > 0;
  // Its lead-out begins where the pause of another track would, and the next session has such a pause too.
  // The gap of a CD; of DVD and BD only the drive knows how large border zones and lead-ins are.
  const gapBlocks = sessionOpen && disc.medium === undefined ? sessionGapBlocks(sessions) : 0;
  const next = nextWritableLba === null ? null : nextWritableLba + gapBlocks;
  return { nextWritableLba: next, sessionOpen };
}

/** Of a DVD or BD, whose sessions READ TRACK INFORMATION names; an overwritable one has a session only where a program appends one. */
function lastClosedStart(disc: DiscState): number | null {
  if (disc.medium?.writeModel === 'overwrite') return null;
  const last = closedSessions(disc).at(-1);
  return disc.tracks.find(({ session }) => session === last)?.startLba ?? null;
}

async function lastSessionStart(drive: Drive, disc: DiscState, options: SignalOptions): Promise<number | null> {
  if (disc.status === 'blank' || (nextSessionOf(disc).sessionOpen && closedSessions(disc).length === 0)) return null;
  return orNull(async () => {
    const { entries } = await ask(drive, readSessionInfo({ allocationLength: SESSION_INFO_BYTES }), options);
    return entries[0]?.startLba ?? null;
  });
}
