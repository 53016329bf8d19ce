import type { Disc } from '../media/disc.ts';
import { rawSession } from './raw-session.ts';
import { sessionAtOnce } from './session-at-once.ts';
import { trackAtOnce } from './track-at-once.ts';
import type { WriteTypeStrategy } from './write-type.ts';

/** The write types that the drive has, by the value of the page's field. */
export const writeTypes: ReadonlyMap<number, WriteTypeStrategy> = new Map(
  [trackAtOnce, sessionAtOnce, rawSession].map((strategy) => [strategy.writeType, strategy]),
);

/** What the drive has in mind of a session that is being written, a cue sheet say, is gone: it was reset. */
export function forgetSessions(disc: Disc): void {
  for (const { forget } of writeTypes.values()) forget?.(disc);
}
