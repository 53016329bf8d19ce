import type { Command } from 'commander';
import { closeTray, type Drive } from '../../index.ts';
import type { ContextOf } from '../context.ts';
import { hasNoMedium } from '../disc-report.ts';
import { withExamples } from '../manual/examples.ts';
import { showDisc } from '../show-disc.ts';
import { withDrive } from '../with-drive.ts';

const READY_LIMIT_MS = 60_000;

export function addLoad(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('load'), { 'close the tray and show the disc': 'load --device /dev/sr0' })
    .description('close the tray, then show what `info` shows')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive, readOnly) => {
        await closeTray(drive);
        await becomeReady(drive);
        await showDisc(context, drive, { readOnly, command: 'load' });
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
