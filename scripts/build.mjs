// Builds the package: `npm run build`.
//   build/   every module of src/ as JavaScript, for tests that look inside; its declarations in types/; man pages as text
//   dist/    the package: the declarations that its entry points need, and the modules bundled, since a program that opens
//            300 files starts late; man pages, completion scripts, JSON Schemas
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, transform } from 'esbuild';
import { builtAlready, rememberBuild } from './built-already.mjs';
import { withShortExports } from './chunk-exports.mjs';
import { modulesLoadedTogether } from './chunks.mjs';
import { neededDeclarations } from './declaration-graph.mjs';
import { leanCode } from './lean-code.mjs';
import { leanTypes } from './lean-types.mjs';
import { writeManual } from './manual.mjs';
import { schemasFromFiles, writeSchemas } from './schemas.mjs';
import { shortNames } from './short-names.mjs';
import { straightImports } from './straight-imports.mjs';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');
const bundles = join(root, 'dist');
if (builtAlready(root)) process.exit();

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

const { metafile: graph } = await build({
  ...options,
  write: false,
  plugins: [schemasFromFiles, straightImports(source)],
});
const { metafile } = await build({
  ...options,
  plugins: [schemasFromFiles, straightImports(source, modulesLoadedTogether(graph, root))],
});

const outputs = Object.entries(metafile.outputs).map(([output, facts]) => ({ path: join(root, output), ...facts }));
const chunks = new Set(outputs.filter(({ entryPoint }) => entryPoint === undefined).map(({ path }) => path));
const bundled = withShortExports(
  new Map(outputs.map(({ path }) => [path, withNamesOfClasses(readFileSync(path, 'utf8'))])),
  (path) => chunks.has(path),
);
for (const { path, inputs } of outputs) {
  const modules = Object.keys(inputs);
  const foreign = modules.length > 0 && modules.every((name) => name.startsWith('node_modules/'));
  const code = bundled.get(path);
  writeFileSync(
    path,
    foreign ? (await transform(code, { minify: true, format: 'esm' })).code : leanCode(await shortNames(code)),
  );
}

/** esbuild calls a class that refers to itself _BurnError, and Node prints that. */
function withNamesOfClasses(code) {
  const classes = [...code.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name]) => name);
  if (classes.length === 0) return code;
  return code.replace(new RegExp(`(?<![\\w$.#])_(${classes.join('|')})\\b`, 'g'), '$1');
}

const declared = join(root, 'build/types');
const made = new Set(Object.keys(metafile.outputs).map((path) => resolve(root, path)));
const roots = published
  .map((name) => join(declared, `${name}.d.ts`))
  .filter((path) => !path.includes(`${declared}/cli/`));
for (const [path, text] of neededDeclarations(roots, leanTypes)) {
  const target = join(bundles, relative(declared, path));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  made.add(target);
}
cpSync(join(root, 'node_modules/zod/LICENSE'), join(bundles, 'LICENSE-zod'));

for (const name of readdirSync(bundles, { recursive: true })) {
  const path = join(bundles, name);
  if (/\.(js|map|d\.ts)$/.test(name) && !made.has(path)) rmSync(path);
}

await writeManual(join(root, 'build'), { texts: join(root, 'build'), packed: bundles }, version);
await writeSchemas(join(root, 'build'), bundles);
rememberBuild(root);
