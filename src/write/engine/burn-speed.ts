import type { Drive } from '../../drive/drive.ts';
import { currentWriteSpeed, requestWriteSpeed } from '../../drive/write-speed.ts';

/** In units of 1,000 bytes a second. */
export interface BurnSpeed {
  /** Undefined when the choice was left to the drive. */
  readonly requestedKBps?: number;
  /** The speed that the drive reports; undefined when it does not report one. Some drives ignore the request. */
  readonly usedKBps?: number;
}

/** Requests a write speed, if one is given, then asks which one is in force. */
export async function setSpeed(drive: Drive, requestedKBps: number | undefined): Promise<BurnSpeed> {
  if (requestedKBps !== undefined) await requestWriteSpeed(drive, { writeSpeedKBps: requestedKBps });
  const used = await currentWriteSpeed(drive);
  return {
    ...(requestedKBps === undefined ? {} : { requestedKBps }),
    ...(used === undefined ? {} : { usedKBps: used.writeKBps }),
  };
}
