// The public API as text, one file for each entry point in api/, so that changes show in a diff.
//   npm run api         rewrites api/
//   npm run test:api    fails if api/ does not match what src/ exports
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
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
  const entries = Object.entries(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports);
  for (const [subpath, target] of entries) {
    if (subpath === './package.json') continue;
    if (target.types === undefined) throw new Error(`package.json: exports ${subpath} without types`);
    // What tsc wrote: the declarations in dist/ say some types once that it writes out.
    report(subpath, target.types.replace(/^\.\/dist\//, 'build/types/'), fresh);
  }

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

/** API Extractor reads the built declarations with its own compiler. */
function report(subpath, types, folder) {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, types),
      compiler: {
        // As in a program that has neither @types/node nor this repository's settings.
        overrideTsconfig: {
          files: [types],
          compilerOptions: {
            target: 'es2022',
            lib: ['es2022', 'dom', 'esnext.disposable'],
            module: 'nodenext',
            strict: true,
            types: [],
          },
        },
      },
      apiReport: {
        enabled: true,
        // The shape of a type that the API uses without exporting it is public too.
        includeForgottenExports: true,
        reportFileName: `${subpath === '.' ? 'discwright' : basename(subpath)}.api.md`,
        reportFolder: folder,
        reportTempFolder: join(work, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        // Types that the API uses but does not export are named in the report.
        extractorMessageReporting: {
          default: { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'none', addToApiReportFile: true },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const { succeeded } = Extractor.invoke(config, { localBuild: true, messageCallback: quietly });
  if (!succeeded) throw new Error(`the declarations of ${subpath} cannot be read`);
}

function quietly(message) {
  if (message.logLevel === 'error') console.error(message.text);
  message.handled = true;
}

function differing(left, right) {
  const names = new Set([left, right].filter(existsSync).flatMap((folder) => readdirSync(folder)));
  return [...names].filter((name) => textOf(join(left, name)) !== textOf(join(right, name)));
}

function textOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : undefined;
}
