import type { AnyDisc } from '../../src/simulator/media/any-disc.ts';
import { Disc } from '../../src/simulator/media/disc.ts';

/** The disc of a simulated drive, which must be a CD. */
export function asCd(disc: AnyDisc | undefined): Disc {
  if (disc instanceof Disc) return disc;
  throw new Error('there is no CD in the drive');
}
