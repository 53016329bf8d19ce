import type { ScsiTransport } from '../transport/transport.ts';

/** How often anything happened after which a disc may be another one, or other than it was. */
export interface MediumTouches {
  count: number;
}

const ofDevices = new Map<string, MediumTouches>();

/**
 * What is counted for this device: once for all Drive objects of this process that reach it under the same path. A
 * simulated drive is counted by itself, since many of them may have the same path.
 */
export function touchesOf({ path, simulated }: ScsiTransport): MediumTouches {
  if (simulated) return { count: 0 };
  const known = ofDevices.get(path);
  if (known !== undefined) return known;
  const fresh = { count: 0 };
  ofDevices.set(path, fresh);
  return fresh;
}
