import { preventAllowMediumRemoval } from '../scsi/commands/prevent-allow-medium-removal.ts';
import { apply } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import type { Drive } from './drive.ts';

/**
 * Unlocks the tray, whichever program locked it: persistent prevention, of which a drive before MMC-2 knows nothing, is
 * ended first, then the ordinary lock (MMC-5 6.14). A drive that cannot lock its tray refuses both, and there is nothing
 * to unlock.
 * @throws SenseError, StatusError, TransportError
 */
export async function unlockTray(drive: Drive): Promise<void> {
  for (const persistent of [true, false]) {
    await apply(drive, preventAllowMediumRemoval({ prevent: false, persistent })).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  }
}
