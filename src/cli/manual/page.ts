import type { Argument, Command, Option } from 'commander';
import { type Example, examplesOf } from './examples.ts';

/** What a value is, so that a shell can complete it. */
export type ValueKind = 'file' | 'folder' | 'drive' | 'command' | 'word';

export interface ManualValue {
  /** As the help shows it, without brackets, such as `file` or `session|medium`. */
  readonly name: string;
  readonly required: boolean;
  readonly repeated: boolean;
  readonly kind: ValueKind;
  /** All values, if there are a few. */
  readonly choices: readonly string[];
}

export interface ManualArgument extends ManualValue {
  readonly description: string;
}

export interface ManualOption {
  /** `-o`, `--output`. */
  readonly flags: readonly string[];
  readonly value?: ManualValue;
  readonly description: string;
}

/** One command, as its man page, the completion of shells and the reference show it. */
export interface ManualPage {
  /** The words after `discwright`: none for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly arguments: readonly ManualArgument[];
  /** Its own, without those of every command. */
  readonly options: readonly ManualOption[];
  readonly examples: readonly Example[];
  readonly commands: readonly ManualPage[];
}

/** A function that reads the value of an option and knows all the values that there are. */
export interface ChoiceReader {
  readonly choices: readonly string[];
}

/** The manual of a command and of the commands below it. */
export function pageOf(command: Command, path: readonly string[] = []): ManualPage {
  const help = command.createHelp();
  return {
    path,
    description: command.description(),
    arguments: command.registeredArguments.map(argumentOf),
    options: help.visibleOptions(command).filter(isNotHelp).map(optionOf),
    examples: examplesOf(command),
    commands: help
      .visibleCommands(command)
      .filter((each) => path.length === 0 || each.name() !== 'help')
      .map((each) => pageOf(each, [...path, each.name()])),
  };
}

/** A page and all below it. */
export const allPages = (page: ManualPage): ManualPage[] => [page, ...page.commands.flatMap(allPages)];

const isNotHelp = ({ long }: Option): boolean => long !== '--help';

const argumentOf = (argument: Argument): ManualArgument => ({
  name: argument.name(),
  required: argument.required,
  repeated: argument.variadic,
  kind: kindOf(argument.name()),
  choices: choicesOf(argument.parseArg),
  description: argument.description,
});

function optionOf(option: Option): ManualOption {
  const { short, long, description, required, optional, variadic, parseArg } = option;
  const flags = [short, long].filter((each): each is string => each != null);
  if (!required && !optional) return { flags, description };
  const name = /[<[](.*?)(?:\.\.\.)?[>\]]/.exec(option.flags)?.[1] ?? '';
  const kind = long === '--device' || long === '--to' ? 'drive' : kindOf(name);
  const value = { name, required, repeated: variadic, kind, choices: choicesOf(parseArg) };
  return { flags, value, description };
}

function choicesOf(reader: unknown): readonly string[] {
  return typeof reader === 'function' && 'choices' in reader ? (reader as unknown as ChoiceReader).choices : [];
}

const KINDS: Readonly<Record<string, ValueKind>> = {
  command: 'command',
  dir: 'folder',
  file: 'file',
  folder: 'folder',
  image: 'file',
  path: 'file',
};

const kindOf = (name: string): ValueKind => KINDS[name] ?? 'word';

/** The first part of a description: what a completion has room for. */
export const shortly = (description: string): string =>
  /^.*?(?=[:;(]|, which |\. |$)/s.exec(description)?.[0].trim() ?? '';
