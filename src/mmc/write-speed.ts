import { isSense, SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { MAX_SPEED_KBPS, RotationControl, setCdSpeed } from './commands/set-cd-speed.ts';
import type { Drive } from './drive.ts';

/** 1x of audio in units of 1,000 bytes a second, as MMC counts CD speeds: 75 blocks of 2,352 bytes, rounded up. */
export const CD_1X_KBPS = 177;

/** MMC speed of a multiple of 1x; rounded up, since drives take the next speed below. */
export const speedKBps = (times: number): number => Math.min(MAX_SPEED_KBPS, Math.ceil(times * CD_1X_KBPS));

/** The multiple of 1x that an MMC speed stands for, to a tenth. */
export const speedTimes = (KBps: number): number => Math.round((KBps * 10) / 176.4) / 10;

/**
 * Asks for a write speed with SET CD SPEED; the drive takes the nearest that it has at or below. A drive that refuses
 * keeps the speed that it had.
 * @returns whether the drive took the request; the speed it really uses is in page 2Ah
 */
export async function requestWriteSpeed(drive: Drive, writeKBps: number, pureCav = false): Promise<boolean> {
  try {
    await drive.execute(
      setCdSpeed({ writeKBps, rotationControl: pureCav ? RotationControl.Cav : RotationControl.Clv }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest)) throw error;
    if (isSense(error.sense, SenseKey.IllegalRequest, 0x20) || isSense(error.sense, SenseKey.IllegalRequest, 0x24))
      return false;
    throw error;
  }
}
