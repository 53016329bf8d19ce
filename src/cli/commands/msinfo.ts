import type { Command } from 'commander';
import { type Multisession, readMultisession } from '../../index.ts';
import { CliError } from '../cli-error.ts';
import type { ContextOf } from '../context.ts';
import { hasNoMedium, noDiscInWords, reportDrive, trayIsOpen } from '../disc-report.ts';
import { withExamples } from '../manual/examples.ts';
import { withDrive } from '../with-drive.ts';

export function addMsinfo(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('msinfo'), { 'what genisoimage -C wants': 'msinfo --device /dev/sr0' })
    .description('print where the last session begins and where the next one will, as `genisoimage -C` wants it')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive) => {
        const identity = await reportDrive(drive);
        const found = await readMultisession(drive).catch(async (error: unknown) => {
          if (!hasNoMedium(error)) throw error;
          throw new CliError(noDiscInWords(await trayIsOpen(drive), 'msinfo').replace(/\.$/, ''), 'Insert a disc');
        });
        const { lastSessionStartLba, nextWritableLba } = requireSessions(found);
        context.output.result('msinfo', { drive: identity, ...found }, () => [
          `${lastSessionStartLba},${nextWritableLba}`,
        ]);
      });
    });
}

function requireSessions(found: Multisession): Multisession {
  if (found.sessionOpen) {
    throw new CliError(
      'a session of this disc is open: where the next one begins is certain only when that is closed',
      'Close it so that another can follow: `discwright close --appendable`. `discwright data --append` does that by itself',
    );
  }
  if (found.nextWritableLba === null) throw new CliError('nothing can be added to this disc', 'Use another disc');
  if (found.lastSessionStartLba !== null) return found;
  throw new CliError(
    'the disc has no session yet',
    'Make the first image without `-C`: the first session begins at LBA 0',
  );
}
