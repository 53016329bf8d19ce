import type { ScsiTransport } from '../transport/transport.ts';

/** How many events there were after which the disc may be a different one or may have changed. */
export interface MediumTouches {
  count: number;
}

const ofDevices = new Map<string, MediumTouches>();

/**
 * The count for this device, shared by all Drive objects of this process that reach it under the same path. A simulated
 * drive has a count of its own, since many of them may have the same path.
 */
export function touchesOf({ path, simulated }: ScsiTransport): MediumTouches {
  if (simulated) return { count: 0 };
  const known = ofDevices.get(path);
  if (known !== undefined) return known;
  const fresh = { count: 0 };
  ofDevices.set(path, fresh);
  return fresh;
}
