import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import type { BurnProgress } from './engine/progress.ts';

/** The options of {@link WriteSession.write} and {@link WriteSession.writeTrack}. */
export interface WriteUnitOptions {
  /** Stops before the next WRITE: the track is closed at its shorter length. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of {@link WriteSession.verify}. */
export interface VerifyTrackOptions {
  /** quick: reads one block. full: reads all and compares it with the source. Default quick. */
  readonly level?: 'quick' | 'full' | undefined;
}

const WRITE_UNIT_OPTIONS: OptionNames<WriteUnitOptions> = { signal: true };
const VERIFY_TRACK_OPTIONS: OptionNames<VerifyTrackOptions> = { level: true };

/** @throws OptionsError on its first use */
export const writing = <Result>(
  name: string,
  options: WriteUnitOptions,
  steps: (signal: AbortSignal | undefined) => AsyncGenerator<BurnProgress, Result>,
): Operation<BurnProgress, Result> =>
  operationOf(
    name,
    options,
    (given) => {
      requireKnownOptions(name, given, WRITE_UNIT_OPTIONS);
      return steps(given.signal);
    },
    { gentle: true },
  );

/** @throws OptionsError on its first use */
export const verifying = <Result>(
  name: string,
  options: VerifyTrackOptions,
  steps: (level: 'quick' | 'full') => AsyncGenerator<BurnProgress, Result>,
): Operation<BurnProgress, Result> =>
  new Operation(name, () => {
    requireKnownOptions(name, options, VERIFY_TRACK_OPTIONS);
    return steps(options.level ?? 'quick');
  });

/** The steps of a unit of one, whose result is that one. */
export async function* onlyOne<One>(
  steps: AsyncGenerator<BurnProgress, readonly [One, ...One[]]>,
): AsyncGenerator<BurnProgress, One> {
  const [one] = yield* steps;
  return one;
}
