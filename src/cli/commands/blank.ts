import type { Command } from 'commander';
import { type BlankType, blankDisc, type Drive } from '../../index.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { reportDisc, reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { displayOn } from '../progress/display.ts';
import { stayAwake } from '../stay-awake.ts';
import { withDrive } from '../with-drive.ts';

interface BlankOptions {
  readonly full?: boolean;
  readonly yes?: boolean;
}

export function addBlank(program: Command, contextOf: ContextOf): void {
  program
    .command('blank')
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
  const { output, interrupt } = context;
  const identity = await reportDrive(drive);
  await confirmWriting(
    context,
    drive,
    yes,
    async () => `Everything on the disc in ${driveInWords(identity)} will be lost.`,
  );
  interrupt.signal.throwIfAborted();
  const unstoppable =
    'The erase cannot be stopped and continues. Do not switch the drive off: that would damage the disc.';
  interrupt.explain({ first: unstoppable, again: unstoppable });
  await using awake = await stayAwake(context, drive, 'erasing a disc');
  const warnings = await erase(context, drive, type, `Erasing the disc in ${driveInWords(identity)}`);
  const disc = await reportDisc(drive);
  output.result({ drive: identity, disc, type, sleep: awake.sleep, warnings }, () => [
    'The disc is blank.',
    ...warningsInWords(warnings),
  ]);
}

/**
 * @param title shown once the erase begins, not if it is refused
 * @returns warnings: problems that did no harm
 */
async function erase({ output }: Context, drive: Drive, type: BlankType, title: string): Promise<readonly string[]> {
  const display = await displayOn(output.progressStream);
  const erasing = blankDisc(drive, { type });
  try {
    for (;;) {
      const { done, value } = await erasing.next();
      if (done) return value.warnings;
      display.show({ title, fraction: value.fraction, details: [] });
    }
  } finally {
    display.end();
  }
}
