import type { Drive } from '../drive/drive.ts';
import { spinUp } from '../drive/hold-drive.ts';
import { release } from '../drive/release.ts';
import { requireDrive } from '../drive/require-drive.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { growthOf } from '../read/growth.ts';
import { type BurnResult, burnSteps } from './burn.ts';
import { requireBurnRequest } from './burn-request.ts';
import { chooseDataRecipe } from './choose-data-recipe.ts';
import { type BurnDataOptions, type DataSource, requireDataOptions, requireDataSource } from './data-request.ts';
import { afterClosing, closeOpenSession, mustCloseFirst, plainOptions, plannedData } from './data-session.ts';
import { releaseFinished } from './engine/finished.ts';
import type { BurnProgress } from './engine/progress.ts';
import { growDisc } from './grow-disc.ts';

/**
 * Burns data as one track, in a session of its own, onto the disc in the drive: a CD, or a DVD or BD, of which overwritable ones are
 * written from their start. See {@link burn}.
 * @param given blocks of Mode 1 unless its format says otherwise, or a function that makes it for the address at which the
 * track begins. The function is called twice if a session must be closed first: before that, to see whether it fits, and after
 * @throws BurnError, SenseError, TransportError; the signal's reason if it was aborted before the burn began
 * @example
 * ```ts
 * await burnData(drive, await openDataFile('files.iso'), { ending: 'close-session' });
 * ```
 */
export function burnData(
  drive: Drive,
  given: DataSource,
  options: BurnDataOptions = {},
): Operation<BurnProgress, BurnResult> {
  return operationOf('burnData()', options, (own) => burnDataSteps(drive, given, own));
}

async function* burnDataSteps(
  drive: Drive,
  given: DataSource,
  options: BurnDataOptions,
): AsyncGenerator<BurnProgress, BurnResult> {
  requireDrive('burnData()', drive);
  requireDataOptions(options);
  if (typeof given !== 'function') requireBurnRequest([requireDataSource(given)], plainOptions(options));
  const { signal, owner = 'discwright', writeType = 'auto' } = options;
  signal?.throwIfAborted();
  // From the first look to the end: what was found must not change in between.
  const held = await drive.exclusive(owner);
  const warnings: string[] = [];
  let result: BurnResult | undefined;
  let closed = false;
  try {
    await spinUp(drive, signal);
    const { recipe, disc } = await chooseDataRecipe(drive, { writeType });
    const growth = options.append === true ? await growthOf(drive, disc) : undefined;
    if (growth !== undefined) {
      result = yield* growDisc(drive, { given, recipe, disc, growth }, options);
      return { ...result, warnings: [...result.warnings, ...(await releaseFinished(held))] };
    }
    let source = await plannedData(drive, { given, recipe, disc }, options);
    if (mustCloseFirst(disc)) {
      warnings.push(...(yield* closeOpenSession(drive, owner)));
      closed = true;
      source = await plannedData(drive, { given, recipe, disc: await recipe.checkMedium(drive) }, options);
    }
    result = yield* burnSteps(drive, recipe, [source], plainOptions(options));
  } catch (error) {
    const interrupted = signal?.aborted === true && error === signal.reason;
    throw closed && !interrupted ? await afterClosing(drive, error) : error;
  } finally {
    if (result === undefined) await release(held, true);
  }
  warnings.push(...result.warnings, ...(await releaseFinished(held)));
  return { ...result, warnings };
}
