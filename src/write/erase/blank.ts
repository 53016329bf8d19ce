import { FRAMES_PER_SECOND } from '../../cd/geometry.ts';
import { isRefusal } from '../../drive/bad-answer.ts';
import { isBlockMedium, kBpsAt1x } from '../../drive/block-medium.ts';
import { currentProfile, forgetProfile, knownProfile, suitableProfile } from '../../drive/current-profile.ts';
import { type DiscState, discInformation, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { holdDrive, spinUp } from '../../drive/hold-drive.ts';
import { release } from '../../drive/release.ts';
import { requireDrive } from '../../drive/require-drive.ts';
import { type DescribeFinding, watchForReset } from '../../drive/reset-watch.ts';
import { DVD_BLOCK_BYTES } from '../../dvd/geometry.ts';
import { type OptionNames, requireKnownOptions } from '../../known-options.ts';
import { BlankingType, blank } from '../../mmc/commands/blank.ts';
import { DiscStatus } from '../../mmc/commands/read-disc-information.ts';
import { Profile, profileName } from '../../mmc/profiles.ts';
import type { Operation } from '../../operation/operation.ts';
import { operationOf } from '../../operation/operation-of.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import { type FinishedDisc, noting, releaseFinished } from '../engine/finished.ts';
import type { BlankProgress } from '../engine/progress.ts';
import { runLong } from '../engine/run-long.ts';
import { beforeWriting, discAfter, withDisc } from '../engine/with-disc.ts';
import { IMPOSSIBLE_SPEED_TIMES } from '../verify/suspicious-speed.ts';

/**
 * minimal: only the lists of tracks are erased (PMA, first table of contents, first pregap), in about a minute. The
 * contents stay on the disc, out of reach of ordinary programs. full: everything is erased, which takes as long as
 * writing it.
 */
export type BlankType = 'minimal' | 'full';

/** The options of {@link blankDisc}. */
export interface BlankOptions {
  /** Default minimal. */
  readonly type?: BlankType | undefined;
  /** This program's name, shown to other programs that want the drive: at most 63 of `[A-Za-z0-9 .,:;_-]`. */
  readonly owner?: string | undefined;
  /** Ends it until BLANK is sent, with the signal's reason. After that it has no effect: an erase cannot be stopped halfway. */
  readonly signal?: AbortSignal | undefined;
}

const BLANKING = {
  minimal: { blankingType: BlankingType.Minimal, limitMs: 900_000 },
  // A 90-minute disc at 1x.
  full: { blankingType: BlankingType.Disc, limitMs: 9_600_000 },
} as const;

const STEP: BlankProgress = { phase: 'blanking' };

const OPTIONS: OptionNames<BlankOptions> = { type: 'main', owner: true, signal: true };

/**
 * Erases the CD-RW or DVD-RW in the drive: sends BLANK (MMC-5 6.2), polls until it ends, with the tray locked and the drive held,
 * then reads the disc state back.
 * @returns the disc as it is now, with warnings
 * @throws BurnError of phase `planning` for a disc that cannot be erased, before any command that writes is sent;
 * BurnError of phase `blanking` or `verifying` for every failure after that; before it SenseError (2/3A/xx without a
 * disc), StatusError, TransportError
 * @example
 * ```ts
 * for await (const step of blankDisc(drive, { type: 'minimal' })) console.log(step.phase);
 * ```
 */
export function blankDisc(drive: Drive, options: BlankOptions = {}): Operation<BlankProgress, FinishedDisc> {
  return operationOf('blankDisc()', options, (given) => blankDiscSteps(drive, given));
}

async function* blankDiscSteps(drive: Drive, options: BlankOptions): AsyncGenerator<BlankProgress, FinishedDisc> {
  requireDrive('blankDisc()', drive);
  requireKnownOptions('blankDisc()', options, OPTIONS);
  const { type = 'minimal', owner = 'discwright', signal } = options;
  const held = await holdDrive(drive, owner);
  const warnings: string[] = [];
  let disc: DiscState | undefined;
  try {
    const wasBlank = await lookBeforeErasing(drive, signal);
    disc = yield* noting(
      warnings,
      withDisc(drive, eraseAndCheck(drive, type, wasBlank), () => UNCHECKED),
    );
  } finally {
    if (disc === undefined) await release(held, true);
  }
  warnings.push(...(await releaseFinished(held)));
  return { ...disc, warnings };
}

async function lookBeforeErasing(drive: Drive, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await spinUp(drive, signal);
    const wasBlank = await requireErasable(drive);
    signal?.throwIfAborted();
    return wasBlank;
  } catch (error) {
    throw beforeWriting(error, { phase: 'preparing' });
  }
}

const UNCHECKED = {
  phase: 'verifying',
  remedy: () => 'The drive has finished the erase. Check the disc with `discwright info`',
} as const;

async function* eraseAndCheck(
  drive: Drive,
  type: BlankType,
  wasBlank: boolean,
): AsyncGenerator<BlankProgress, DiscState> {
  const begun = drive.clock.now();
  const describe = watchForReset(drive, 'then erase the disc again');
  yield* erase(drive, type, wasBlank);
  if (isBlockMedium(knownProfile(drive))) {
    forgetProfile(drive);
    await currentProfile(drive);
  }
  const disc = await readDiscState(drive);
  const elapsedMs = drive.clock.now() - begun;
  requireBlank(disc, describe);
  if (type === 'full') yield* doubtSpeed(disc, elapsedMs);
  return disc;
}

/** What BLANK erases (MMC-6 6.2): a DVD-RW is blank afterwards, and written in sequence. */
const ERASABLE: readonly number[] = [Profile.CdRw, Profile.DvdRwSequential, Profile.DvdRwRestrictedOverwrite];
const OVERWRITTEN: readonly number[] = [Profile.DvdPlusRw, Profile.DvdPlusRwDualLayer, Profile.DvdRam, Profile.BdRe];

/** @returns whether the disc is blank already */
async function requireErasable(drive: Drive): Promise<boolean> {
  const refuse = (reason: string, remedy: string) =>
    new BurnError({ phase: 'planning', code: 'UNSUITABLE_MEDIUM', reason, remedy });
  const { erasable, discStatus } = await discInformation(drive);
  const profile = await suitableProfile(drive, (each) => ERASABLE.includes(each));
  if (profile === Profile.CdR || (profile === undefined && !erasable)) {
    throw refuse('a CD-R cannot be erased', 'Insert a CD-RW');
  }
  if (profile !== undefined && OVERWRITTEN.includes(profile)) {
    throw refuse(
      `the disc is not a CD-RW but ${profileName(profile)}, which is never blank: it is overwritten`,
      'Write to it as it is, or format it with `discwright format`',
    );
  }
  if (profile !== undefined && !ERASABLE.includes(profile)) {
    throw refuse(`the disc is not a CD-RW but ${profileName(profile)}`, 'Use a CD-RW, in a drive that can write it');
  }
  if (!erasable) {
    throw refuse(
      `the drive says that this ${profileName(profile ?? Profile.CdRw)} cannot be erased`,
      'Try it in another drive',
    );
  }
  return discStatus === DiscStatus.Blank;
}

async function* erase(drive: Drive, type: BlankType, wasBlank: boolean): AsyncGenerator<BlankProgress, void> {
  const { blankingType, limitMs } = BLANKING[type];
  try {
    yield* runLong(drive, {
      step: STEP,
      limitMs,
      make: (immediate) => blank({ immediate, blankingType }),
      // A disc that was blank before proves nothing, nor does a blank one that its contents are erased.
      isDone: async () => type === 'minimal' && !wasBlank && (await isBlank(drive)),
    });
  } catch (error) {
    const refused = isRefusal(error) && error.command.opcode === blank.spec.opcode;
    const other = type === 'full' ? 'in another drive' : 'again, completely (`discwright blank --full`)';
    throw new BurnError({
      ...STEP,
      ...(refused ? { code: 'ERASE_REFUSED' } : {}),
      reason: messageOf(error),
      disc: await discAfter(drive, error),
      remedy: refused
        ? `The drive refused, and nothing was erased. Try it ${other}`
        : `The disc may be partly erased, whatever it reports. Erase it ${other}`,
      cause: error,
    });
  }
}

const isBlank = async (drive: Drive): Promise<boolean> =>
  (await discInformation(drive)).discStatus === DiscStatus.Blank;

function requireBlank(disc: DiscState, describe: DescribeFinding): void {
  if (disc.status === 'blank') return;
  const remedy =
    'Take the disc out, insert it again and check it with `discwright info`; if nothing has changed, try another drive';
  throw new BurnError({ phase: 'verifying', ...describe(`the disc is ${disc.status}, not blank`, remedy), disc });
}

/** A blank disc cannot be read, so that nothing but the time shows whether its old contents have been erased too. */
function* doubtSpeed({ freeBlocks, medium }: DiscState, elapsedMs: number): Generator<BlankProgress, void> {
  const blocksAt1x = medium === undefined ? FRAMES_PER_SECOND : (kBpsAt1x(medium.profile) * 1_000) / DVD_BLOCK_BYTES;
  const times = Math.round((freeBlocks ?? 0) / blocksAt1x / (elapsedMs / 1000));
  if (times <= IMPOSSIBLE_SPEED_TIMES) return;
  const speed = Number.isFinite(times) ? `at ${times}x` : 'in no time';
  yield {
    ...STEP,
    warning: `the disc is blank, but it was erased ${speed}, which is faster than any drive erases all of it: its old contents may still be there`,
  };
}
