// Reads the built declarations of every entry point with API Extractor, which brings its own compiler.
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = resolve(import.meta.dirname, '..');

/**
 * The entry points of the package: the name of its report, what is imported, its module, and its declarations as tsc wrote
 * them: those in dist/ say some types once that it writes out.
 */
export function entryPoints() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([subpath]) => !subpath.endsWith('.json'))
    .map(([subpath, { types, default: module }]) => {
      if (types === undefined) throw new Error(`package.json: exports ${subpath} without types`);
      const declarations = types.replace(/^\.\/dist\//, 'build/types/');
      const name = subpath === '.' ? 'discwright' : basename(subpath);
      return { name, specifier: subpath === '.' ? name : `discwright/${name}`, module, types: declarations };
    });
}

/**
 * Extracts every entry point, all with one compiler.
 * @param outputs of the name of an entry point: what to write, as `apiReport` and `docModel` of API Extractor's settings
 */
export function extractApi(entries, outputs) {
  const configs = entries.map(({ name, types }) => configOf(types, outputs(name)));
  const compilerState = CompilerState.create(configs[0], {
    additionalEntryPoints: configs.slice(1).map((config) => config.mainEntryPointFilePath),
  });
  for (const [index, config] of configs.entries()) {
    const { succeeded } = Extractor.invoke(config, { localBuild: true, compilerState, messageCallback: quietly });
    if (!succeeded) throw new Error(`the declarations of ${entries[index].specifier} cannot be read`);
  }
}

function configOf(types, outputs) {
  return ExtractorConfig.prepare({
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
      apiReport: { enabled: false },
      docModel: { enabled: false },
      ...outputs,
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
}

function quietly(message) {
  if (message.logLevel === 'error') console.error(message.text);
  message.handled = true;
}
