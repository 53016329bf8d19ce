import type { Command } from 'commander';
import type { ContextOf } from '../context.ts';
import { withExamples } from '../manual/examples.ts';
import { showDisc } from '../show-disc.ts';
import { withDrive } from '../with-drive.ts';

export function addInfo(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('info'), {
    'the only drive of this machine': 'info',
    'a certain drive, for a script': 'info --device /dev/sr0 --json',
    'a simulated DVD+RW recorder': 'info --device sim:?medium=DVD%2BRW',
  })
    .description('show the drive and the disc in it')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, (drive, readOnly) => showDisc(context, drive, { readOnly, command: 'info' }));
    });
}
