// The public API as text, one file for each entry point in api/, so that changes show in a diff.
//   npm run api         rewrites api/
//   npm run test:api    fails if api/ does not match what src/ exports
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { entryPoints, extractApi } from './api-extraction.mjs';
import { readArguments } from './arguments.mjs';

const root = resolve(import.meta.dirname, '..');
const checkedIn = join(root, 'api');
const {
  options: { check: checking },
} = readArguments({
  usage: 'npm run api | npm run test:api',
  what: 'Writes the public API as text into api/, one file for each entry point.',
  options: { check: { type: 'boolean', default: false, help: 'only fail if api/ does not match what src/ exports' } },
});
const work = mkdtempSync(join(tmpdir(), 'discwright-api-'));

try {
  const fresh = join(work, 'api');
  mkdirSync(fresh);
  extractApi(entryPoints(), (name) => ({
    apiReport: {
      enabled: true,
      // The shape of a type that the API uses without exporting it is public too.
      includeForgottenExports: true,
      reportFileName: `${name}.api.md`,
      reportFolder: fresh,
      reportTempFolder: join(work, 'temp'),
    },
  }));

  const changed = differing(fresh, checkedIn);
  if (!checking) {
    rmSync(checkedIn, { recursive: true, force: true });
    mkdirSync(checkedIn);
    for (const name of readdirSync(fresh)) copyFileSync(join(fresh, name), join(checkedIn, name));
    console.log(changed.length === 0 ? 'api/ is unchanged' : `updated: ${changed.join(', ')}`);
  } else if (changed.length > 0) {
    spawnSync('git', ['--no-pager', 'diff', '--no-index', checkedIn, fresh], { stdio: 'inherit' });
    console.error(
      `The public API has changed: ${changed.join(', ')}. If that is intended, run \`npm run api\` and commit api/.`,
    );
    process.exitCode = 1;
  } else {
    console.log('api/ matches what src/ exports');
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function differing(left, right) {
  const names = new Set([left, right].filter(existsSync).flatMap((folder) => readdirSync(folder)));
  return [...names].filter((name) => textOf(join(left, name)) !== textOf(join(right, name)));
}

function textOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : undefined;
}
