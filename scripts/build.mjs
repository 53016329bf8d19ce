// Builds the package: `npm run build`.
//   build/   every module of src/ as JavaScript, for tests that look inside
//   dist/    the package: declarations, and the modules bundled, since a program that opens 300 files starts late;
//            man pages and completion scripts
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { modulesLoadedTogether } from './chunks.mjs';
import { writeManual } from './manual.mjs';
import { straightImports } from './straight-imports.mjs';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');
const bundles = join(root, 'dist');

const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

const { version, exports, bin, dependencies, optionalDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const published = [...Object.values(exports).map((target) => target.default), bin.discwright]
  .filter((target) => target !== undefined)
  .map((target) => target.replace(/^(\.\/)?dist\/(.*)\.js$/, '$2'));

/** Modules that are loaded by their address, such as a worker's: in dist/ too they must be where the code says. */
function loadedByAddress() {
  const found = {};
  for (const name of readdirSync(source, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const text = readFileSync(join(source, name), 'utf8');
    for (const [, address] of text.matchAll(/new URL\('\.\/([^']+)\.js', import\.meta\.url\)/g)) {
      found[address] = join(source, name, '..', `${address}.ts`);
    }
  }
  return found;
}

const options = {
  absWorkingDir: root,
  entryPoints: { ...Object.fromEntries(published.map((name) => [name, `src/${name}.ts`])), ...loadedByAddress() },
  outdir: bundles,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // All but zod, of which only what is used is in the bundles: loading all of it takes as long as starting Node.
  external: [...Object.keys(dependencies), ...Object.keys(optionalDependencies)].filter((name) => name !== 'zod'),
  // Next to the entry points, where a module that loads another by its address expects it.
  chunkNames: '[name]-[hash]',
  metafile: true,
};

const { metafile: graph } = await build({ ...options, write: false, plugins: [straightImports(source)] });
const { metafile } = await build({
  ...options,
  plugins: [straightImports(source, modulesLoadedTogether(graph, root))],
});

for (const output of Object.keys(metafile.outputs)) {
  const path = join(root, output);
  const code = readFileSync(path, 'utf8');
  // esbuild calls a class that refers to itself _BurnError, and Node prints that.
  const classes = [...code.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name]) => name);
  if (classes.length === 0) continue;
  const underscored = new RegExp(`(?<![\\w$.#])_(${classes.join('|')})\\b`, 'g');
  writeFileSync(path, code.replace(underscored, '$1'));
}
cpSync(join(root, 'node_modules/zod/LICENSE'), join(bundles, 'LICENSE-zod'));

const made = new Set(Object.keys(metafile.outputs).map((path) => resolve(root, path)));
for (const name of readdirSync(bundles, { recursive: true })) {
  const path = join(bundles, name);
  if (/\.(js|map)$/.test(name) && !made.has(path)) rmSync(path);
}

await writeManual(join(root, 'build'), bundles, version);
