import type { Command } from 'commander';
import { BOOK_TYPES, type BookTypeChoice, type Drive, type FormatKind, formatDisc } from '../../index.ts';
import type { Context, ContextOf } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { withExamples } from '../manual/examples.ts';
import { oneOf } from '../options.ts';
import { rewriteDisc } from '../rewrite-disc.ts';
import { withDrive } from '../with-drive.ts';

interface FormatCommandOptions {
  readonly full?: boolean;
  readonly spare: boolean;
  readonly bookType?: BookTypeChoice;
  readonly pow: boolean;
  readonly yes?: boolean;
}

export function addFormat(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('format'), {
    'a DVD+RW or BD-RE, quickly': 'format --device /dev/sr0',
    'with every block certified': 'format --device /dev/sr0 --full',
  })
    .description(
      'format a DVD+RW, DVD-RAM, BD-RE or DVD-RW, which is then overwritten; or give a blank BD-R spare blocks',
    )
    .option('--full', 'write or certify every block, which takes as long as writing the disc, or longer')
    .option('--no-spare', 'BD-RE: without blocks that replace bad ones')
    .option('--no-pow', 'BD-R: spare blocks for bad ones only, not also for what is written again')
    .option(
      '--book-type <type>',
      'DVD+RW: dvd-rom, or own; the drive keeps the setting (default: as the drive is set)',
      oneOf('--book-type', BOOK_TYPES),
    )
    .option('--yes', 'format a real disc without asking')
    .action(async (options: FormatCommandOptions, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, (drive) => format(context, drive, options), { graceful: true, writes: true });
    });
}

async function format(
  context: Context,
  drive: Drive,
  { full, spare, pow, bookType, yes = false }: FormatCommandOptions,
): Promise<void> {
  const type: FormatKind = full ? 'full' : 'quick';
  const steps = () =>
    formatDisc(drive, { type, spare, pseudoOverwrite: pow, ...(bookType === undefined ? {} : { bookType }) });
  const { result, ...done } = await rewriteDisc(context, drive, { noun: 'format', gerund: 'formatting', yes, steps });
  const { format: chosen, warnings } = result;
  context.output.result('format', { ...done, type, format: chosen, warnings }, () => [
    `The disc is formatted: ${chosen}.`,
    ...warningsInWords(warnings),
  ]);
}
