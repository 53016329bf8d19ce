import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBlank } from './commands/blank.ts';
import { addBurn } from './commands/burn.ts';
import { addClose } from './commands/close.ts';
import { addDrives } from './commands/drives.ts';
import { addEject } from './commands/eject.ts';
import { addExport } from './commands/export.ts';
import { addFeatures } from './commands/features.ts';
import { addInfo } from './commands/info.ts';
import { addLoad } from './commands/load.ts';
import { addRecover } from './commands/recover.ts';
import { addServe } from './commands/serve.ts';
import { addToc } from './commands/toc.ts';
import { addTrace } from './commands/trace.ts';
import type { ContextOf } from './context.ts';
import { EXIT_CODES_HELP } from './exit-codes.ts';
import { addGlobalOptions } from './options.ts';

const packageVersion = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** The command line of `discwright`. Errors are thrown, never printed here. */
export function buildProgram(contextOf: ContextOf): Command {
  const program = new Command('discwright')
    .description('Inspect optical drives and discs, burn audio CDs, record the commands sent to a drive.')
    .version(packageVersion(), '--version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => {} })
    .addHelpText('after', EXIT_CODES_HELP);
  addGlobalOptions(program);
  for (const add of [
    addDrives,
    addInfo,
    addFeatures,
    addToc,
    addBurn,
    addClose,
    addRecover,
    addBlank,
    addEject,
    addLoad,
    addExport,
    addServe,
    addTrace,
  ]) {
    add(program, contextOf);
  }
  return program;
}
