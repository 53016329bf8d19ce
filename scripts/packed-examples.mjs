// The examples of documents, used as a user's files where the packed package is installed: as JavaScript, as TypeScript that is
// compiled, and as TypeScript that Node runs by itself.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const IMPORT = /^import .*?;\n/gms;

/** The first Node of each line that runs TypeScript without a flag; later lines all do. */
const STRIPS_TYPES = { 22: 18, 23: 6 };

/** What `tsc --init` writes, without what only chooses outputs. `skipLibCheck` is off: the package's own declarations are checked. */
const STRICT = {
  strict: true,
  target: 'es2022',
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  noUncheckedSideEffectImports: true,
  moduleDetection: 'force',
  skipLibCheck: false,
};

/** The code of every block of TypeScript in Markdown files. */
export function examplesOf(paths) {
  return paths.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code),
  );
}

/** @param version as `node --version` prints it */
export function stripsTypes(version) {
  const [major, minor] = version.replace('v', '').split('.').map(Number);
  return major > 23 || minor >= (STRIPS_TYPES[major] ?? Infinity);
}

/** The same program for CommonJS, which has no `await` outside functions. */
export function inFunction(code) {
  const imports = code.match(IMPORT) ?? [];
  return `${imports.join('')}async function main() {\n${code.replace(IMPORT, '')}}\nmain();\n`;
}

/**
 * Writes each example in a form, and compiles what has types under both module resolutions.
 * @param type `commonjs`, which `npm init` writes, or `module`
 * @param compile runs tsc with these arguments in the folder
 * @returns paths to run: as they are, by a Node that strips types, and compiled
 */
export function writeExamples({ folder, examples, type, compile }) {
  const module = type === 'module';
  const endings = module ? ['ts'] : ['mts', 'cts', 'ts'];
  const written = [];
  const write = (name, code) => {
    writeFileSync(join(folder, name), code);
    written.push(name);
  };
  for (const [index, code] of examples.entries()) {
    const name = `example${index + 1}`;
    write(`${name}.${module ? 'js' : 'mjs'}`, code);
    for (const ending of endings) write(`${name}.${ending}`, module || ending === 'mts' ? code : inFunction(code));
  }
  const typed = written.filter((name) => name.endsWith('ts'));
  const project = (name, files, options) => {
    const config = { compilerOptions: { ...STRICT, ...options }, files };
    writeFileSync(join(folder, name), JSON.stringify(config));
    compile(['-p', name]);
  };
  const outDir = `compiled-${type}`;
  project('tsconfig.json', typed, { module: 'nodenext', outDir });
  // A bundler takes no CommonJS in TypeScript, whose imports would be calls of require().
  const bundled = typed.filter((name) => !name.endsWith('.cts'));
  project('tsconfig.bundler.json', bundled, { module: 'preserve', moduleResolution: 'bundler', noEmit: true });
  return {
    plain: written.filter((name) => name.endsWith('js')),
    typed: typed.filter((name) => module || name.endsWith('.mts')),
    compiled: typed.map((name) => join(outDir, name.replace(/ts$/, 'js'))),
  };
}
