import { isRefusal } from '../../drive/bad-answer.ts';
import { formatCapacities } from '../../drive/block-disc-state.ts';
import { suitableProfile } from '../../drive/current-profile.ts';
import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { holdDrive, spinUp } from '../../drive/hold-drive.ts';
import { waiting } from '../../drive/ready.ts';
import { release } from '../../drive/release.ts';
import { requireDrive } from '../../drive/require-drive.ts';
import { watchForReset } from '../../drive/reset-watch.ts';
import { inWords, type OptionNames, OptionsError, requireKnownOptions } from '../../known-options.ts';
import { formatUnit } from '../../mmc/commands/format-unit.ts';
import { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import { Profile } from '../../mmc/profiles.ts';
import type { Operation } from '../../operation/operation.ts';
import { operationOf } from '../../operation/operation-of.ts';
import { BOOK_TYPES, type BookTypeChoice, bookTypeWarning, setBookType } from '../engine/book-type.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import { type FinishedDisc, noting, releaseFinished } from '../engine/finished.ts';
import {
  chooseFormat,
  type FormatChoice,
  type FormatKind,
  type FormatRequest,
  sendFormat,
} from '../engine/format-medium.ts';
import type { BlankProgress } from '../engine/progress.ts';
import { beforeWriting, discAfter, withDisc } from '../engine/with-disc.ts';

/** The options of {@link formatDisc}. */
export interface FormatOptions {
  /**
   * quick, the default: what the disc needs to be written to. full: every block is written or certified, which takes as long as
   * writing the disc, or longer.
   */
  readonly type?: FormatKind | undefined;
  /** BD-RE and BD-R: whether blocks are set aside for those that turn out to be bad. Default true. */
  readonly spare?: boolean | undefined;
  /** DVD+RW: see `SessionOptions.bookType`. */
  readonly bookType?: BookTypeChoice | undefined;
  /** BD-R with spare blocks: whether what is recorded can be written again, into them. Default true. */
  readonly pseudoOverwrite?: boolean | undefined;
  /** This program's name, shown to other programs that want the drive: at most 63 of `[A-Za-z0-9 .,:;_-]`. */
  readonly owner?: string | undefined;
  /** Ends it until FORMAT UNIT is sent, with the signal's reason. After that it has no effect: a format cannot be stopped halfway. */
  readonly signal?: AbortSignal | undefined;
}

/** The disc after it was formatted. */
export interface FormattedDisc extends FinishedDisc {
  /** Which format was chosen and why, as a clause. */
  readonly format: string;
}

const OPTIONS: OptionNames<FormatOptions> = {
  type: 'main',
  spare: 'switch',
  bookType: true,
  pseudoOverwrite: 'switch',
  owner: true,
  signal: true,
};

const KINDS: readonly FormatKind[] = ['quick', 'full'];

const STEP: BlankProgress = { phase: 'formatting' };

/** A format in the background goes over the whole disc at the speed of the drive: at 1x an hour. */
const BACKGROUND_LIMIT_MS = 14_400_000;
const BACKGROUND_POLL_MS = 5_000;

/**
 * Formats the disc in the drive: DVD+RW, DVD-RAM, BD-RE; DVD-RW, which becomes one that is overwritten; a blank BD-R, which gets
 * spare blocks. Chooses among the formats that READ FORMAT CAPACITIES lists, sends FORMAT UNIT (MMC-6 6.5), polls until it ends,
 * then reads the disc state back.
 * @returns the disc as it is now, the format and warnings
 * @throws BurnError of phase `planning` for a disc that has no such format, before any command that writes is sent; BurnError of
 * phase `formatting` or `verifying` for every failure after that
 */
export function formatDisc(drive: Drive, options: FormatOptions = {}): Operation<BlankProgress, FormattedDisc> {
  return operationOf('formatDisc()', options, (given) => formatDiscSteps(drive, given));
}

async function* formatDiscSteps(drive: Drive, options: FormatOptions): AsyncGenerator<BlankProgress, FormattedDisc> {
  requireDrive('formatDisc()', drive);
  requireKnownOptions('formatDisc()', options, OPTIONS);
  const { type = 'quick', spare = true, bookType, pseudoOverwrite = true, owner = 'discwright', signal } = options;
  if (bookType !== undefined && !BOOK_TYPES.includes(bookType))
    throw new OptionsError(`formatDisc(): bookType is ${inWords(bookType)}`, `Use one of ${BOOK_TYPES.join(', ')}`);
  if (!KINDS.includes(type))
    throw new OptionsError(`formatDisc(): type is ${inWords(type)}`, `Use one of ${KINDS.join(', ')}`);
  const held = await holdDrive(drive, owner);
  const warnings: string[] = [];
  let disc: DiscState | undefined;
  let found: Chosen;
  try {
    found = await chosen(drive, { kind: type, spare, pseudoOverwrite, bookType, signal });
    signal?.throwIfAborted();
    disc = yield* noting(
      warnings,
      withDisc(drive, formatAndCheck(drive, found, type), () => UNCHECKED),
    );
  } finally {
    if (disc === undefined) await release(held, true);
  }
  const warning = await bookTypeWarning(drive, bookType);
  if (warning !== undefined) warnings.push(warning);
  warnings.push(...(await releaseFinished(held)));
  return { ...disc, format: found.choice.inWords, warnings };
}

const UNCHECKED = {
  phase: 'verifying',
  remedy: () => 'The drive has finished the format. Check the disc with `discwright info`',
} as const;

interface Chosen {
  readonly choice: FormatChoice;
  readonly before: DiscState;
}

interface ChosenRequest extends FormatRequest {
  readonly bookType: BookTypeChoice | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Which of BD-R's states may still be formatted: only a blank one (MMC-6 6.5). */
async function chosen(drive: Drive, { bookType, signal, ...request }: ChosenRequest): Promise<Chosen> {
  try {
    await spinUp(drive, signal);
    const profile = await suitableProfile(drive, (each) => each !== Profile.None);
    const disc = await readDiscState(drive);
    if (profile === Profile.BdRSequential && disc.status !== 'blank') {
      throw new BurnError({
        phase: 'planning',
        code: 'UNSUITABLE_MEDIUM',
        reason: 'a BD-R can be formatted only while it is blank',
        remedy: 'Write to it as it is, or use a blank one',
        disc,
      });
    }
    const choice = await chooseFormat(drive, profile ?? Profile.None, request);
    if (bookType === undefined) return { choice, before: disc };
    if (profile !== Profile.DvdPlusRw && profile !== Profile.DvdPlusRwDualLayer) {
      throw new BurnError({
        phase: 'planning',
        code: 'UNSUITABLE_MEDIUM',
        reason: 'a format sets the book type of a DVD+RW alone',
        remedy: 'Leave out the book type (`--book-type`)',
        disc,
      });
    }
    await setBookType(drive, profile, bookType);
    return { choice, before: disc };
  } catch (error) {
    throw beforeWriting(error, { phase: 'preparing' });
  }
}

async function* formatAndCheck(
  drive: Drive,
  { choice, before }: Chosen,
  kind: FormatKind,
): AsyncGenerator<BlankProgress, DiscState> {
  const describe = watchForReset(drive, 'then format the disc again');
  try {
    yield* sendFormat(drive, choice, STEP);
    if (kind === 'full') yield* backgroundEnd(drive);
  } catch (error) {
    const refused = isRefusal(error) && error.command.opcode === formatUnit.spec.opcode;
    throw new BurnError({
      ...STEP,
      ...(refused ? { code: 'FORMAT_REFUSED' } : {}),
      reason: messageOf(error),
      disc: await discAfter(drive, error),
      remedy: refused
        ? 'The drive refused, and the disc is as it was. Try another format, or another drive'
        : 'The disc may be partly formatted, whatever it reports. Format it again',
      cause: error,
    });
  }
  const disc = await readDiscState(drive);
  if (disc.medium?.formatted !== false && (before.erasable || (await hasSpare(drive, before, disc)))) return disc;
  throw new BurnError({ phase: 'verifying', ...describe('the disc is not formatted', CHECK_IT), disc });
}

const CHECK_IT =
  'Take the disc out, insert it again and check it with `discwright info`; if nothing has changed, try another drive';

/** Of a BD-R, which is written with or without a format: whether blocks were set aside, or the drive says that it is formatted. */
async function hasSpare(drive: Drive, before: DiscState, after: DiscState): Promise<boolean> {
  if (before.freeBlocks !== after.freeBlocks) return true;
  const capacities = await formatCapacities(drive);
  return capacities === undefined || capacities.capacityType === CapacityType.Formatted;
}

/** Waits for the end of a format that goes on in the background: the drive is ready meanwhile. */
async function* backgroundEnd(drive: Drive): AsyncGenerator<BlankProgress, void> {
  const begun = drive.clock.now();
  for (;;) {
    const { medium } = await readDiscState(drive);
    if (medium?.backgroundFormat !== 'in progress') return;
    if (drive.clock.now() - begun > BACKGROUND_LIMIT_MS) {
      throw new Error(`the format in the background has not ended after ${BACKGROUND_LIMIT_MS / 60_000} minutes`);
    }
    yield STEP;
    await drive.clock.sleep(BACKGROUND_POLL_MS);
    for await (const fraction of waiting(drive, {
      activity: 'formatting the disc',
      limitMs: BACKGROUND_LIMIT_MS,
    }))
      yield fraction === undefined ? STEP : { ...STEP, fraction };
  }
}
