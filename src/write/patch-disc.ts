import { blocksAsBytes } from '../drive/block-disc-words.ts';
import { currentProfile } from '../drive/current-profile.ts';
import { type DiscState, readDiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { spinUp } from '../drive/hold-drive.ts';
import { release } from '../drive/release.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { inWords, type OptionNames, OptionsError, requireKnownOptions } from '../known-options.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { driveBlocks } from '../read/drive-blocks.ts';
import { isNeverWritten } from '../read/empty-blocks.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { type BurnResult, burnSteps } from './burn.ts';
import { chooseDataRecipe } from './choose-data-recipe.ts';
import { BurnError, messageOf } from './engine/burn-error.ts';
import { releaseFinished } from './engine/finished.ts';
import { planRefusal } from './engine/plan-checks.ts';
import type { BurnProgress } from './engine/progress.ts';
import { TrackFormats } from './engine/track-format.ts';
import type { TrackSource } from './engine/track-source.ts';
import { wroteNothing } from './engine/with-disc.ts';
import { joinedSource } from './joined-source.ts';
import type { VerifyLevel } from './recipe.ts';
import { overwriteAt } from './recipes/overwrite.ts';
import { requireOverwritable } from './require-overwritable.ts';

/** The options of {@link patchDisc}. */
export interface PatchOptions {
  /** The address of the first block that is replaced. */
  readonly lba: number;
  /** As in {@link burn}, but full, the default, unless the source can be read only once: what is replaced is usually short. */
  readonly verify?: VerifyLevel | undefined;
  /** Stops before the next WRITE: what was replaced by then stays replaced. */
  readonly signal?: AbortSignal | undefined;
  /** In units of 1,000 bytes a second; the drive's choice unless given. */
  readonly writeSpeedKBps?: number | undefined;
  /** This program's name, shown to other programs that want the drive: at most 63 of `[A-Za-z0-9 .,:;_-]`. */
  readonly owner?: string | undefined;
}

/** What {@link patchDisc} wrote: addresses and lengths in blocks of 2,048 bytes. */
export interface PatchResult
  extends Pick<BurnResult, 'disc' | 'comparisons' | 'cancelled' | 'warnings' | 'speed' | 'buffers'> {
  /** The first block that was written, and how many: whole ECC blocks, so that blocks next to the new ones are written again. */
  readonly startLba: number;
  readonly lengthBlocks: number;
}

const OPTIONS: OptionNames<PatchOptions> = {
  lba: 'main',
  verify: true,
  signal: true,
  writeSpeedKBps: true,
  owner: true,
};

const { blockBytes: BLOCK_BYTES, dataBlockType: DATA } = TrackFormats.mode1;

/**
 * Replaces blocks of an overwritable disc: DVD+RW, DVD-RAM, BD-RE, formatted DVD-RW. Drives write whole ECC blocks, of 16 blocks on
 * DVD and 32 on BD, and some refuse less: what is around the new data in these is read first, and written again as it was.
 * @param source of any length; the rest of its last block keeps what it has
 * @throws BurnError of phase `planning` for a disc whose blocks are written only once, with the reason, before anything is written;
 * BurnError of a later phase says which blocks may hold the old data, the new, or neither
 */
export function patchDisc(
  drive: Drive,
  source: TrackSource,
  options: PatchOptions,
): Operation<BurnProgress, PatchResult> {
  return operationOf('patchDisc()', options, (given) => patchDiscSteps(drive, source, given));
}

async function* patchDiscSteps(
  drive: Drive,
  source: TrackSource,
  options: PatchOptions,
): AsyncGenerator<BurnProgress, PatchResult> {
  requireDrive('patchDisc()', drive);
  requireRequest(source, options);
  const { signal, owner = 'discwright' } = options;
  signal?.throwIfAborted();
  // From the first look to the end: what was found must not change in between.
  const held = await drive.exclusive(owner);
  let result: PatchResult | undefined;
  try {
    await spinUp(drive, signal);
    result = yield* patchHeld(drive, source, options);
  } finally {
    if (result === undefined) await release(held, true);
  }
  return { ...result, warnings: [...result.warnings, ...(await releaseFinished(held))] };
}

/** The same while the drive is held. @param ending `leave-open` where more is written to the disc */
export async function* patchHeld(
  drive: Drive,
  source: TrackSource,
  { lba, verify, ...options }: PatchOptions,
  ending: 'finalize' | 'leave-open' = 'finalize',
): AsyncGenerator<BurnProgress, PatchResult> {
  await currentProfile(drive);
  const disc = await readDiscState(drive);
  const { startLba, endLba } = placeOf(disc, source, lba);
  const { recipe } = await chooseDataRecipe(drive);
  const end = lba * BLOCK_BYTES + source.lengthBytes;
  const lastLba = Math.floor(end / BLOCK_BYTES);
  const before = await keptBlocks(drive, disc, startLba, lba - startLba);
  const after = await keptBlocks(drive, disc, lastLba, endLba - lastLba);
  const whole = joinedSource(before, source, after.subarray(end - lastLba * BLOCK_BYTES));
  try {
    const { tracks: _, ...result } = yield* burnSteps(drive, overwriteAt(recipe, startLba), [whole], {
      ...options,
      ending,
      verify: verify ?? (source.repeatable ? 'full' : 'quick'),
    });
    return { ...result, startLba, lengthBlocks: endLba - startLba };
  } catch (error) {
    throw !(error instanceof BurnError) || wroteNothing(error)
      ? error
      : error.with({
          remedy: `Blocks ${startLba} to ${endLba - 1} may hold the old data, the new, or neither: write them again once the cause is removed`,
        });
  }
}

function requireRequest(source: TrackSource, options: PatchOptions): void {
  requireKnownOptions('patchDisc()', options, OPTIONS);
  const { lba } = options;
  if (!Number.isSafeInteger(lba) || lba < 0)
    throw new OptionsError(`patchDisc(): lba is ${inWords(lba)}`, 'Give the address of a block: 0 or more');
  const refuse = (reason: string, remedy: string) => new BurnError({ phase: 'planning', reason, remedy });
  if (typeof source?.openReader !== 'function')
    throw refuse(
      `the data is ${inWords(source)}, not a track source`,
      'Pass a file opened with openDataFile(path), or an object with name, lengthBytes, repeatable and openReader()',
    );
  const { name, lengthBytes, format = TrackFormats.mode1 } = source;
  if (format.dataBlockType !== DATA)
    throw refuse(`${name} is ${format.name}, and a DVD or BD has only blocks of 2048 bytes of data`, 'Give data');
  if (!Number.isSafeInteger(lengthBytes) || lengthBytes <= 0)
    throw refuse(`${name} has a lengthBytes of ${inWords(lengthBytes)}`, 'Give the number of its bytes');
}

/** The whole ECC blocks that are written. @throws BurnError of phase `planning` */
function placeOf(disc: DiscState, { lengthBytes }: TrackSource, lba: number): { startLba: number; endLba: number } {
  const { eccBlocks, capacityBlocks } = requireOverwritable(disc);
  const blocks = Math.ceil(lengthBytes / BLOCK_BYTES);
  if (capacityBlocks !== null && lba + blocks > capacityBlocks) {
    throw planRefusal(
      disc,
      'NO_ROOM',
      `${blocksAsBytes(blocks)} at LBA ${lba} would end at LBA ${lba + blocks - 1}, and the disc ends at LBA ${capacityBlocks - 1}`,
      'Give a lower address, or less data',
    );
  }
  const whole = (at: number): number => Math.ceil(at / eccBlocks) * eccBlocks;
  return { startLba: Math.floor(lba / eccBlocks) * eccBlocks, endLba: whole(lba + blocks) };
}

/** Blocks that are written again as they are. @throws BurnError of phase `planning` where they cannot be read */
async function keptBlocks(drive: Drive, disc: DiscState, lba: number, count: number): Promise<Uint8Array> {
  const kept = new Uint8Array(count * BLOCK_BYTES);
  if (count === 0) return kept;
  const blocks = driveBlocks(drive);
  try {
    return await blocks.readBlocks(lba, count);
  } catch (error) {
    if (!(error instanceof SenseError)) throw error;
    if (isNeverWritten(error.sense)) {
      // Of several, some may have been.
      if (count === 1) return kept;
      for (let at = 0; at < count; at++) kept.set(await keptBlocks(drive, disc, lba + at, 1), at * BLOCK_BYTES);
      return kept;
    }
    throw planRefusal(
      disc,
      'INVALID_REQUEST',
      `blocks ${lba} to ${lba + count - 1} are written together with the new ones, and cannot be read: ${messageOf(error)}`,
      `Nothing was written, so that they are not lost. Replace whole ECC blocks of ${disc.medium?.eccBlocks} blocks, or clean the disc`,
    );
  }
}
