/** What holds a drive: its tray is locked, or other programs are kept from it. */
export interface Holder {
  /** Unlocks the tray and closes the drive before it returns. @returns whether that was done within the limit */
  endNow(limitMs: number): boolean;
}

/** The drives that this process holds now. */
export const heldDrives = new Set<Holder>();
