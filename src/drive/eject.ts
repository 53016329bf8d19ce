import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { startStopUnit } from '../scsi/commands/start-stop-unit.ts';
import { isSense, SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { apply } from './ask.ts';
import { claimForWriting } from './claim.ts';
import type { Drive } from './drive.ts';
import { requireDrive } from './require-drive.ts';
import { unlockTray } from './unlock-tray.ts';

/** The options of {@link ejectDisc}. */
export interface EjectOptions {
  /** The name under which others see that the drive is taken while its tray opens; see {@link Drive.exclusive}. Default: `discwright`. */
  readonly owner?: string | undefined;
  /** The tray does not move once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<EjectOptions> = { owner: 'main', signal: true };

/**
 * Opens the tray. Takes exclusive access first, so that no disc is removed during a mount or a burn. A lock that is
 * still there after that was left by a program that was killed, and is removed.
 * @throws TransportError `busy` when something, in this program or another, writes with the drive, or its disc is
 * mounted; SenseError, OptionsError; the signal's reason
 */
export async function ejectDisc(drive: Drive, options: EjectOptions = {}): Promise<void> {
  requireDrive('ejectDisc()', drive);
  requireKnownOptions('ejectDisc()', options, OPTIONS);
  const { owner = 'discwright', signal } = options;
  signal?.throwIfAborted();
  using _claim = claimForWriting(drive);
  const hold = await drive.exclusive(owner);
  try {
    signal?.throwIfAborted();
    await open(drive);
  } finally {
    await hold[Symbol.asyncDispose]();
  }
}

async function open(drive: Drive): Promise<void> {
  try {
    await moveTray(drive, 'open');
  } catch (error) {
    // 5/53/02 medium removal prevented.
    const locked = error instanceof SenseError && isSense(error.sense, SenseKey.IllegalRequest, 0x53, 0x02);
    if (!locked) throw error;
    await unlockTray(drive);
    await moveTray(drive, 'open');
  }
}

const moveTray = (drive: Drive, direction: 'open' | 'close'): Promise<void> =>
  apply(drive, startStopUnit({ loadEject: true, start: direction === 'close' }));

/** Closes the tray and spins the disc up, which may take until after this resolves. @throws SenseError, TransportError */
export async function closeTray(drive: Drive): Promise<void> {
  requireDrive('closeTray()', drive);
  await moveTray(drive, 'close');
}
