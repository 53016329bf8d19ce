import type { Command } from 'commander';
import type { ContextOf } from '../context.ts';
import { noDiscInWords, reportDisc, reportDrive, trayIsOpen } from '../disc-report.ts';
import { discInWords, driveInWords, tableOfContents, tableOfContentsInWords } from '../disc-words.ts';
import { inWords, withDrive } from '../with-drive.ts';

export function addInfo(program: Command, contextOf: ContextOf): void {
  program
    .command('info')
    .description('show the drive and the disc in it')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive, readOnly) => {
        const identity = await reportDrive(drive);
        const disc = await reportDisc(drive);
        const contents = disc === null || context.output.json ? undefined : await tableOfContents(drive, disc);
        const trayOpen = disc === null ? await trayIsOpen(drive) : undefined;
        context.output.result({ drive: identity, disc, trayOpen, readOnly }, () => [
          `Drive  ${driveInWords(identity)}`,
          ...(disc === null ? [noDiscInWords(trayOpen, 'info')] : discInWords(disc)),
          ...(readOnly === undefined ? [] : [`Note: ${inWords(readOnly)}. ${readOnly.remedy}.`]),
          ...(contents === undefined || contents.tracks.length === 0 ? [] : ['', ...tableOfContentsInWords(contents)]),
        ]);
      });
    });
}
