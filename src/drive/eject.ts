import { startStopUnit } from '../scsi/commands/start-stop-unit.ts';
import { isSense, SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { apply } from './ask.ts';
import { claimForWriting } from './claim.ts';
import type { Drive } from './drive.ts';
import { requireDrive } from './require-drive.ts';
import { unlockTray } from './unlock-tray.ts';

/** The name under which others see that the drive is taken while its tray opens. */
const OWNER = 'discwright';

/**
 * Opens the tray. Takes exclusive access first, so that no disc is removed during a mount or a burn. A lock that is
 * still there after that was left by a program that was killed, and is removed.
 * @param owner see {@link Drive.exclusive}; `discwright` unless given
 * @throws TransportError `busy` when something, in this program or another, writes with the drive, or its disc is
 * mounted; SenseError
 */
export async function ejectDisc(drive: Drive, owner = OWNER): Promise<void> {
  requireDrive('ejectDisc()', drive);
  using _claim = claimForWriting(drive);
  const hold = await drive.exclusive(owner);
  try {
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
