import type { Drive } from '../drive/drive.ts';
import { readCapabilities } from '../drive/drive-capabilities.ts';
import { requireDrive } from '../drive/require-drive.ts';
import type { OptionNames } from '../known-options.ts';
import { BURN_OPTIONS, type BurnOptions } from './burn.ts';
import { BurnError } from './engine/burn-error.ts';
import type { TrackSource } from './engine/track-source.ts';
import type { Recipe } from './recipe.ts';
import { cdRaw } from './recipes/cd-raw/cd-raw.ts';
import { cdSessionAtOnce } from './recipes/cd-sao/cd-session-at-once.ts';
import { cdTrackAtOnce } from './recipes/cd-tao/cd-track-at-once.ts';
import { requirePlain } from './recipes/cd-tao/plan.ts';

const RECIPES = { tao: cdTrackAtOnce, sao: cdSessionAtOnce, raw: cdRaw } as const satisfies Readonly<
  Record<string, Recipe>
>;

/** Ways of writing a CD: Track-At-Once, Session-At-Once, RAW 96; or what the drive has and the tracks need. */
export type CdWriteType = keyof typeof RECIPES | 'auto';

/** Every {@link CdWriteType}. */
export const CD_WRITE_TYPES: readonly CdWriteType[] = ['auto', 'tao', 'sao', 'raw'];

/** The options of {@link burnAudio}. */
export interface BurnAudioOptions extends BurnOptions {
  /** Default `auto`: Session-At-Once where the tracks need it and the drive has it, Track-At-Once otherwise. */
  readonly writeType?: CdWriteType | undefined;
  /** No pause between the tracks, which Track-At-Once cannot do. Default false. */
  readonly gapless?: boolean | undefined;
}

export const BURN_AUDIO_OPTIONS: OptionNames<BurnAudioOptions> = {
  ...BURN_OPTIONS,
  writeType: true,
  gapless: 'switch',
};

/** The options of {@link chooseRecipe}. */
export interface ChooseRecipeOptions extends BurnAudioOptions {
  /** These tracks follow a session that the disc will have by then. Default false. */
  readonly afterSession?: boolean | undefined;
}

/** The way in which audio is written, and why. */
export interface ChosenRecipe {
  readonly recipe: Recipe;
  /** What only Session-At-Once can write of this, in words: `indexes`. Empty when Track-At-Once can write all of it. */
  readonly needs: readonly string[];
}

/** What changes the sound if it is left out, and what does not. */
interface Needs {
  readonly sound: readonly string[];
  readonly texts: readonly string[];
}

function needsOf(sources: readonly TrackSource[], { gapless, cdText = [], firstTrack = 1 }: BurnAudioOptions): Needs {
  const some = (has: (source: TrackSource) => unknown) => sources.some((source) => has(source));
  return {
    sound: [
      ...(gapless && sources.length > 1 ? ['no pauses between the tracks'] : []),
      ...(some(({ pregapBlocks = 0 }) => pregapBlocks > 0) ? ['pregaps'] : []),
      ...(some(({ indexBlocks = [] }) => indexBlocks.length > 0) ? ['indexes'] : []),
      ...(some(({ fourChannel }) => fourChannel) ? ['four channels'] : []),
      ...(firstTrack > 1 ? [`a first track of number ${firstTrack}`] : []),
    ],
    texts: cdText.length > 0 ? ['CD-TEXT'] : [],
  };
}

/**
 * Checks without a drive that what was asked for can be written in the way that was asked for: one with pauses, one that leaves
 * the disc open.
 * @throws BurnError of phase `planning`
 */
export function checkWriteType(sources: readonly TrackSource[], options: ChooseRecipeOptions = {}): void {
  const { writeType = 'auto', ending = 'finalize', afterSession = false } = options;
  if (writeType === 'auto') {
    const { sound } = needsOf(sources, options);
    if (sound.length > 0 && ending === 'leave-open')
      throw refusal(`${cdSessionAtOnce.name} cannot leave the disc open`, sound);
    return;
  }
  const recipe: Recipe = RECIPES[writeType];
  requireGaps(recipe, options, sources);
  if (recipe === cdTrackAtOnce) requirePlain(sources);
  recipe.checkRequest?.({ ending, afterSession });
}

/**
 * Chooses how to write: Session-At-Once where the tracks need it and the drive has it (feature 002Eh), RAW 96 where it has only
 * that, no session precedes and the disc is finalized, otherwise Track-At-Once. A drive that does not list its features is believed to have it: it refuses page 05h if not, before
 * anything is written.
 * @throws BurnError of phase `planning` when leaving out what the drive cannot write would change the sound; SenseError,
 * TransportError; the signal's reason
 */
export async function chooseRecipe(
  drive: Drive,
  sources: readonly TrackSource[],
  options: ChooseRecipeOptions = {},
): Promise<ChosenRecipe> {
  requireDrive('chooseRecipe()', drive);
  const { writeType = 'auto', ending, signal } = options;
  signal?.throwIfAborted();
  const { sound, texts } = needsOf(sources, options);
  const needs = [...sound, ...texts];
  checkWriteType(sources, options);
  if (writeType !== 'auto') return { recipe: RECIPES[writeType], needs };
  if (needs.length === 0) return { recipe: cdTrackAtOnce, needs };
  if (sound.length > 0) {
    const recipe = await wholeSessions(drive, options);
    if (recipe !== undefined) return { recipe, needs };
    throw refusal(`this drive does not write ${cdSessionAtOnce.name}`, sound);
  }
  const recipe = ending === 'leave-open' ? undefined : await wholeSessions(drive, options);
  return { recipe: recipe ?? cdTrackAtOnce, needs };
}

/** How the drive writes whole sessions; undefined when it does not. */
async function wholeSessions(
  drive: Drive,
  { ending = 'finalize', afterSession = false }: ChooseRecipeOptions,
): Promise<Recipe | undefined> {
  const capabilities = await readCapabilities(drive);
  if (capabilities?.sessionAtOnce !== false) return cdSessionAtOnce;
  return capabilities.raw && ending === 'finalize' && !afterSession ? cdRaw : undefined;
}

const refusal = (reason: string, needs: readonly string[]): BurnError =>
  new BurnError({
    phase: 'planning',
    code: 'UNSUITABLE_DRIVE',
    reason: `${reason}, and what was asked for needs it: ${needs.join(', ')}`,
    remedy: 'Leave that out, or use another drive',
  });

/** Pauses would come between the tracks. The recipe itself refuses the rest. */
function requireGaps(recipe: Recipe, { gapless }: BurnAudioOptions, sources: readonly TrackSource[]): void {
  if (!gapless || recipe.unit === 'session' || sources.length < 2) return;
  throw new BurnError({
    phase: 'planning',
    code: 'INVALID_REQUEST',
    reason: `${recipe.name} has a pause between the tracks, but none is wanted`,
    remedy: `Write it ${cdSessionAtOnce.name}, or accept the pauses: do not ask for none (\`gapless\`)`,
  });
}
