import { Disc } from '../../src/simulator/index.ts';

/** Where the lead-in of {@link discWithShortLeadIn} begins. */
export const SHORT_LEAD_IN_LBA = -600;

/**
 * A blank disc whose groove puts the start of the lead-in 6 s before the first pregap, instead of two and a half minutes: most
 * of the time of a raw burn goes into that.
 */
export function discWithShortLeadIn(): Disc {
  const disc = Disc.blank();
  const medium = { ...disc.medium, leadInStart: { minute: 99, second: 54, frame: 0 } };
  Object.defineProperty(disc, 'medium', { value: medium });
  return disc;
}
