import type { Command } from 'commander';
import { withJoinedValues } from '../../src/cli/optional-values.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { wordsOf } from './pages.ts';

/** What is wrong with a command line by the declaration of `discwright`; undefined if nothing is. Nothing of it runs. */
export async function mistakeIn(command: string): Promise<string | undefined> {
  const args = withJoinedValues(wordsOf(command));
  const program = await buildProgram(args, '1.2.3', () => undefined as never);
  if (args[0] === 'help') return undefined;
  let ran = false;
  for (const each of commandsBelow(program)) {
    each.exitOverride().configureOutput({ writeErr: () => {}, outputError: () => {} });
    if (each.commands.length === 0)
      each.action(() => {
        ran = true;
      });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    return `${command}: ${(error as Error).message}`;
  }
  return ran ? undefined : `${command}: no command`;
}

const commandsBelow = (command: Command): Command[] => [command, ...command.commands.flatMap(commandsBelow)];
