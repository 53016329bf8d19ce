import type { ReadOnly } from '../media/block-store.ts';

/** The file is not a saved disc, or not one that can be read. */
export class NotASavedDiscError extends Error {
  override readonly name = 'NotASavedDiscError';
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(reason);
    this.remedy = remedy;
  }
}

/** A saved disc that is open for reading only was to be changed. */
export class ReadOnlyDiscError extends Error {
  override readonly name = 'ReadOnlyDiscError';
  readonly remedy: string;

  constructor({ reason, remedy }: ReadOnly) {
    super(`the saved disc can only be read: ${reason}`);
    this.remedy = remedy;
  }
}

/** Where a file departs from the format of a saved disc, and how. */
export interface Damage {
  /** Byte offset. */
  readonly position: number;
  readonly reason: string;
}

export const inWords = ({ position, reason }: Damage): string => `it is damaged at byte ${position} (${reason})`;
