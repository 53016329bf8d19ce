import type { Command } from 'commander';
import type { ContextOf } from '../context.ts';
import { showDisc } from '../show-disc.ts';
import { withDrive } from '../with-drive.ts';

export function addInfo(program: Command, contextOf: ContextOf): void {
  program
    .command('info')
    .description('show the drive and the disc in it')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, (drive, readOnly) => showDisc(context, drive, { readOnly, command: 'info' }));
    });
}
