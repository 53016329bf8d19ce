import type { Command } from 'commander';
import { type BlankType, blankDisc, type Drive } from '../../index.ts';
import type { Context, ContextOf } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { withExamples } from '../manual/examples.ts';
import { rewriteDisc } from '../rewrite-disc.ts';
import { withDrive } from '../with-drive.ts';

interface BlankOptions {
  readonly full?: boolean;
  readonly yes?: boolean;
}

export function addBlank(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('blank'), {
    'a quick erase': 'blank --device /dev/sr0',
    'every block, without a question': 'blank --device /dev/sr0 --full --yes',
  })
    .description('erase a CD-RW or DVD-RW so that it can be written again')
    .option('--full', 'erase the whole disc, which takes as long as writing it, instead of only its table of contents')
    .option('--yes', 'erase a real disc without asking')
    .action(async ({ full, yes = false }: BlankOptions, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, (drive) => blank(context, drive, full ? 'full' : 'minimal', yes), {
        graceful: true,
        writes: true,
      });
    });
}

async function blank(context: Context, drive: Drive, type: BlankType, yes: boolean): Promise<void> {
  const steps = () => blankDisc(drive, { type });
  const { result, ...done } = await rewriteDisc(context, drive, { noun: 'erase', gerund: 'erasing', yes, steps });
  const { warnings } = result;
  context.output.result('blank', { ...done, type, warnings }, () => [
    'The disc is blank.',
    ...warningsInWords(warnings),
  ]);
}
