import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/served-drive.mjs';

const sources = [
  'block-reads.c',
  'cdrom-ioctls.c',
  'commands.c',
  'describing.c',
  'ioctl.c',
  'nodes.c',
  'opening.c',
  'serve-client.c',
  'sg-io.c',
];
const flags = ['-std=gnu17', '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared'];

/**
 * The library for LD_PRELOAD, compiled where its sources have changed.
 * @returns its path
 */
export function buildPreloadLibrary() {
  const folder = import.meta.dirname;
  const headers = readdirSync(folder).filter((name) => name.endsWith('.h'));
  const hash = createHash('sha256').update(flags.join(' '));
  for (const name of [...sources, ...headers]) hash.update(readFileSync(join(folder, name)));
  const cache = join(repository, 'node_modules/.cache/discwright-rigs');
  const library = join(cache, `preload-${hash.digest('hex').slice(0, 16)}.so`);
  if (existsSync(library)) return library;
  mkdirSync(cache, { recursive: true });
  const unfinished = `${library}.${process.pid}`;
  const gcc = spawnSync('gcc', [...flags, '-o', unfinished, ...sources, '-ldl', '-lpthread'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (gcc.status !== 0) {
    rmSync(unfinished, { force: true });
    throw new Error(`gcc could not compile the preload library: ${gcc.error?.message ?? gcc.stderr}`);
  }
  renameSync(unfinished, library);
  return library;
}

/**
 * The environment in which a program finds the drive that is served on a socket.
 * @param paths `sr`, `sg`: what the nodes look like to be (default /dev/sr0 and /dev/sg0); `log`: a file that gets a line
 * for each command; `maxBytes`: the most of one command
 */
export function preloadEnvironment(socketPath, { sr, sg, log, maxBytes } = {}) {
  return {
    ...process.env,
    LD_PRELOAD: buildPreloadLibrary(),
    DISCWRIGHT_PRELOAD_SOCKET: socketPath,
    ...(sr === undefined ? {} : { DISCWRIGHT_PRELOAD_SR: sr }),
    ...(sg === undefined ? {} : { DISCWRIGHT_PRELOAD_SG: sg }),
    ...(log === undefined ? {} : { DISCWRIGHT_PRELOAD_LOG: log }),
    ...(maxBytes === undefined ? {} : { DISCWRIGHT_PRELOAD_MAX_BYTES: String(maxBytes) }),
  };
}
