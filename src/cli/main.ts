#!/usr/bin/env node
import { ExitCode } from './exit-codes.ts';
import { closeAllDrives } from './open-drives.ts';
import { run } from './run.ts';

// A fault of this program must not leave a tray locked. What the drive and the files do wrong never comes here.
process.on('uncaughtException', async (error) => {
  process.stderr.write(`discwright: internal error: ${error.stack ?? error}\n`);
  await closeAllDrives();
  process.exit(ExitCode.Failed);
});

process.exitCode = await run(process.argv.slice(2));
