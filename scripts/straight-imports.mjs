// Plugins for esbuild, which decides by whole files what an entry point needs, and makes a chunk for every combination of
// entry points that need a file. A program that opens many files starts late: each costs Node about as much as 20 kB of code.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';

const INDEX = 'index.ts';
const NAMED = /^(import|export) (type )?\{([^}]*)\} from '(\.[^']+)';$/gm;
const ALL = /^export \* from '(\.[^']+)';$/gm;
const DECLARED = /^export (?:async )?(?:const|function\*?|class|abstract class) (\w+)/gm;

/** `a as b, type C` as pairs of the name there and the name here; types are left out. */
const pairsOf = (list) =>
  list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('type '))
    .map((each) => each.split(/\s+as\s+/))
    .map(([there, here = there]) => ({ there, here }));

const exportsOfIndexes = new Map();

/** Of an index.ts: where each exported name is declared, and what it is called there. */
function declarationsIn(index) {
  const known = exportsOfIndexes.get(index);
  if (known !== undefined) return known;
  const found = new Map();
  exportsOfIndexes.set(index, found);
  const text = readFileSync(index, 'utf8');
  for (const [, kind, type, list, from] of text.matchAll(NAMED)) {
    if (kind !== 'export' || type !== undefined) continue;
    for (const { there, here } of pairsOf(list)) found.set(here, declarationOf(resolve(dirname(index), from), there));
  }
  for (const [, from] of text.matchAll(ALL)) {
    const module = resolve(dirname(index), from);
    for (const [, name] of readFileSync(module, 'utf8').matchAll(DECLARED)) found.set(name, { module, name });
  }
  return found;
}

function declarationOf(module, name) {
  const further = basename(module) === INDEX ? declarationsIn(module).get(name) : undefined;
  return further ?? { module, name };
}

/** esbuild leaves out what is not used of a namespace that is imported as one, but nothing of one that is itself exported. */
const ZOD = /^import \{ z \} from 'zod';$/m;

/** The text of a module that imports straight from where names are declared, not by way of an index.ts. */
function straightened(path) {
  const text = readFileSync(path, 'utf8').replace(ZOD, "import * as z from 'zod';");
  return text.replace(NAMED, (statement, kind, type, list, from) => {
    const module = resolve(dirname(path), from);
    if (kind !== 'import' || type !== undefined || basename(module) !== INDEX || !existsSync(module)) return statement;
    return pairsOf(list)
      .map(({ there, here }) => {
        const declared = declarationOf(module, there);
        const address = relative(dirname(path), declared.module).replaceAll('\\', '/');
        return `import { ${declared.name} as ${here} } from '${address.startsWith('.') ? '' : './'}${address}';`;
      })
      .join(' ');
  });
}

/**
 * @param source the folder of the modules
 * @param alsoLoads by path of an entry point, paths of modules that it loads although it does not need them, which puts them
 *   into one chunk with others that it needs
 */
export const straightImports = (source, alsoLoads = new Map()) => ({
  name: 'straight-imports',
  setup(build) {
    const inSource = new RegExp(`^${source.replace(/[^\w/]/g, '\\$&')}[/\\\\].*\\.ts$`);
    // Otherwise esbuild would leave out an import without names: the package says that its modules have no side effects.
    build.onResolve({ filter: /^\.|^\// }, ({ path, resolveDir }) => {
      const module = resolve(resolveDir, path);
      return inSource.test(module) ? { path: module, sideEffects: true } : undefined;
    });
    build.onLoad({ filter: inSource }, ({ path }) => {
      const more = [...(alsoLoads.get(path) ?? [])].map((module) => `import ${JSON.stringify(module)};`);
      return { contents: `${more.join('')}${straightened(path)}`, loader: 'ts' };
    });
  },
});
