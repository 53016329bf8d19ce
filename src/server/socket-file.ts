import { lstat, rm, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { LockHeldError, takeLock } from '../simulator/disc-file/lock.ts';
import { schemeMistake } from '../transport/scheme.ts';
import { TransportError, type TransportErrorKind } from '../transport/transport-error.ts';

/** sun_path without its NUL: 108 bytes on Linux, 104 on macOS. */
const MAX_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

/** What the library in preload/ creates next to a socket, for the descriptors of programs: empty files. */
const NODE_SUFFIXES = ['.sr', '.sg'];

/** Removes what the library in preload/ left next to the socket, and no file of anybody else. */
export async function removeNodeFiles(path: string): Promise<void> {
  for (const suffix of NODE_SUFFIXES) {
    const file = `${path}${suffix}`;
    const found = await lstat(file).catch(() => undefined);
    if (found?.isFile() && found.size === 0) await rm(file, { force: true });
  }
}

/** Releases the path for other servers. */
export type Unclaim = () => Promise<void>;

/**
 * Makes sure that no other server listens at the path, and removes the socket that a dead one left there.
 * @throws TransportError `busy` when a live server has it; `unsupported` for a path that no socket can have
 */
export async function claimSocketFile(path: string): Promise<Unclaim> {
  if (process.platform === 'win32') {
    throw refused(
      path,
      'unsupported',
      'this system has no unix sockets with permissions',
      'Serve the drive on Linux or macOS',
    );
  }
  const mistake = schemeMistake(path);
  if (mistake !== undefined) throw refused(path, 'unsupported', mistake.reason, mistake.remedy);
  if (path === '') {
    throw refused(path, 'unsupported', 'the path of the socket is empty', 'Name a file: my.sock');
  }
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    const reason = `the path has ${Buffer.byteLength(path)} bytes; a socket's path has at most ${MAX_PATH_BYTES}`;
    throw refused(path, 'unsupported', reason, 'Name a shorter path, or one relative to the current folder');
  }
  const unlock = await lock(path);
  try {
    await removeStale(path);
    return unlock;
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function lock(path: string): Promise<Unclaim> {
  try {
    return await takeLock(path);
  } catch (error) {
    if (error instanceof LockHeldError) {
      throw refused(
        path,
        'busy',
        `process ${error.pid} is serving a drive there`,
        'Stop that server, or name another socket',
      );
    }
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw refused(path, 'not-found', `the folder ${dirname(path)} does not exist`, 'Create it first', error);
    if (code === undefined) throw error;
    throw refused(path, 'denied', message, `You need permission to create files in ${dirname(path)}`, error);
  }
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw refused(path, 'busy', 'a file that is not a socket has this name', 'Name a path that does not exist yet');
  }
  if (await somebodyListens(path)) {
    throw refused(path, 'busy', 'another program is listening there', 'Stop that program, or name another socket');
  }
  await unlink(path);
}

function somebodyListens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.on('connect', () => {
      probe.destroy();
      resolve(true);
    });
    // With EACCES and the like somebody may be listening; only a refused connection says that nobody is.
    probe.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
}

const refused = (path: string, kind: TransportErrorKind, reason: string, remedy: string, cause?: unknown) =>
  new TransportError({ kind, path, operation: 'serve', reason, remedy, ...(cause === undefined ? {} : { cause }) });
