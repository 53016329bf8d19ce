import { isBlockMedium } from '../drive/block-medium.ts';
import { knownProfile } from '../drive/current-profile.ts';
import { type DiscState, readDiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { readFeatureList } from '../drive/drive-capabilities.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { incrementalStreamingFeature } from '../mmc/features.ts';
import { Profile } from '../mmc/profiles.ts';
import type { DataWriteType } from './data-request.ts';
import { planRefusal } from './engine/plan-checks.ts';
import type { Recipe } from './recipe.ts';
import { bdR, bdRe } from './recipes/bd/bd.ts';
import { cdSessionAtOnce } from './recipes/cd-sao/cd-session-at-once.ts';
import { cdTrackAtOnce } from './recipes/cd-tao/cd-track-at-once.ts';
import { dvdOverwrite } from './recipes/dvd-overwrite/dvd-overwrite.ts';
import { dvdPlusR, dvdPlusRw } from './recipes/dvd-plus/dvd-plus.ts';
import { dvdDiscAtOnce, dvdIncremental } from './recipes/dvd-sequential/dvd-sequential.ts';

/** The way in which data is written on the disc that is in the drive. */
export interface ChosenDataRecipe {
  readonly recipe: Recipe;
  /** The disc as it was found. */
  readonly disc: DiscState;
}

/** The options of {@link chooseDataRecipe}. */
export interface ChooseDataRecipeOptions {
  /** How a CD is written, and a DVD-R or DVD-RW for `sao`. Default: `auto`. */
  readonly writeType?: DataWriteType | undefined;
  /** Ends it before the disc is looked at, or after. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<ChooseDataRecipeOptions> = { writeType: 'main', signal: true };

/**
 * Chooses how data is written by the kind of the disc, and checks that it can be written. A CD is written as `writeType` says; a
 * DVD-R or DVD-RW in one go for `sao`, and where the drive cannot do otherwise; every other disc in its own way.
 * @throws BurnError of phase `planning` for a disc that cannot be written; SenseError 2/3A/xx without a disc; TransportError,
 * OptionsError; the signal's reason
 */
export async function chooseDataRecipe(drive: Drive, options: ChooseDataRecipeOptions = {}): Promise<ChosenDataRecipe> {
  requireDrive('chooseDataRecipe()', drive);
  requireKnownOptions('chooseDataRecipe()', options, OPTIONS);
  const { writeType = 'auto', signal } = options;
  signal?.throwIfAborted();
  const cd: Recipe = writeType === 'sao' ? cdSessionAtOnce : cdTrackAtOnce;
  let recipe: Recipe | undefined;
  // A CD is looked at first, with the commands that it always got.
  if (!isBlockMedium(knownProfile(drive))) {
    try {
      const disc = await cd.checkMedium(drive);
      signal?.throwIfAborted();
      return { recipe: cd, disc };
    } catch (error) {
      signal?.throwIfAborted();
      await refuseRandomRecording(drive);
      recipe = await recipeOf(drive, writeType);
      if (recipe === undefined) throw error;
    }
  }
  await refuseRandomRecording(drive);
  recipe ??= (await recipeOf(drive, writeType)) ?? cd;
  const disc = await recipe.checkMedium(drive);
  signal?.throwIfAborted();
  return { recipe, disc };
}

/**
 * A BD-R in random recording mode takes each cluster once, wherever a program puts it (MMC-6 4.5.3.7). No command says which are
 * recorded, there is no next writable address, and one track is all of the disc, so that what is free is known only to who wrote it.
 */
async function refuseRandomRecording(drive: Drive): Promise<void> {
  if (knownProfile(drive) !== Profile.BdRRandom) return;
  throw planRefusal(
    await readDiscState(drive),
    'UNSUITABLE_MEDIUM',
    'this BD-R was formatted for random recording: each of its clusters is written once, anywhere, and the drive does not say which are free',
    'Continue it with the program that formatted it, or use another BD-R: `discwright format` chooses sequential recording',
  );
}

const BY_PROFILE: readonly Recipe[] = [dvdOverwrite, dvdPlusRw, dvdPlusR, bdRe, bdR];

/** Undefined for a disc that is not known to be a DVD or BD that can be written. */
async function recipeOf(drive: Drive, writeType: DataWriteType): Promise<Recipe | undefined> {
  const profile = knownProfile(drive);
  if (profile === undefined) return undefined;
  if (!dvdIncremental.profiles.includes(profile)) return BY_PROFILE.find(({ profiles }) => profiles.includes(profile));
  if (writeType === 'sao') return dvdDiscAtOnce;
  if (writeType === 'tao' || profile !== Profile.DvdRwSequential) return dvdIncremental;
  return (await isIncremental(drive)) ? dvdIncremental : dvdDiscAtOnce;
}

/** A DVD-RW of which only the lead-in was erased cannot be written in packets: feature 0021h is not current then (libburn, MMC-6 4.3.6.4). */
async function isIncremental(drive: Drive): Promise<boolean> {
  const list = await readFeatureList(drive);
  const found = list?.entries.find(({ code }) => code === incrementalStreamingFeature.code);
  return list === undefined || found?.current === true;
}
