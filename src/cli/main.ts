#!/usr/bin/env node
import { releaseDrivesAtExit } from '../index.ts';
import { ExitCode } from './exit-codes.ts';
import { closeAllDrives } from './open-drives.ts';
import { run } from './run.ts';

// A bug in this program must not leave a tray locked. Errors of the drive and of files never get here.
process.on('uncaughtException', async (error) => {
  process.stderr.write(`discwright: internal error: ${error.stack ?? error}\n`);
  await closeAllDrives();
  process.exit(ExitCode.Failed);
});

// Should that hang, or something else end the process.
releaseDrivesAtExit();

process.exitCode = await run(process.argv.slice(2));
