import { type FileHandle, lstat, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { kindOf } from '../../transport/regular-file.ts';
import { Scheme } from '../../transport/scheme.ts';
import { TransportError, type TransportErrorKind } from '../../transport/transport-error.ts';
import type { AnyDisc } from '../media/any-disc.ts';
import type { ReadOnly } from '../media/block-store.ts';
import { asOsError } from '../os-error.ts';
import { NotASavedDiscError } from './errors.ts';
import { removeAbandonedReplacement } from './journal.ts';
import { LockHeldError, requireUnlocked, takeLock } from './lock.ts';
import { createDisc, discIn, type SavedDiscOptions } from './saved-disc.ts';

export interface OpenedDisc {
  readonly disc: AnyDisc;
  /** Releases the disc for other programs. Call it once the disc is closed. */
  readonly unlock: () => Promise<void>;
}

/**
 * Opens a saved disc, created blank on first use, and locks it. One that may not be written, or is in a folder where no lock
 * can be created, is opened for reading only.
 * @param device its name in errors: `sim:my.disc`
 * @throws TransportError
 */
export async function openDiscFile(device: string, path: string, options: SavedDiscOptions = {}): Promise<OpenedDisc> {
  let unlock = async (): Promise<void> => {};
  try {
    const target = await locate(device, path);
    const lock = await lockIfPossible(target);
    unlock = lock.unlock;
    const { file, fresh, readOnly } = await openFile(target, lock.readOnly);
    try {
      const disc = fresh ? await createDisc(target, file, options) : await discIn(target, file, options, readOnly);
      return { disc, unlock };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    await unlock();
    throw asTransportError(device, path, error);
  }
}

interface Locked {
  readonly unlock: () => Promise<void>;
  /** Set where no lock can be created. */
  readonly readOnly?: ReadOnly;
}

/** @throws LockHeldError; the error of the operating system if there is no file that could be read without a lock */
async function lockIfPossible(target: string): Promise<Locked> {
  let unlock: () => Promise<void>;
  try {
    unlock = await takeLock(target);
  } catch (error) {
    if (!mayNotWrite(error) || (await lstat(target).catch(() => undefined)) === undefined) throw error;
    await requireUnlocked(target);
    const reason = `no file, and so no lock, can be created in ${dirname(target)}`;
    return { unlock: async () => {}, readOnly: { reason, remedy: `Make ${dirname(target)} writable, or use a copy` } };
  }
  try {
    await removeAbandonedReplacement(target);
    return { unlock };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The file's real name, so that one file with two names has one lock. */
async function locate(device: string, path: string): Promise<string> {
  const absolute = resolve(path);
  // resolve() drops the slash of a folder's name.
  const namesFolder = ENDS_AS_FOLDER.test(path);
  const found = await stat(absolute).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.isDirectory()) {
    const file = `${Scheme.Simulated}${path.replace(ENDS_AS_FOLDER, '')}/my.disc`;
    throw refused(device, 'unsupported', `${path} is a folder`, `Name a file in it: ${file}`);
  }
  if (namesFolder) {
    const reason =
      found === undefined ? `there is no folder ${path}` : `${path} is the name of a folder, but a file has it`;
    throw refused(device, 'not-found', reason, 'Name a file for the disc, without a slash at the end');
  }
  if (found !== undefined && !found.isFile()) {
    const reason = `${path} is ${kindOf(found)}, not a regular file`;
    throw refused(device, 'unsupported', reason, 'Name a regular file to keep the simulated disc in');
  }
  if (found !== undefined) return realpath(absolute);
  const folder = await realpath(dirname(absolute)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    const reason = `the folder ${dirname(absolute)} does not exist`;
    throw refused(device, 'not-found', reason, 'Create the folder first; the disc itself is created on first use');
  });
  const target = join(folder, basename(absolute));
  // stat() found nothing under this name, and still something has it.
  if ((await lstat(target).catch(() => undefined)) !== undefined) {
    const reason = `${path} is a symbolic link to a file that does not exist`;
    throw refused(device, 'unsupported', reason, 'Remove the link, or name the file that it should point to');
  }
  return target;
}

/** `folder/` and `folder/.`; Windows has two separators. */
const ENDS_AS_FOLDER = process.platform === 'win32' ? /(?:[\\/]+\.?)+$/ : /(?:\/+\.?)+$/;

interface OpenedFile {
  readonly file: FileHandle;
  /** It did not exist before. */
  readonly fresh: boolean;
  readonly readOnly: ReadOnly | undefined;
}

async function openFile(path: string, unlocked: ReadOnly | undefined): Promise<OpenedFile> {
  if (unlocked !== undefined) return { file: await open(path, 'r'), fresh: false, readOnly: unlocked };
  try {
    return { file: await open(path, 'r+'), fresh: false, readOnly: undefined };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return { file: await open(path, 'wx+'), fresh: true, readOnly: undefined };
    }
    if (!mayNotWrite(error)) throw error;
    const readOnly = { reason: `${path} may not be written`, remedy: 'Change its permissions, or use a copy' };
    return { file: await open(path, 'r'), fresh: false, readOnly };
  }
}

const WRITING_DENIED: readonly string[] = ['EACCES', 'EPERM', 'EROFS'];

const mayNotWrite = (error: unknown): boolean => WRITING_DENIED.includes(asOsError(error)?.code ?? '');

const refused = (device: string, kind: TransportErrorKind, reason: string, remedy: string): TransportError =>
  new TransportError({ kind, path: device, operation: 'open', reason, remedy });

function asTransportError(device: string, path: string, error: unknown): unknown {
  if (error instanceof NotASavedDiscError) return refused(device, 'unsupported', error.message, error.remedy);
  if (error instanceof LockHeldError) {
    return error.pid === 0
      ? refused(
          device,
          'busy',
          `its lock ${error.lockPath} cannot be read`,
          'Delete that file if no program has the disc open',
        )
      : new TransportError({
          kind: 'busy',
          path: device,
          operation: 'open',
          holder: `process ${error.pid}`,
          ...(error.pid === process.pid
            ? {
                reason: `this program (process ${error.pid}) has this disc in another drive`,
                remedy: 'Close that drive first',
              }
            : {
                reason: `process ${error.pid} has this disc in its drive`,
                remedy: 'Wait until that program has ended',
              }),
        });
  }
  const osError = asOsError(error);
  if (osError === undefined || error instanceof TransportError) return error;
  const { code, errno, message } = osError;
  const [kind, remedy] = OS_ERRORS[code] ?? (['unknown', 'Name another file for the disc'] as const);
  return new TransportError({
    kind,
    path: device,
    operation: 'open',
    reason: message,
    remedy: remedy.replace('PATH', path),
    osCode: code,
    ...(errno === undefined ? {} : { errno }),
    cause: error,
  });
}

const DENIED = ['denied', 'You need permission to read and write PATH and to create files next to it'] as const;
const OS_ERRORS: Readonly<Record<string, readonly [TransportErrorKind, string]>> = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: ['denied', 'Name a file on a writable file system'],
  EEXIST: ['busy', 'Another program has just created PATH or PATH.discwright-new: try again, or remove it'],
  ENOTDIR: ['not-found', 'Part of the path is a file, not a folder: check the path'],
  ENOSPC: ['unknown', 'Free some space on the file system: a full CD takes 850 MB, a full BD 25 or 50 GB'],
};
