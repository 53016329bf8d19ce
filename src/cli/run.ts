import { type Command, CommanderError } from 'commander';
import { CancelledBurn, CancelledError, ReportedFailure, UsageError } from './cli-error.ts';
import type { Context, ContextParts } from './context.ts';
import { errorInJson } from './error-json.ts';
import { ExitCode } from './exit-codes.ts';
import { failureInWords, failureOf } from './failure.ts';
import { Interrupt } from './interrupt.ts';
import { SYNONYMS } from './meant.ts';
import { withJoinedValues } from './optional-values.ts';
import type { GlobalOptions } from './options.ts';
import { Output } from './output.ts';
import { buildProgram, COMMANDS, requireKnownHelp } from './program.ts';
import { devicesIn, requireSeveral } from './several/devices.ts';

/**
 * Runs one command line and prints its result or its error. Without arguments, or with a drive alone, it asks on a terminal what to do.
 * @param args what follows the program's name
 * @param version of the package
 * @returns the exit code
 */
export async function run(args: readonly string[], version: string): Promise<ExitCode> {
  const { devices, rest } = devicesIn(args);
  if (rest.length > 0 || devices.length > 1 || !hasTerminal()) return runCommand(args, version);
  const { code, chosen } = await runWizard(devices[0]);
  return chosen === undefined ? code : runCommand(chosen, version);
}

const hasTerminal = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Asks what to do, for a command line without a command. */
async function runWizard(
  device: string | undefined,
): Promise<{ readonly code: ExitCode; readonly chosen?: readonly string[] }> {
  const output = new Output(false);
  using interrupt = new Interrupt((text) => output.note(text));
  const { Questions } = await import('./wizard/questions.ts');
  const { askWhatToDo } = await import('./wizard/wizard.ts');
  using questions = new Questions(process.stdin, process.stdout, interrupt);
  const globals = device === undefined ? {} : { device };
  try {
    return { code: ExitCode.Done, chosen: await askWhatToDo({ globals, output, interrupt }, questions) };
  } catch (error) {
    // While it asks, no drive is in use.
    const reported = error instanceof CancelledError ? new CancelledError('Cancelled', 'Nothing was written') : error;
    return { code: report(reported, output, { help: '', command: undefined }) };
  }
}

/** Options of every command that cannot be given together. */
const CONTRADICTIONS = [
  {
    options: ['--quiet', '--verbose'],
    remedy: 'Give --quiet for errors alone, or --verbose for every command that is sent',
  },
  {
    options: ['--json', '--json-lines'],
    remedy: 'Give --json for one object at the end, or --json-lines for progress too',
  },
] as const;

function contradictionIn(args: readonly string[]): UsageError | undefined {
  const end = args.indexOf('--');
  const given = end < 0 ? args : args.slice(0, end);
  const found = CONTRADICTIONS.find(({ options }) => options.every((option) => given.includes(option)));
  return found && new UsageError(`${found.options.join(' and ')} contradict each other`, found.remedy);
}

async function runCommand(args: readonly string[], version: string): Promise<ExitCode> {
  const output = outputFor(args);
  using interrupt = new Interrupt((text) => output.alert(text));
  const contradiction = contradictionIn(args);
  if (contradiction !== undefined) return report(contradiction, output, { help: '', command: undefined });
  const { devices, rest } = devicesIn(args);
  // Awaited here: the interrupt is released when this function ends.
  if (devices.length < 2) return await runWith(args, version, { output, interrupt });
  const command = rest.find((each) => Object.hasOwn(COMMANDS, each));
  try {
    if (output.lines) throw new UsageError('--json-lines is for one drive', 'Name one drive, or give --json');
    requireSeveral(command, devices, rest);
    const { runSeveral } = await import('./several/run-several.ts');
    const code = await runSeveral(devices, rest, { output, interrupt }, (each, parts) => runWith(each, version, parts));
    await output.end();
    return code;
  } catch (error) {
    return report(error, output, { help: 'See `discwright --help`', command });
  }
}

/** @param parts where it is printed; one of several drives, which the command line does not name */
async function runWith(args: readonly string[], version: string, parts: ContextParts): Promise<ExitCode> {
  const { output, member } = parts;
  let program: Command | undefined;
  let running: string | undefined;
  try {
    const contextOf = (command: Command): Context => {
      running = nameOf(command);
      const globals = command.optsWithGlobals<GlobalOptions>();
      if (member === undefined) return { ...parts, globals };
      const { device, traceFile } = member;
      const trace = globals.trace === undefined ? {} : { trace: traceFile(globals.trace) };
      return { ...parts, globals: { ...globals, device, ...trace } };
    };
    program = await buildProgram(args, version, contextOf);
    requireKnownHelp(program, args);
    if (args.length === 0) program.help({ error: true });
    // Ours is better than a command that is spelt alike.
    if (args.some((each) => Object.hasOwn(SYNONYMS, each))) program.showSuggestionAfterError(false);
    await program.parseAsync(withJoinedValues(args), { from: 'user' });
    await output.end();
    return ExitCode.Done;
  } catch (error) {
    const named = commandNamed(args, program);
    const about = { help: helpFor(error, args, named), command: running ?? named };
    const exitCode = report(error, output, about);
    if (exitCode !== ExitCode.Done) return exitCode;
    return await output.end().then(
      () => exitCode,
      (failed: unknown) => report(failed, output, { ...about, help: '' }),
    );
  }
}

/** What an error in the rest of a command line is printed with, too. */
function outputFor(args: readonly string[]): Output {
  const has = (option: string) => args.includes(option);
  return new Output(has('--json'), process.stdout, process.stderr, {
    lines: has('--json-lines'),
    quiet: has('--quiet'),
    verbose: has('--verbose'),
    colour: !has('--no-color'),
  });
}

/** `iso list` */
const nameOf = (command: Command): string =>
  [command.parent?.parent ? command.parent.name() : '', command.name()].filter((name) => name !== '').join(' ');

/** The command that a command line is about, as far as it can be told before it is parsed. */
function commandNamed(args: readonly string[], program: Command | undefined): string | undefined {
  const name = args.find((each) => Object.hasOwn(COMMANDS, each));
  if (name === undefined) return undefined;
  const parts = program?.commands.find((command) => command.name() === name)?.commands ?? [];
  const part = args.slice(args.indexOf(name) + 1).find((each) => parts.some((command) => command.name() === each));
  return part === undefined ? name : `${name} ${part}`;
}

/** How to get help for this command line. */
function helpFor(error: unknown, args: readonly string[], command: string | undefined): string {
  if (command !== undefined) return `See \`discwright ${command} --help\``;
  const unknown = error instanceof CommanderError && error.code === 'commander.unknownCommand';
  const meant = unknown ? args.flatMap((each) => (Object.hasOwn(SYNONYMS, each) ? SYNONYMS[each] : [])) : [];
  return meant[0] === undefined
    ? 'See `discwright --help`'
    : `Try \`discwright ${meant[0]}\`, or see \`discwright --help\``;
}

const HELP_CODES: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version']);

interface About {
  readonly help: string;
  readonly command: string | undefined;
}

function report(error: unknown, output: Output, { help, command }: About): ExitCode {
  if (error instanceof CommanderError && HELP_CODES.has(error.code)) return ExitCode.Done;
  if (error instanceof CommanderError && error.code === 'commander.help' && !output.json) return ExitCode.Refused;
  if (error instanceof CancelledBurn) return ExitCode.Cancelled;
  if (error instanceof ReportedFailure) return error.exitCode;
  const failure = failureOf(error, help);
  if (output.json) output.result('error', { error: errorInJson(failure, error, command) }, () => []);
  else output.alert(failureInWords(failure));
  if (process.env['DISCWRIGHT_DEBUG'] === '1' && error instanceof Error) output.alert(error.stack ?? String(error));
  return failure.exitCode;
}
