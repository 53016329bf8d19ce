import { ENDINGS, type Ending } from './ending.ts';
import { BurnError } from './engine/burn-error.ts';
import { formatOf, type TrackSource } from './engine/track-source.ts';
import type { VerifyLevel } from './recipe.ts';

const VERIFY: readonly string[] = ['none', 'quick', 'full'];

const isTrackSource = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof (value as Partial<TrackSource>).openReader === 'function';

interface Request {
  readonly verify?: VerifyLevel;
  readonly ending?: Ending;
}

/**
 * Checks what a program asks for before the drive is touched: programs in JavaScript pass paths for tracks, and misspell.
 * @throws BurnError of phase `planning`
 */
export function requireBurnRequest(sources: readonly TrackSource[], { verify, ending }: Request): void {
  const refuse = (reason: string, remedy: string) => new BurnError({ phase: 'planning', reason, remedy });
  const stranger = Array.isArray(sources) ? sources.findIndex((source) => !isTrackSource(source)) : 0;
  if (stranger >= 0) {
    const given: unknown = Array.isArray(sources) ? sources[stranger] : sources;
    const what =
      typeof given === 'string' ? `the text '${given}'` : given === null ? 'null' : `of type ${typeof given}`;
    throw refuse(
      `${Array.isArray(sources) ? `track ${stranger + 1} is ${what}` : `the tracks are ${what}`}, which is no track source`,
      'Give an array of tracks: openAudioFile(path) and pcmTrackFromIterable() make them',
    );
  }
  if (verify !== undefined && !VERIFY.includes(verify)) {
    throw refuse(`verification '${verify}' is not known`, `Give one of ${VERIFY.join(', ')}`);
  }
  if (ending !== undefined && !ENDINGS.includes(ending)) {
    throw refuse(`the ending '${ending}' is not known`, `Give one of ${ENDINGS.join(', ')}`);
  }
  if (verify !== 'full') return;
  const unrepeatable = sources.find((source) => !source.repeatable);
  if (unrepeatable !== undefined) {
    throw refuse(
      `full verification reads every source twice, and ${unrepeatable.name} can be read only once`,
      'Verify quick, or burn from a file',
    );
  }
  const unreadable = sources.find((source) => !formatOf(source).readsBack);
  if (unreadable !== undefined) {
    throw refuse(
      `full verification cannot read ${formatOf(unreadable).name} back as it was sent (${unreadable.name})`,
      'Verify quick',
    );
  }
}
