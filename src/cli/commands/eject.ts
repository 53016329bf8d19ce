import type { Command } from 'commander';
import { ejectDisc } from '../../index.ts';
import type { ContextOf } from '../context.ts';
import { withExamples } from '../manual/examples.ts';
import { withDrive } from '../with-drive.ts';

export function addEject(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('eject'), { 'open the tray': 'eject --device /dev/sr0' })
    .description('open the tray')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive) => {
        await ejectDisc(drive);
        context.output.result('eject', { ejected: true }, () => ['The tray is open.']);
      });
    });
}
