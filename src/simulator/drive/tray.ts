import type { Disc } from '../media/disc.ts';

/** The tray, what lies in it, and whether it may be opened. */
export class Tray {
  open = false;
  disc: Disc | undefined;
  /** PREVENT MEDIUM REMOVAL holds it shut. */
  locked = false;

  constructor(disc: Disc | undefined) {
    this.disc = disc;
  }
}
