import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { TransportError, type TransportErrorKind } from '../../transport/transport-error.ts';
import type { Disc } from '../media/disc.ts';
import type { MediumKind } from '../media/media.ts';
import { asOsError } from '../os-error.ts';
import { NotASavedDiscError, removeAbandonedReplacement } from './journal.ts';
import { LockHeldError, takeLock } from './lock.ts';
import { discOf } from './saved-disc.ts';

export interface OpenedDisc {
  readonly disc: Disc;
  /** Releases the disc for other programs. Call it once the disc is closed. */
  readonly unlock: () => Promise<void>;
}

/**
 * Opens a saved disc, created blank on first use, and locks it.
 * @param device its name in errors: `sim:my.disc`
 * @param medium the kind of a new disc; an existing one must be of this kind
 * @throws TransportError
 */
export async function openDiscFile(device: string, path: string, medium?: MediumKind): Promise<OpenedDisc> {
  let unlock = async (): Promise<void> => {};
  try {
    const target = await locate(device, path);
    unlock = await takeLock(target);
    await removeAbandonedReplacement(target);
    const file = await openFile(target);
    try {
      return { disc: await discOf(target, file, medium), unlock };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    await unlock();
    throw asTransportError(device, path, error);
  }
}

/** The file's real name, so that one file with two names has one lock. */
async function locate(device: string, path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.isDirectory()) {
    throw refused(device, 'unsupported', 'is a folder', `Name a file in it: ${device.replace(/\/+$/, '')}/my.disc`);
  }
  if (found !== undefined && !found.isFile()) {
    throw refused(device, 'unsupported', 'is not a regular file', 'Name a regular file to keep the simulated disc in');
  }
  if (found !== undefined) return realpath(absolute);
  const folder = await realpath(dirname(absolute)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    const reason = `the folder ${dirname(absolute)} does not exist`;
    throw refused(device, 'not-found', reason, 'Create the folder first; the disc itself is created on first use');
  });
  return join(folder, basename(absolute));
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return open(path, 'wx+');
  }
}

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
      : refused(device, 'busy', `process ${error.pid} has this disc in its drive`, 'Wait until that program has ended');
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
  ENOTDIR: ['not-found', 'Part of the path is a file, not a folder: check the path'],
  ENOSPC: ['unknown', 'Free some space on the file system: a full disc takes 850 MB'],
};
