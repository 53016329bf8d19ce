import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECTOR_BYTES, USER_DATA_BYTES } from '../cd/geometry.ts';
import { forgetProfile } from '../drive/current-profile.ts';
import type { Drive } from '../drive/drive.ts';
import { waitUntilReady } from '../drive/ready.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { fileSystemError } from '../image/image-error.ts';
import { requireSpace } from '../image/require-space.ts';
import { openDataFile, openJob } from '../job/index.ts';
import { inWords, OptionsError, requireKnownOptions, requirePathOption } from '../known-options.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { exportIso } from '../read/iso/export-iso.ts';
import { ripDisc } from '../read/rip/rip-disc.ts';
import { makeFolders } from '../transport/make-folders.ts';
import { requireBurnRequest } from '../write/burn-request.ts';
import { type BurnResult, burn, burnData, chooseDataRecipe } from '../write/index.ts';
import { type CopySource, checkTarget, lookAtSource, requireWhole } from './check-copy.ts';
import {
  COPY_OPTIONS,
  type CopyOptions,
  type CopyProgress,
  type CopyRead,
  type CopyResult,
  type CopyTarget,
} from './copy-options.ts';
import { afterSessions, planSessions } from './plan-sessions.ts';

/**
 * Copies a disc by files in between: a CD with `ripDisc`, as a job with its pauses, indexes, codes, CD-TEXT and data; a DVD or BD with
 * one session with `exportIso`. The other disc must be blank, or one that may be overwritten, and have room: it is checked before the
 * first one is read if it is in a drive of its own, and nothing is written before all of the first one was read. Discs that are
 * protected by CSS are refused.
 * @param to the drive to burn in, or what gives it once the disc has been read: with one drive, a function that has the disc changed
 * @throws ImageError, BurnError, OptionsError; SenseError, StatusError, TransportError; the signal's reason while the disc is read
 */
export function copyDisc(from: Drive, to: CopyTarget, options: CopyOptions = {}): Operation<CopyProgress, CopyResult> {
  return operationOf('copyDisc()', options, (given) => copySteps(from, to, given));
}

async function* copySteps(from: Drive, to: CopyTarget, options: CopyOptions): AsyncGenerator<CopyProgress, CopyResult> {
  requireDrive('copyDisc()', from);
  if (typeof to !== 'function') requireDrive('copyDisc()', to);
  requireKnownOptions('copyDisc()', options, COPY_OPTIONS);
  const { onError = 'stop', overwrite = false, directory } = options;
  if (onError !== 'stop' && onError !== 'silence')
    throw new OptionsError(`copyDisc(): onError is ${inWords(onError)}`, "Use 'stop' or 'silence'");
  if (directory !== undefined) requirePathOption('copyDisc()', 'directory', directory);
  // What the burn would refuse is refused before the disc is read for minutes.
  requireBurnRequest([], burning(options));
  if (to === from)
    throw new OptionsError(
      'copyDisc(): both drives are the same one',
      'Give a function that has the disc changed, and returns the drive',
    );
  const source = await lookAtSource(from);
  if (typeof to !== 'function') await checkTarget(to, source, overwrite);
  const folder = directory ?? (await mkdtemp(join(tmpdir(), 'discwright-copy-')));
  try {
    await makeFolders(folder).catch((error: unknown) => {
      throw fileSystemError(folder, error);
    });
    const blockBytes = source.kind === 'cd' ? SECTOR_BYTES : USER_DATA_BYTES;
    await requireSpace(folder, source.neededBlocks * blockBytes, directory === undefined ? ELSEWHERE : undefined);
    const read = yield* readTo(folder, from, source, options);
    const target = typeof to === 'function' ? await changed(to, read, options) : to;
    if (typeof to === 'function') await checkTarget(target, source, overwrite);
    const burned = yield* 'iso' in read
      ? writeImage(target, read.iso.path, options)
      : writeJob(target, join(folder, 'disc.cue'), options);
    return { read, burned };
  } finally {
    if (directory === undefined) await rm(folder, { recursive: true, force: true });
  }
}

const ELSEWHERE =
  'Free space there, or keep the files in between in another folder (`directory`, or `discwright copy --keep DIR`)';

const SPIN_UP_MS = 60_000;

/** The drive with the disc that has just been put in; what the drive said of the one before is forgotten. */
async function changed(
  to: Extract<CopyTarget, (...args: never) => unknown>,
  read: CopyRead,
  { signal }: CopyOptions,
): Promise<Drive> {
  const drive = await to(read);
  requireDrive('copyDisc()', drive);
  const options = { activity: 'spinning up the blank disc', limitMs: SPIN_UP_MS };
  await waitUntilReady(drive, { ...options, ...(signal === undefined ? {} : { signal }) });
  forgetProfile(drive);
  return drive;
}

type Steps<Result> = AsyncGenerator<CopyProgress, Result>;

async function* readTo(folder: string, drive: Drive, source: CopySource, options: CopyOptions): Steps<CopyRead> {
  const { c2, offsetSamples, overlapBlocks, readSpeedKBps, retries, passes, onError = 'stop', signal } = options;
  if (source.kind === 'blocks') {
    const path = join(folder, 'disc.iso');
    const iso = yield* half(
      'reading',
      exportIso(drive, { path, onError: onError === 'stop' ? 'stop' : 'zeros', passes, signal }),
    );
    yield* noted('reading', iso.warnings);
    return { iso };
  }
  const reading = { c2, offsetSamples, overlapBlocks, readSpeedKBps, retries, passes, onError, signal };
  const rip = yield* half('reading', ripDisc(drive, { directory: folder, format: 'job', ...reading }));
  yield* noted('reading', rip.warnings);
  if (onError === 'stop') requireWhole(rip);
  return { rip };
}

async function* writeJob(drive: Drive, path: string, options: CopyOptions): Steps<BurnResult[]> {
  await using job = await openJob(path);
  yield* noted('reading', job.warnings);
  const { signal } = options;
  const sessions = await planSessions(drive, job, { ...burning(options), signal });
  yield* noted(
    'writing',
    sessions.flatMap(({ note }) => note ?? []),
  );
  const burned: BurnResult[] = [];
  for (const [index, { tracks, chosen, options: burnOptions }] of sessions.entries()) {
    const { recipe } = chosen;
    yield { half: 'writing', phase: 'session', number: index + 1, count: sessions.length, recipe, tracks };
    try {
      burned.push(yield* half('writing', burn(drive, recipe, tracks, { ...burnOptions, signal })));
    } catch (error) {
      throw afterSessions(index, error);
    }
    if (burned.at(-1)?.cancelled) break;
  }
  return burned;
}

async function* writeImage(drive: Drive, path: string, options: CopyOptions): Steps<BurnResult[]> {
  const source = await openDataFile(path);
  const { recipe } = await chooseDataRecipe(drive);
  const { overwrite = false, signal } = options;
  yield { half: 'writing', phase: 'session', number: 1, count: 1, recipe, tracks: [source] };
  return [yield* half('writing', burnData(drive, source, { ...burning(options), overwrite, signal }))];
}

const burning = ({ verify, writeSpeedKBps }: CopyOptions) => ({ verify, writeSpeedKBps });

/** The steps of one half, which say of which they are. */
async function* half<Half extends 'reading' | 'writing', Step extends object, Result>(
  name: Half,
  steps: AsyncGenerator<Step, Result>,
): AsyncGenerator<Step & { readonly half: Half }, Result> {
  try {
    for (;;) {
      const { done, value } = await steps.next();
      if (done) return value;
      yield { ...value, half: name };
    }
  } finally {
    await steps.return(undefined as never);
  }
}

function* noted(name: 'reading' | 'writing', warnings: readonly string[]): Generator<CopyProgress, void> {
  for (const warning of warnings) yield { half: name, phase: 'noted', warning };
}
