import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../test/rigs/support/served-drive.mjs';

/** The last commit before the burn path was made over: what ratios "against before" are against. */
export const BASELINE = '1d07330';

/**
 * Builds the program as it was at {@link BASELINE}, once.
 * @returns the folder of its modules; undefined where this repository's history is not there
 */
export function baselineModules() {
  const folder = join(repository, 'node_modules/.cache', `discwright-${BASELINE}`);
  const built = join(folder, 'dist');
  if (existsSync(built)) return built;
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const files = 'src package.json tsconfig.json tsconfig.build.json';
  const archive = spawnSync('sh', ['-c', `git archive ${BASELINE} ${files} | tar x -C "$0"`, unfinished], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (archive.status !== 0 || !existsSync(join(unfinished, 'src'))) {
    rmSync(unfinished, { recursive: true, force: true });
    return undefined;
  }
  symlinkSync(join(repository, 'node_modules'), join(unfinished, 'node_modules'));
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const ran = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: unfinished, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${BASELINE} could not be built:\n${ran.stdout}`);
  renameSync(unfinished, folder);
  return built;
}
