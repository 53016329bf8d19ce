import type { Command } from 'commander';
import { OptionValueError } from './cli-error.ts';
import type { ChoiceReader } from './manual/page.ts';

/** The options that every command accepts. */
export interface GlobalOptions {
  readonly device?: string;
  readonly json?: boolean;
  readonly jsonLines?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
  readonly trace?: string;
  readonly overwriteTrace?: boolean;
  readonly traceData?: boolean;
}

export function addGlobalOptions(program: Command): void {
  program
    .option(
      '--device <path>',
      'the drive: /dev/sr0, D:, sim: (blank disc in memory), sim:PATH (saved disc), replay:FILE, unix:FILE (a drive that `discwright serve` offers). Without it: the only drive of this machine',
      naming('--device', 'a drive'),
    )
    .option('--json', 'print one JSON object instead of text')
    .option('--json-lines', 'print one JSON object a line: progress, then the result or the error')
    .option('--quiet', 'print nothing but errors')
    .option('--verbose', 'print every command that is sent to the drive, with its time, on stderr')
    .option('--no-color', 'print without colours, as with NO_COLOR; FORCE_COLOR=1: with colours into pipes too')
    .option(
      '--trace <file>',
      'record every exchange with the drive as JSON Lines, in a new file; of several drives one each: name.sr0.jsonl',
      naming('--trace', 'a file'),
    )
    .option('--overwrite-trace', 'let --trace replace an older trace')
    .option(
      '--trace-data',
      'let --trace keep all that is read from the disc, so that an export or a full verification can be replayed: twice as many bytes as are read',
    );
}

/** @throws OptionValueError that names the option */
export function refuseOption(option: string, rule: string): never {
  throw new OptionValueError(`${option} ${rule}`);
}

/** Reads the value of an option that must not be empty. */
export const naming =
  (option: string, what: string) =>
  (value: string): string =>
    value === '' ? refuseOption(option, `must name ${what}`) : value;

/** Reads the value of an option that has a few of them. The reader knows them, for the completion of shells. */
export function oneOf<Choice extends string>(
  option: string,
  choices: readonly Choice[],
): ((value: string) => Choice) & ChoiceReader {
  const last = choices.length - 1;
  const listed = `${choices.slice(0, last).join(', ')} or ${choices[last]}`;
  const read = (value: string): Choice =>
    choices.find((each) => each === value) ?? refuseOption(option, `must be ${listed}`);
  return Object.assign(read, { choices });
}

/** Reads a whole number in a range. */
export const wholeNumber = (option: string, least: number, most: number) => (text: string) => {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  return refuseOption(option, `must be a whole number from ${least} to ${most}`);
};
