import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { TransportError, type TransportErrorKind } from '../../transport/transport-error.ts';
import type { Disc } from '../media/disc.ts';
import type { MediumKind } from '../media/media.ts';
import { asOsError } from '../os-error.ts';
import { NotASavedDiscError, removeAbandonedSuccessor } from './journal.ts';
import { LockHeldError, takeLock } from './lock.ts';
import { discOf } from './saved-disc.ts';

export interface OpenedDisc {
  readonly disc: Disc;
  /** Lets other programs have the disc. To be called once the disc is closed. */
  readonly unlock: () => Promise<void>;
}

/**
 * Opens a saved disc, made blank on first use, and locks it.
 * @param device what the errors call it: `sim:my.disc`
 * @param medium what a new disc becomes; one that is there must be of this kind
 * @throws TransportError
 */
export async function openDiscFile(device: string, path: string, medium?: MediumKind): Promise<OpenedDisc> {
  let unlock = async (): Promise<void> => {};
  try {
    const target = await locate(device, path);
    unlock = await takeLock(target);
    await removeAbandonedSuccessor(target);
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

/** The file's real name, so that one file reached by two names has one lock. */
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
    throw refused(device, 'unsupported', 'is not a regular file', 'Name a file that a simulated disc can be kept in');
  }
  if (found !== undefined) return realpath(absolute);
  const folder = await realpath(dirname(absolute)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    const reason = `the folder ${dirname(absolute)} does not exist`;
    throw refused(device, 'not-found', reason, 'Make the folder first; the disc itself is made on first use');
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
          'Delete that file if no program has the disc',
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

const DENIED = ['denied', 'You need the right to read and write PATH and to make files beside it'] as const;
const OS_ERRORS: Readonly<Record<string, readonly [TransportErrorKind, string]>> = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: ['denied', 'Name a file on a file system that can be written'],
  ENOTDIR: ['not-found', 'A part of the path before the last is a file, not a folder: check the path'],
  ENOSPC: ['unknown', 'Make room on the file system: a full disc takes 850 MB'],
};
