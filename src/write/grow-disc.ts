import { blocksAsBytes } from '../drive/block-disc-words.ts';
import { hasBorder } from '../drive/block-medium.ts';
import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { type Head, type HeadPart, headProblem, readHead } from '../filesystem/growth/head.ts';
import { type Growth, overwritableBlocks } from '../read/growth.ts';
import { growthPlace } from '../read/multisession.ts';
import { type BurnResult, burnSteps } from './burn.ts';
import { requireBurnRequest } from './burn-request.ts';
import { type BurnDataOptions, requireDataSource } from './data-request.ts';
import { type DataWork, plainOptions, requireAddress } from './data-session.ts';
import type { Ending } from './ending.ts';
import { BurnError, messageOf } from './engine/burn-error.ts';
import { closeOverwritable } from './engine/close-block-disc.ts';
import { planRefusal } from './engine/plan-checks.ts';
import type { BurnProgress } from './engine/progress.ts';
import { TrackFormats } from './engine/track-format.ts';
import type { TrackSource } from './engine/track-source.ts';
import { wroteNothing } from './engine/with-disc.ts';
import { padded } from './padded-source.ts';
import { patchHeld } from './patch-disc.ts';
import { overwriteAt } from './recipes/overwrite.ts';

const { blockBytes: BLOCK_BYTES } = TrackFormats.mode1;

/** What may be as it was, whatever happens before the descriptors are replaced. */
const AS_BEFORE =
  'What was on the disc is as it was, and the new files are not to be seen: append them again once the cause is removed';

/**
 * Adds an image to an overwritable disc that has a file system, as `growisofs -M` does: the image is written after what is there, and
 * flushed, then the descriptors at the start of the disc are replaced by those of the image. Each of these is one ECC block, so that a power
 * failure leaves a disc with the old tree or the new one.
 * @throws BurnError of phase `planning` before anything is written
 */
export async function* growDisc(
  drive: Drive,
  work: DataWork & { readonly growth: Growth },
  options: BurnDataOptions,
): AsyncGenerator<BurnProgress, BurnResult> {
  const { recipe, disc, growth } = work;
  const { source, head } = await planned(drive, work, options);
  const { ending = 'finalize', ...plain } = plainOptions(options);
  const at = overwriteAt(recipe, growth.startLba);
  at.plan([source], disc);
  const result = yield* described(burnSteps(drive, at, [source], { ...plain, ending: untilReplaced(disc) }));
  const warnings = [...result.warnings];
  if (result.cancelled) {
    if (ending === 'finalize' && disc.medium !== undefined) yield* closeOverwritable(drive, { medium: disc.medium });
    return { ...result, warnings: [...warnings, 'the new files were not added: the disc shows what it showed before'] };
  }
  let now = result.disc;
  for (const [index, part] of head.parts.entries()) {
    const isLast = index === head.parts.length - 1;
    const patched = yield* replaced(drive, part, isLast && ending === 'finalize' ? 'finalize' : 'leave-open');
    warnings.push(...patched.warnings);
    now = patched.disc;
  }
  return { ...result, disc: now, warnings };
}

/**
 * A DVD-RW whose border is open cannot be read in some drives (growisofs tells of Pioneer's DVR-x05): it is closed before its descriptors
 * are read, which then are replaced within it.
 */
const untilReplaced = ({ medium }: DiscState): Ending =>
  medium !== undefined && hasBorder(medium.profile) ? 'finalize' : 'leave-open';

/** The track, and what leads to it, once it is certain that both can be written. */
async function planned(
  drive: Drive,
  { given, disc, growth }: DataWork & { readonly growth: Growth },
  options: BurnDataOptions,
): Promise<{ readonly source: TrackSource; readonly head: Head }> {
  const refuse = (reason: string, remedy: string) => planRefusal(disc, 'INVALID_REQUEST', reason, remedy);
  const { volumes, startLba } = growth;
  const REPLACE = 'Write the disc anew (`overwrite`, or `discwright data --overwrite`)';
  if (volumes.problem !== undefined) throw refuse(`nothing can be added to this disc: ${volumes.problem}`, REPLACE);
  const made = requireDataSource(
    typeof given === 'function' ? await given(requireAddress(disc, growthPlace(growth))) : given,
  );
  requireBurnRequest([made], plainOptions(options));
  if (options.testWrite === true)
    throw refuse('an overwritable disc has no test write', 'Write it without (`--simulate`)');
  if (!made.repeatable) {
    throw refuse(
      `${made.name} can be read only once, and its descriptors are needed before and after it is written`,
      'Make an image of it first',
    );
  }
  const misplaced = made.placeProblem?.(startLba);
  if (misplaced !== undefined) {
    throw refuse(
      `${made.name} does not fit at LBA ${startLba}, where it would be: ${misplaced}`,
      'Make it for that address (`genisoimage -C` with what `discwright msinfo` prints), or burn the folder itself with `discwright data`',
    );
  }
  const lengthBlocks = Math.ceil(made.lengthBytes / BLOCK_BYTES);
  const reader = await made.openReader();
  let head: Head;
  try {
    head = await readHead(reader, { startBlock: startLba, lengthBlocks });
  } finally {
    await reader.close();
  }
  if (head.parts.length === 0)
    throw refuse(
      `${made.name} has no file system, and the disc could not lead to it`,
      'Give the image of one, or a folder',
    );
  const problem = kindProblem(volumes, head) ?? (await headProblem(overwritableBlocks(drive), head));
  if (problem !== undefined) throw refuse(`the disc cannot grow: ${problem}`, REPLACE);
  return { source: padded(made, (options.padBlocks ?? 0) * BLOCK_BYTES), head };
}

/** Both must say the same in the end. */
function kindProblem({ iso9660, udf }: Growth['volumes'], head: Head): string | undefined {
  const named = (kinds: Pick<Head, 'iso9660' | 'udf'>): string =>
    kinds.iso9660 ? (kinds.udf ? 'ISO 9660 and UDF' : 'ISO 9660 alone') : 'UDF alone';
  return head.iso9660 === iso9660 && head.udf === udf
    ? undefined
    : `it has ${named({ iso9660, udf })}, and the image has ${named(head)}: systems would show different files`;
}

async function* described<R>(steps: AsyncGenerator<BurnProgress, R>): AsyncGenerator<BurnProgress, R> {
  try {
    return yield* steps;
  } catch (error) {
    throw !(error instanceof BurnError) || wroteNothing(error) ? error : error.with({ remedy: AS_BEFORE });
  }
}

async function* replaced(
  drive: Drive,
  { lba, bytes }: HeadPart,
  ending: 'finalize' | 'leave-open',
): AsyncGenerator<BurnProgress, Pick<BurnResult, 'disc' | 'warnings'>> {
  const step = { phase: 'closing the session' } as const;
  const patching = patchHeld(drive, known(bytes), { lba, verify: 'full' }, ending);
  try {
    for (;;) {
      const { done, value } = await patching.next();
      if (done) return value;
      yield 'warning' in value && value.warning !== undefined ? { ...step, warning: value.warning } : step;
    }
  } catch (error) {
    throw new BurnError({
      ...step,
      code: error instanceof BurnError ? error.code : 'CLOSE_SESSION_FAILED',
      reason: `the new files are on the disc, but the descriptors that lead to them were not replaced: ${messageOf(error)}`,
      disc: error instanceof BurnError ? error.disc : undefined,
      remedy: `The disc has its old tree or the new one. If it has neither, blocks ${lba} and after are damaged: append the files again`,
      cause: error,
    });
  } finally {
    await patching.return(undefined as never);
  }
}

const known = (bytes: Uint8Array): TrackSource => ({
  name: `the volume descriptors (${blocksAsBytes(bytes.length / BLOCK_BYTES)})`,
  lengthBytes: bytes.length,
  repeatable: true,
  format: TrackFormats.mode1,
  async openReader() {
    let at = 0;
    return {
      async read(target) {
        const part = bytes.subarray(at, at + target.length);
        target.set(part);
        at += part.length;
        return part.length;
      },
      async close() {},
    };
  },
});
