import type { SessionLayout } from './layout.ts';

/** What a session that is written in one go was laid out as, before its first WRITE. */
export interface PreparedSession {
  readonly layout: SessionLayout;
  /** Where its lead-in begins. */
  readonly leadInLba: number;
  /** Of the CD-TEXT that the drive has agreed to. */
  readonly packs: Uint8Array | undefined;
}
