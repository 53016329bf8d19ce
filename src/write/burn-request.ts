import { inWords } from '../known-options.ts';
import { requireDiscCodes, requireTrackProperties } from './codes-request.ts';
import { ENDINGS } from './ending.ts';
import { BurnError } from './engine/burn-error.ts';
import { formatOf, isUnsized, type TrackSource } from './engine/track-source.ts';
import type { VerifyLevel } from './recipe.ts';
import { requireSessionOptions, type SessionOptions } from './session-options.ts';

const VERIFY: readonly string[] = ['none', 'quick', 'full'];

const isTrackSource = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof (value as Partial<TrackSource>).openReader === 'function';

interface Request extends SessionOptions {
  readonly verify?: VerifyLevel | undefined;
}

/**
 * Checks the request before the drive is touched: JavaScript programs pass paths for tracks, and misspell options.
 * @throws BurnError of phase `planning`; OptionsError
 */
export function requireBurnRequest(sources: readonly TrackSource[], request: Request): void {
  requireSessionOptions(request);
  const { verify, ending } = request;
  const refuse = (reason: string, remedy: string) => new BurnError({ phase: 'planning', reason, remedy });
  const invalid = Array.isArray(sources) ? sources.findIndex((source) => !isTrackSource(source)) : 0;
  if (invalid >= 0) {
    const given: unknown = Array.isArray(sources) ? sources[invalid] : sources;
    const what = inWords(given);
    throw refuse(
      Array.isArray(sources)
        ? `track ${invalid + 1} is ${what}, not a track source`
        : `the tracks are ${what}, not an array of track sources`,
      'Pass an array of tracks, made with openAudioFile(path) or pcmTrackFromIterable()',
    );
  }
  const unsized = sources.findIndex(
    (source) => !isUnsized(source) && (!Number.isSafeInteger(source.lengthBytes) || source.lengthBytes < 0),
  );
  if (unsized >= 0) {
    throw refuse(
      `track ${unsized + 1} has a lengthBytes of ${inWords(sources[unsized]?.lengthBytes)}`,
      'Give the number of its bytes, as openAudioFile() and pcmTrackFromIterable() do, or Infinity if only its end shows it',
    );
  }
  requireTrackProperties(sources);
  requireDiscCodes(request);
  if (verify !== undefined && !VERIFY.includes(verify)) {
    throw refuse(`unknown verification level '${verify}'`, `Use one of ${VERIFY.join(', ')}`);
  }
  if (ending !== undefined && !ENDINGS.includes(ending)) {
    throw refuse(`unknown ending '${ending}'`, `Use one of ${ENDINGS.join(', ')}`);
  }
  if (verify !== 'full') return;
  const unrepeatable = sources.find((source) => !source.repeatable || isUnsized(source));
  if (unrepeatable !== undefined) {
    throw refuse(
      `full verification reads every source twice, but ${unrepeatable.name} can be read only once`,
      'Use quick verification, or burn from a file',
    );
  }
  const unreadable = sources.find((source) => !formatOf(source).readsBack);
  if (unreadable !== undefined) {
    throw refuse(
      `full verification cannot read ${formatOf(unreadable).name} back as it was sent (${unreadable.name})`,
      'Use quick verification',
    );
  }
}
