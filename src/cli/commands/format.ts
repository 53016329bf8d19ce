import type { Command } from 'commander';
import { type Drive, type FormatKind, type FormattedDisc, formatDisc } from '../../index.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { reportDisc, reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { displayOn } from '../progress/display.ts';
import { stayAwake } from '../stay-awake.ts';
import { withDrive } from '../with-drive.ts';

interface FormatCommandOptions {
  readonly full?: boolean;
  readonly spare: boolean;
  readonly yes?: boolean;
}

export function addFormat(program: Command, contextOf: ContextOf): void {
  program
    .command('format')
    .description(
      'format a DVD+RW, DVD-RAM, BD-RE or DVD-RW, which is then overwritten; or give a blank BD-R spare blocks',
    )
    .option('--full', 'write or certify every block, which takes as long as writing the disc, or longer')
    .option('--no-spare', 'BD-RE: without blocks that replace bad ones')
    .option('--yes', 'format a real disc without asking')
    .action(async (options: FormatCommandOptions, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, (drive) => format(context, drive, options), { graceful: true, writes: true });
    });
}

async function format(
  context: Context,
  drive: Drive,
  { full, spare, yes = false }: FormatCommandOptions,
): Promise<void> {
  const { output, interrupt } = context;
  const type: FormatKind = full ? 'full' : 'quick';
  const identity = await reportDrive(drive);
  await confirmWriting(
    context,
    drive,
    yes,
    async () => `Everything on the disc in ${driveInWords(identity)} will be lost.`,
  );
  interrupt.signal.throwIfAborted();
  const unstoppable =
    'The format cannot be stopped and continues. Do not switch the drive off: that would damage the disc.';
  interrupt.explain({ first: unstoppable, again: unstoppable });
  await using awake = await stayAwake(context, drive, 'formatting a disc');
  const formatted = await run(context, drive, { type, spare }, `Formatting the disc in ${driveInWords(identity)}`);
  const { format: chosen, warnings } = formatted;
  const disc = await reportDisc(drive);
  output.result({ drive: identity, disc, type, format: chosen, sleep: awake.sleep, warnings }, () => [
    `The disc is formatted: ${chosen}.`,
    ...warningsInWords(warnings),
  ]);
}

/** @param title shown once the format begins, not if it is refused */
async function run(
  { output }: Context,
  drive: Drive,
  options: { readonly type: FormatKind; readonly spare: boolean },
  title: string,
): Promise<FormattedDisc> {
  const display = await displayOn(output.progressStream);
  const formatting = formatDisc(drive, options);
  try {
    for (;;) {
      const { done, value } = await formatting.next();
      if (done) return value;
      display.show({ title, fraction: value.fraction, details: [] });
    }
  } finally {
    display.end();
  }
}
