// Builds the package: `npm run build`.
//   build/   every module of src/ as JavaScript, for tests that look inside
//   dist/    the package: declarations, and the modules bundled, since a program that opens 300 files starts late
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');
const bundles = join(root, 'dist');

const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

const { exports, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
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

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { ...Object.fromEntries(published.map((name) => [name, `src/${name}.ts`])), ...loadedByAddress() },
  outdir: bundles,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Otherwise a class that refers to itself is called _BurnError in what Node prints.
  keepNames: true,
  packages: 'external',
  // Next to the entry points, where a module that loads another by its address expects it.
  chunkNames: '[name]-[hash]',
  metafile: true,
});

const made = new Set(Object.keys(metafile.outputs).map((path) => resolve(root, path)));
for (const name of readdirSync(bundles, { recursive: true })) {
  const path = join(bundles, name);
  if (/\.(js|map)$/.test(name) && !made.has(path)) rmSync(path);
}
