import { isBlockMedium } from '../drive/block-medium.ts';
import { knownProfile } from '../drive/current-profile.ts';
import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { readFeatureList } from '../drive/drive-capabilities.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { incrementalStreamingFeature } from '../mmc/features.ts';
import { Profile } from '../mmc/profiles.ts';
import type { DataWriteType } from './data-request.ts';
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

/**
 * Chooses how data is written by the kind of the disc, and checks that it can be written. A CD is written as `writeType` says; a
 * DVD-R or DVD-RW in one go for `sao`, and where the drive cannot do otherwise; every other disc in its own way.
 * @throws BurnError of phase `planning` for a disc that cannot be written; SenseError 2/3A/xx without a disc
 */
export async function chooseDataRecipe(drive: Drive, writeType: DataWriteType = 'auto'): Promise<ChosenDataRecipe> {
  requireDrive('chooseDataRecipe()', drive);
  const cd: Recipe = writeType === 'sao' ? cdSessionAtOnce : cdTrackAtOnce;
  let recipe: Recipe | undefined;
  // A CD is looked at first, with the commands that it always got.
  if (!isBlockMedium(knownProfile(drive))) {
    try {
      return { recipe: cd, disc: await cd.checkMedium(drive) };
    } catch (error) {
      recipe = await recipeOf(drive, writeType);
      if (recipe === undefined) throw error;
    }
  }
  recipe ??= (await recipeOf(drive, writeType)) ?? cd;
  return { recipe, disc: await recipe.checkMedium(drive) };
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
