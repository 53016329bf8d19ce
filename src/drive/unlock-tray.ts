import { preventAllowMediumRemoval } from '../scsi/commands/prevent-allow-medium-removal.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import type { Drive } from './drive.ts';

/**
 * Unlocks the tray, whichever program locked it: persistent prevention, of which a drive before MMC-2 knows nothing, is
 * ended first, then the ordinary lock (MMC-5 6.14). A drive that cannot lock its tray refuses both, and there is nothing
 * to unlock.
 * @throws SenseError, StatusError, TransportError
 */
export async function unlockTray(drive: Drive): Promise<void> {
  for (const persistent of [true, false]) {
    await drive.execute(preventAllowMediumRemoval({ prevent: false, persistent })).catch((error: unknown) => {
      if (!(error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest)) throw error;
    });
  }
}
