import type { Command } from 'commander';
import type { ContextOf } from '../context.ts';
import { bashCompletion } from '../manual/completion/bash.ts';
import { fishCompletion } from '../manual/completion/fish.ts';
import { zshCompletion } from '../manual/completion/zsh.ts';
import { withExamples } from '../manual/examples.ts';
import { type ManualOption, type ManualPage, pageOf } from '../manual/page.ts';
import { oneOf } from '../options.ts';

/** What makes the script of each shell. */
export const COMPLETIONS: Readonly<
  Record<'bash' | 'zsh' | 'fish', (program: ManualPage, globals: readonly ManualOption[]) => string>
> = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function addCompletion(program: Command, contextOf: ContextOf): void {
  const command = program
    .command('completion')
    .description('print what makes a shell complete commands, options and their values')
    .argument('<shell>', 'bash, zsh or fish', oneOf('<shell>', SHELLS))
    .action((shell: (typeof SHELLS)[number], _options: unknown, self: Command) => {
      const page = pageOf(program);
      const script = COMPLETIONS[shell](page, page.options);
      contextOf(self).output.result('completion', { shell, script }, () => script.split('\n').slice(0, -1));
    });
  withExamples(command, {
    'for this bash, and for every one to come': 'completion bash >> ~/.bash_completion',
    'for zsh, in a folder of its fpath': 'completion zsh > ~/.zfunc/_discwright',
    'for fish': 'completion fish > ~/.config/fish/completions/discwright.fish',
  });
}
