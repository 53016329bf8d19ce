import type { BlockMedium } from '../../drive/block-medium.ts';
import { BurnError } from '../engine/burn-error.ts';
import type { StepProgress } from '../engine/progress.ts';
import type { TrackFormat } from '../engine/track-format.ts';
import type { Recipe, WriteJob } from '../recipe.ts';
import { compareTrack } from '../verify/compare-track.ts';
import { sampleTrack } from '../verify/sample-track.ts';
import { checkBlockMedium } from './block-medium.ts';
import { planBlocks } from './block-plan.ts';
import { checkBlockTrack } from './check-block-track.ts';

/** What every way of writing a DVD or BD shares. */
export const blockRecipe = (
  name: string,
  profiles: readonly number[],
): Pick<Recipe, 'name' | 'profiles' | 'unit' | 'checkMedium' | 'plan' | 'checkTrack' | 'verify'> => ({
  name,
  profiles,
  unit: 'track',
  checkMedium: checkBlockMedium(profiles),
  plan: planBlocks,
  checkTrack: checkBlockTrack,
  async *verify(drive, sent, source, level) {
    if (level === 'full') return yield* compareTrack(drive, sent, source);
    await sampleTrack(drive, sent);
    const { number, startLba, lengthBlocks } = sent;
    yield { phase: 'verifying', track: number, startLba, verifiedBlocks: lengthBlocks, lengthBlocks };
    return undefined;
  },
});

/** The disc that a recipe of DVD or BD writes: its check has made sure that it is one. */
export function mediumOf({ discBefore }: Pick<WriteJob, 'discBefore'>): BlockMedium {
  if (discBefore.medium !== undefined) return discBefore.medium;
  throw new BurnError({
    phase: 'preparing',
    code: 'UNSUITABLE_MEDIUM',
    reason: 'the drive does not say what kind of disc is in it',
    remedy: 'Take the disc out, insert it again and try again',
    disc: discBefore,
  });
}

/** The format of a track's blocks, sent as a stream if that was asked for. */
export const inStream = (format: TrackFormat, { streaming }: Pick<WriteJob, 'streaming'>): TrackFormat =>
  streaming ? { ...format, streaming } : format;

/** Only DVD-R and DVD-RW have a test write (MMC-6 7.5.4.4). */
export function refuseTestWrite({ testWrite, discBefore }: Pick<WriteJob, 'testWrite' | 'discBefore'>): void {
  if (!testWrite) return;
  throw new BurnError({
    phase: 'preparing',
    code: 'INVALID_REQUEST',
    reason: 'only a CD, a DVD-R or a DVD-RW in sequence can be written with the laser off',
    remedy: 'Write it without a test write (`--simulate`)',
    disc: discBefore,
  });
}

/** What carries texts of CDs is left out, with a warning. */
export function* withoutCdText({ cdText, tracks }: Pick<WriteJob, 'cdText' | 'tracks'>): Generator<StepProgress> {
  if (cdText !== undefined && cdText.length > 0 && tracks.length === 0)
    yield { phase: 'preparing', warning: 'the CD-TEXT is left out: only a CD has it' };
}
