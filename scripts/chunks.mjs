// Which modules are in one chunk. esbuild makes a chunk for every combination of entry points that need a module, some hundred
// of them, and a program that opens many files starts late: each costs Node about as much as 20 kB of code. So what is
// usually needed together is loaded together, also by entry points that do not need all of it.
import { join } from 'node:path';

/** Loaded into a device thread, or by it: they must stay small. */
const LEAN = /^src\/transport\//;
/** Loads nothing that it does not need: it is used without a drive. */
const ALONE = new Set(['src/cli/main.ts', 'src/image/index.ts']);
const WRITING = [
  'cli/commands/burn',
  'cli/commands/close',
  'cli/commands/recover',
  'cli/commands/blank',
  'index',
  'imapi2/index',
];
const SIMULATING = [
  'simulator/index',
  'simulator/drive-spec',
  'simulator/personalities/index',
  'server/index',
  'server/tcmu/kernel-drive',
];

/**
 * @param metafile of a build in which every module imports straight from where names are declared
 * @returns what {@link straightImports} accepts
 */
export function modulesLoadedTogether(metafile, root) {
  const { inputs } = metafile;
  const importsOf = (path, wanted) =>
    (inputs[path]?.imports ?? [])
      .filter(({ kind, external, path: to }) => kind === wanted && external !== true && to.startsWith('src/'))
      .map(({ path: to }) => to);
  const closureOf = (entry) => {
    const found = new Set();
    const open = [entry];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (found.has(path)) continue;
      found.add(path);
      open.push(...importsOf(path, 'import-statement'));
    }
    return found;
  };
  const entries = new Set(Object.values(metafile.outputs).flatMap(({ entryPoint }) => entryPoint ?? []));
  const closures = new Map([...entries].map((entry) => [entry, closureOf(entry)]));
  const sources = (names) => names.map((name) => `src/${name}.ts`);
  const union = (paths) => new Set(paths.flatMap((path) => [...(closures.get(path) ?? closureOf(path))]));
  const severally = (paths) => {
    const all = paths.flatMap((path) => [...(closures.get(path) ?? [])]);
    return new Set(all.filter((path, index) => all.indexOf(path) !== index));
  };

  const together = [...entries].filter((entry) => !ALONE.has(entry));
  const lean = together.filter((entry) => LEAN.test(entry));
  const full = together.filter((entry) => !LEAN.test(entry));
  const commands = full.filter((entry) => entry.startsWith('src/cli/'));
  const inFull = union(full);
  const alsoLoads = new Map(together.map((entry) => [join(root, entry), new Set()]));
  const load = (modules, wanted, into) => {
    for (const module of modules) {
      if (!wanted(module) || !module.startsWith('src/')) continue;
      for (const entry of into) if (entry !== module) alsoLoads.get(join(root, entry))?.add(join(root, module));
    }
  };
  const inCli = (module) => module.startsWith('src/cli/');
  load(union(lean), (module) => inFull.has(module), together);
  const common = union(sources(['cli/commands/info', 'cli/run-guarded']));
  load(common, (module) => !inCli(module), full);
  const needsOnlyCommon = (module) => [...closureOf(module)].every((path) => inCli(path) || common.has(path));
  load(severally(commands), (module) => inCli(module) && needsOnlyCommon(module), commands);
  load(severally(sources(WRITING)), (module) => !inCli(module), sources(WRITING));
  load(union(sources(['simulator/open-simulated-drive'])), () => true, sources(SIMULATING));
  return alsoLoads;
}
