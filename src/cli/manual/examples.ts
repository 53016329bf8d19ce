import type { Command } from 'commander';

/** A command line that people type, without the program's name, and what it is for. */
export interface Example {
  readonly what: string;
  readonly args: string;
}

const EXAMPLES = new WeakMap<Command, readonly Example[]>();

/**
 * Gives a command the examples of its help, its man page and the command-line reference.
 * @param examples what each is for, and what follows `discwright `
 */
export function withExamples(command: Command, examples: Readonly<Record<string, string>>): Command {
  const listed = Object.entries(examples).map(([what, args]) => ({ what, args }));
  EXAMPLES.set(command, listed);
  return command.addHelpText('after', () => ['', 'Examples:', ...listed.flatMap(inWords)].join('\n'));
}

export const examplesOf = (command: Command): readonly Example[] => EXAMPLES.get(command) ?? [];

const inWords = ({ what, args }: Example): string[] => [`  ${what}:`, `    discwright ${args}`];
