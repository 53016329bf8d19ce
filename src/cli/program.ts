import { Command } from 'commander';
import { UsageError } from './cli-error.ts';
import type { ContextOf } from './context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { withExamples } from './manual/examples.ts';
import { meantBy } from './meant.ts';
import { addGlobalOptions } from './options.ts';

/** Of a help text that does not go to a terminal. */
const DEFAULT_WIDTH = 80;

type AddCommand = (program: Command, contextOf: ContextOf) => void;

/** Each command is loaded only if it is to run, or if help lists them all: a program must not start late. */
export const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  drives: async () => (await import('./commands/drives.ts')).addDrives,
  info: async () => (await import('./commands/info.ts')).addInfo,
  features: async () => (await import('./commands/features.ts')).addFeatures,
  toc: async () => (await import('./commands/toc.ts')).addToc,
  map: async () => (await import('./commands/map.ts')).addMap,
  msinfo: async () => (await import('./commands/msinfo.ts')).addMsinfo,
  speeds: async () => (await import('./commands/speeds.ts')).addSpeeds,
  plan: async () => (await import('./commands/plan.ts')).addPlan,
  burn: async () => (await import('./commands/burn.ts')).addBurn,
  data: async () => (await import('./commands/data.ts')).addData,
  patch: async () => (await import('./commands/patch.ts')).addPatch,
  enhanced: async () => (await import('./commands/enhanced.ts')).addEnhanced,
  image: async () => (await import('./commands/image.ts')).addImage,
  iso: async () => (await import('./commands/iso.ts')).addIso,
  close: async () => (await import('./commands/close.ts')).addClose,
  recover: async () => (await import('./commands/recover.ts')).addRecover,
  blank: async () => (await import('./commands/blank.ts')).addBlank,
  format: async () => (await import('./commands/format.ts')).addFormat,
  eject: async () => (await import('./commands/eject.ts')).addEject,
  load: async () => (await import('./commands/load.ts')).addLoad,
  export: async () => (await import('./commands/export.ts')).addExport,
  copy: async () => (await import('./commands/copy.ts')).addCopy,
  rip: async () => (await import('./commands/rip.ts')).addRip,
  raw: async () => (await import('./commands/raw.ts')).addRaw,
  serve: async () => (await import('./commands/serve.ts')).addServe,
  trace: async () => (await import('./commands/trace.ts')).addTrace,
  report: async () => (await import('./commands/report.ts')).addReport,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
  schema: async () => (await import('./commands/schema.ts')).addSchema,
  completion: async () => (await import('./commands/completion.ts')).addCompletion,
};

/** Under which headings the help lists the commands: what is in none is for programs. */
const GROUPS: readonly (readonly [heading: string, commands: readonly string[]])[] = [
  ['Look at the drive and the disc:', ['drives', 'info', 'features', 'toc', 'map', 'msinfo', 'speeds', 'doctor']],
  ['Write:', ['plan', 'burn', 'data', 'patch', 'enhanced', 'copy']],
  ['Images:', ['image', 'iso']],
  ['Finish, repair and erase:', ['close', 'recover', 'blank', 'format', 'eject', 'load']],
  ['Read:', ['export', 'rip']],
];
const OTHERS = 'For programs and tests:';

const groupOf = (name: string): string => GROUPS.find(([, names]) => names.includes(name))?.[0] ?? OTHERS;

const EXAMPLES = {
  'which drives there are, and what is in one': 'drives && discwright info --device /dev/sr0',
  'what a burn would write, then the burn': 'plan album.cue && discwright burn album.cue',
  'the same without a drive: a disc in a file': 'burn album.cue --device sim:my.disc',
  'all about one command': 'help burn',
};

/** With these the error is an object on stdout, and says how to get help: no help is printed on stderr. */
const JSON_OPTIONS = ['--json', '--json-lines'];
const SILENT = { writeErr: () => {} };

/** What is about all commands. */
const ABOUT_ALL: ReadonlySet<string> = new Set(['completion', 'help', '-h', '--help']);

/** The commands that a command line may be about: whatever is named like one, or all of them. */
function commandsFor(args: readonly string[]): string[] {
  const names = Object.keys(COMMANDS);
  const named = names.filter((name) => args.includes(name));
  const all = named.length === 0 || args.some((each) => ABOUT_ALL.has(each));
  return all ? names : named;
}

/**
 * The command line of `discwright`. Errors are thrown, never printed here.
 * @param args what it will parse
 * @param version of the package
 */
export async function buildProgram(args: readonly string[], version: string, contextOf: ContextOf): Promise<Command> {
  const program = new Command('discwright')
    .description(
      'Look at, write and read optical discs (CD, DVD, BD), and record the commands that are sent to a drive.',
    )
    .version(version, '-v, --version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => {}, ...(JSON_OPTIONS.some((each) => args.includes(each)) ? SILENT : {}) })
    .addHelpText('after', ({ command }) => exitCodesHelp(command));
  addGlobalOptions(program);
  withExamples(program, EXAMPLES);
  const names = commandsFor(args);
  for (const name of names) {
    const add = await COMMANDS[name]?.();
    add?.(program, contextOf);
  }
  if (names.length === Object.keys(COMMANDS).length) addHelp(program);
  for (const command of program.commands) command.helpGroup(groupOf(command.name()));
  return program;
}

function exitCodesHelp(command: Command): string {
  const help = command.createHelp();
  help.prepareContext({ helpWidth: command.configureOutput().getOutHelpWidth?.() ?? DEFAULT_WIDTH });
  const codes = Object.entries(EXIT_CODES).map(([code, what]) => help.formatItem(code, '130'.length, what, help));
  return ['', 'Exit codes:', ...codes].join('\n');
}

/**
 * Commander shows the help of the program for a command that does not exist.
 * @throws UsageError
 */
export function requireKnownHelp(program: Command, args: readonly string[]): void {
  const end = args.indexOf('--');
  const before = end < 0 ? args : args.slice(0, end);
  if (!before.some((each) => each === '-h' || each === '--help')) return;
  const { operands, unknown } = program.parseOptions([...before]);
  const words = [...operands, ...unknown.filter((each) => !each.startsWith('-'))];
  let found = program;
  for (const [index, word] of words.entries()) {
    if (found.commands.length === 0) return;
    const next = found.commands.find((command) => command.name() === word);
    if (next === undefined) throw noCommand(words.slice(0, index + 1), found);
    found = next;
  }
}

/** @param among the command, or the program, that has none of the last of these names */
function noCommand(names: readonly string[], among: Command): UsageError {
  const before = names.slice(0, -1);
  const meant = meantBy(
    names.at(-1) ?? '',
    among.commands.map((command) => command.name()),
  );
  return new UsageError(
    `there is no command '${names.join(' ')}'`,
    meant === undefined
      ? 'See `discwright --help`'
      : `Try \`discwright help ${[...before, meant].join(' ')}\`, or see \`discwright --help\``,
  );
}

/** Commander's own accepts the name of one command, not `trace show`. */
function addHelp(program: Command): void {
  program
    .command('help')
    .argument('[command...]', 'its name, such as burn, or iso create')
    .description('display help for a command, such as `trace show`')
    .action((names: readonly string[]) => {
      let found = program;
      for (const name of names) {
        const next = found.commands.find((command) => command.name() === name);
        if (next === undefined) throw noCommand(names, found);
        found = next;
      }
      found.outputHelp();
    });
}
