import type { Drive } from '../../drive/drive.ts';
import { currentWriteSpeed, requestWriteSpeed } from '../../drive/write-speed.ts';

/** In units of 1,000 bytes a second. */
export interface BurnSpeed {
  /** Undefined when the choice was left to the drive. */
  readonly requestedKBps?: number;
  /** What the drive says that it writes with; undefined when it does not tell. Some ignore what is asked for. */
  readonly usedKBps?: number;
}

/** Asks for a write speed, if one is wanted, and then which one it is. */
export async function setSpeed(drive: Drive, requestedKBps: number | undefined): Promise<BurnSpeed> {
  if (requestedKBps !== undefined) await requestWriteSpeed(drive, requestedKBps);
  const used = await currentWriteSpeed(drive);
  return {
    ...(requestedKBps === undefined ? {} : { requestedKBps }),
    ...(used === undefined ? {} : { usedKBps: used.writeKBps }),
  };
}
