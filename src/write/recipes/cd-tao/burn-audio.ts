import type { Drive } from '../../../drive/drive.ts';
import { requireDrive } from '../../../drive/require-drive.ts';
import { requireKnownOptions } from '../../../known-options.ts';
import { BURN_OPTIONS, type BurnOptions, type BurnResult, burn } from '../../burn.ts';
import type { BurnProgress } from '../../engine/progress.ts';
import type { TrackSource } from '../../engine/track-source.ts';
import { cdTrackAtOnce } from './cd-track-at-once.ts';

/**
 * Burns audio tracks onto the CD-R or CD-RW in the drive, Track-At-Once. See {@link burn}.
 * @throws BurnError, SenseError, TransportError; the signal's reason if it was aborted before the burn began
 */
export async function* burnAudio(
  drive: Drive,
  sources: readonly TrackSource[],
  options: BurnOptions = {},
): AsyncGenerator<BurnProgress, BurnResult> {
  requireDrive('burnAudio()', drive);
  requireKnownOptions('burnAudio()', options, BURN_OPTIONS);
  return yield* burn(drive, cdTrackAtOnce, sources, options);
}
