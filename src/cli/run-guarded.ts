import { releaseDrivesAtExit } from '../index.ts';
import { ExitCode } from './exit-codes.ts';
import { closeAllDrives } from './open-drives.ts';
import { run } from './run.ts';

/** Runs one command line so that however the process ends, no drive stays locked. */
export function runGuarded(args: readonly string[], version: string): Promise<ExitCode> {
  // A bug in this program must not leave a tray locked. Errors of the drive and of files never get here.
  process.on('uncaughtException', async (error) => {
    process.stderr.write(`discwright: internal error: ${error.stack ?? error}\n`);
    await closeAllDrives();
    process.exit(ExitCode.Failed);
  });

  // Should that hang, or something else end the process.
  releaseDrivesAtExit();
  return run(args, version);
}
