import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { repository } from '../support/served-drive.mjs';

/** Where the library's sources are: in the package, so that users can build it as docs/serve.md says. */
export const preloadFolder = join(repository, 'preload');
const sourcesIn = (folder, suffix) => readdirSync(folder).filter((each) => each.endsWith(suffix));
const sources = sourcesIn(preloadFolder, '.c').map((each) => join(preloadFolder, each));
/** Some compilers fortify by default; the headers would then define some of the functions that the library replaces. */
const flags = ['-std=gnu17', '-O2', '-U_FORTIFY_SOURCE', '-Wall', '-Wextra', '-Werror'];

/**
 * Compiles the library for LD_PRELOAD if its sources have changed.
 * @returns its path
 */
export const buildPreloadLibrary = () => compile('preload', '.so', sources, ['-fPIC', '-shared', '-ldl', '-lpthread']);

/** Compiles the program that asks two nodes questions; see probe.c. */
export const buildProbe = () => compile('probe', '', ['probe.c'], []);

/**
 * Compiles the library with another drive in the place of the served one.
 * @param drive paths of the C files that implement serve-client.h, and of their headers (`.h`)
 * @param includeFolder where other headers are
 * @returns its path
 */
export const buildLibraryFor = (name, drive, includeFolder) =>
  compile(
    name,
    '.so',
    [...sources.filter((each) => basename(each) !== 'serve-client.c'), ...drive],
    ['-fPIC', '-shared', '-ldl', '-lpthread', `-I${includeFolder}`],
  );

/**
 * Compiles C files unless that has been done.
 * @param given their paths, those of this folder by name, and their headers (`.h`)
 * @param options for gcc
 * @returns the path of what was made
 */
export function compile(name, suffix, given, options) {
  const folder = import.meta.dirname;
  const files = given.filter((each) => !each.endsWith('.h'));
  const headers = [
    ...sourcesIn(preloadFolder, '.h').map((each) => join(preloadFolder, each)),
    ...given.filter((each) => each.endsWith('.h')),
  ];
  const hash = createHash('sha256').update([...flags, ...options].join(' '));
  for (const each of [...files, ...headers]) hash.update(readFileSync(resolve(folder, each)));
  const cache = join(repository, 'node_modules/.cache/discwright-rigs');
  const made = join(cache, `${name}-${hash.digest('hex').slice(0, 16)}${suffix}`);
  if (existsSync(made)) return made;
  mkdirSync(cache, { recursive: true });
  const unfinished = `${made}.${process.pid}`;
  const gcc = spawnSync('gcc', [...flags, '-o', unfinished, ...files, ...options], { cwd: folder, encoding: 'utf8' });
  if (gcc.status !== 0) {
    rmSync(unfinished, { force: true });
    throw new Error(`gcc could not compile ${name}: ${gcc.error?.message ?? gcc.stderr}`);
  }
  renameSync(unfinished, made);
  return made;
}

/**
 * The environment in which a program finds the drive that is served on a socket.
 * @param paths `sr`, `sg`: the paths of the nodes (default /dev/sr0 and /dev/sg0); `log`: a file that gets a line
 * for each command; `logBytes`: how much of a command's data it gets; `maxBytes`: the most data of one command
 */
export function preloadEnvironment(socketPath, { sr, sg, log, logBytes, maxBytes } = {}) {
  return {
    ...process.env,
    LD_PRELOAD: buildPreloadLibrary(),
    DISCWRIGHT_PRELOAD_SOCKET: socketPath,
    ...(sr === undefined ? {} : { DISCWRIGHT_PRELOAD_SR: sr }),
    ...(sg === undefined ? {} : { DISCWRIGHT_PRELOAD_SG: sg }),
    ...(log === undefined ? {} : { DISCWRIGHT_PRELOAD_LOG: log }),
    ...(logBytes === undefined ? {} : { DISCWRIGHT_PRELOAD_LOG_BYTES: String(logBytes) }),
    ...(maxBytes === undefined ? {} : { DISCWRIGHT_PRELOAD_MAX_BYTES: String(maxBytes) }),
  };
}
