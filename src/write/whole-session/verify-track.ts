import type { Drive } from '../../drive/drive.ts';
import type { VerifyProgress } from '../engine/progress.ts';
import type { SentTrack } from '../engine/send-extent.ts';
import type { TrackSource } from '../engine/track-source.ts';
import type { Verified, VerifyLevel } from '../recipe.ts';
import { trackCodeWarnings } from '../verify/check-codes.ts';
import { indexWarnings } from '../verify/check-indexes.ts';
import { compareTrack } from '../verify/compare-track.ts';
import { sampleTrack } from '../verify/sample-track.ts';

/** Reads back a track of a session that was written in one go: its blocks, its codes and its indexes. */
export async function* verifyTrack(
  drive: Drive,
  sent: SentTrack,
  source: TrackSource,
  level: Exclude<VerifyLevel, 'none'>,
): AsyncGenerator<VerifyProgress, Verified> {
  const found = level === 'full' ? yield* compareTrack(drive, sent, source) : undefined;
  if (level === 'quick') await sampleTrack(drive, sent);
  const { number, startLba, lengthBlocks } = sent;
  const done = { phase: 'verifying', track: number, startLba, verifiedBlocks: lengthBlocks, lengthBlocks } as const;
  const warnings = [...(await trackCodeWarnings(drive, sent, source)), ...(await indexWarnings(drive, sent, source))];
  for (const warning of warnings) yield { ...done, warning };
  return found;
}
