import type { Command } from 'commander';
import { closeTray, type Drive } from '../../index.ts';
import type { ContextOf } from '../context.ts';
import { hasNoMedium, reportDisc } from '../disc-report.ts';
import { discInWords } from '../disc-words.ts';
import { withDrive } from '../with-drive.ts';

const READY_LIMIT_MS = 60_000;

export function addLoad(program: Command, contextOf: ContextOf): void {
  program
    .command('load')
    .description('close the tray and show the disc')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive) => {
        await closeTray(drive);
        await becomeReady(drive);
        const disc = await reportDisc(drive);
        context.output.result({ disc }, () =>
          disc === null ? ['The tray is closed; there is no disc in it.'] : discInWords(disc),
        );
      });
    });
}

async function becomeReady(drive: Drive): Promise<void> {
  try {
    await drive.whenReady({ activity: 'reading the disc', limitMs: READY_LIMIT_MS });
  } catch (error) {
    if (!hasNoMedium(error)) throw error;
  }
}
